// Instants in a field of the browser, which knows only the time on the viewer's own clock.

/** An instant as such a field wants it: "2026-03-02T09:30". */
export function toField(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return "";
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What such a field holds as an instant; null where it holds none. */
export function fromField(text: string): string | null {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : at.toISOString().replace(".000Z", "Z");
}

/** The next `hour` o'clock of the viewer that is `days` days away. */
export function morning(now: number, days: number, hour: number): string {
  const at = new Date(now * 1000);
  at.setDate(at.getDate() + days);
  at.setHours(hour, 0, 0, 0);
  return at.toISOString();
}
