// Whether single letters work as keys: a choice of this device (WCAG 2.1.4).
import { useLocalStorage } from "@mantine/hooks";

export function useLetters() {
  const [on, setOn] = useLocalStorage({ key: "catena.keys", defaultValue: true, getInitialValueInEffect: false });
  return { on, setOn };
}

/** Whether a window lies over the page: what is typed then is meant for that. */
export function covered(): boolean {
  return document.querySelector("[role='dialog']") !== null;
}
