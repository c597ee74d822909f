// Whether single letters work as keys: a choice of this device (WCAG 2.1.4).
import { useLocalStorage } from "@mantine/hooks";

export function useLetters() {
  const [on, setOn] = useLocalStorage({ key: "catena.keys", defaultValue: true, getInitialValueInEffect: false });
  return { on, setOn };
}

/** Does something unless a window lies over the page: what is typed then is meant for that. */
export function unlessCovered(act: () => void): () => void {
  return () => {
    if (!document.querySelector("[role='dialog']")) act();
  };
}
