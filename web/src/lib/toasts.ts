// What was just done, said for a moment: with a way to take it back while that is possible.

export type Toast = { id: number; text: string; failed?: boolean; act?: string; until: number };

/** How long an act can be taken back. The server's clock decides; this is when the offer goes away. */
export const UNDO_MS = 10_000;
const READ_MS = 6_000;

let toasts: readonly Toast[] = [];
let next = 1;
const watchers = new Set<() => void>();

function change(to: readonly Toast[]): void {
  toasts = to;
  for (const told of watchers) told();
}

/** What is said now, for useSyncExternalStore. */
export const said = {
  now: () => toasts,
  watch: (told: () => void) => {
    watchers.add(told);
    return () => { watchers.delete(told); };
  },
};

/** Says what was done; `act` can be taken back for ten seconds. */
export function tell(text: string, { act, failed }: { act?: string; failed?: boolean } = {}): void {
  const toast: Toast = { id: next++, text, act, failed, until: Date.now() + (act ? UNDO_MS : READ_MS) };
  // Only the last act of a chain can be taken back, so that older offers would often be empty.
  change([...toasts.slice(-2), toast]);
  setTimeout(() => { forget(toast.id); }, toast.until - Date.now());
}

/** Takes one away. */
export function forget(id: number): void {
  if (toasts.some((one) => one.id === id)) change(toasts.filter((one) => one.id !== id));
}

/** The newest that can still be taken back. */
export function lastUndoable(): Toast | undefined {
  return toasts.filter((one) => one.act).at(-1);
}
