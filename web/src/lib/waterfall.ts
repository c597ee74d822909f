// Where everything in a waterfall stands. Time runs left to right, the customer is the first row, then
// the hand-offs from the root down. Pure geometry: no drawing, no texts.
import type { ChainDetail, Handoff } from "../api/types";
import { seconds } from "./time-axis";

export type Layout = {
  left: number;
  right: number;
  top: number;
  row: number;
  height: number;
  x: (at: number) => number;
  from: number;
  to: number;
  rows: Bar[];
  /** The critical path as corners of one line, from the customer's asking to the customer's getting. */
  path: { x: number; y: number }[];
};

export type Bar = {
  handoff: Handoff;
  y: number;
  opened: number;
  started: number;
  closed: number;
  /** Where the budget ends, if there is one. */
  tick: number | null;
  onPath: boolean;
};

/** Lays out `chain` in `width` pixels; `labels` is the room for names at the side, 0 to put them above the bars. */
export function layOut(chain: ChainDetail, width: number, labels: number): Layout {
  const row = labels > 0 ? 34 : 48;
  const top = 30;
  const opened = seconds(chain.opened);
  const ends = chain.hand_offs.flatMap((h) => [seconds(h.closed), h.due === null ? 0 : seconds(h.due)]);
  const begins = chain.hand_offs.map((h) => seconds(h.opened));
  const from = Math.min(opened, ...begins);
  const last = Math.max(seconds(chain.closed), ...chain.hand_offs.map((h) => seconds(h.closed)));
  // A due instant far in the future must not squeeze what happened into a corner.
  const to = Math.max(last, Math.min(Math.max(last, ...ends), last + (last - from) * 0.35), from + 1);
  const left = labels;
  const right = width - 10;
  const x = (at: number) => left + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (right - left);
  const y = (index: number) => top + (index + 1.5) * row + (labels > 0 ? 0 : 7);
  const rows = chain.hand_offs.map((handoff, i) => {
    const begin = seconds(handoff.opened);
    return {
      handoff,
      y: y(i),
      opened: x(begin),
      started: handoff.started === null ? x(begin) : x(seconds(handoff.started)),
      closed: x(seconds(handoff.closed)),
      tick: handoff.budget.seconds === null ? null : x(begin + handoff.budget.seconds),
      onPath: handoff.on_path_seconds > 0,
    };
  });
  const path: Layout["path"] = [];
  const customer = top + row / 2 + (labels > 0 ? 0 : 7);
  const first = chain.path[0];
  const end = chain.path.at(-1);
  if (first && end) {
    path.push({ x: x(seconds(first.from)), y: customer });
    for (const part of chain.path) {
      const at = rows[part.handoff]?.y ?? customer;
      path.push({ x: x(seconds(part.from)), y: at }, { x: x(seconds(part.to)), y: at });
    }
    path.push({ x: x(seconds(end.to)), y: customer });
  }
  return { left, right, top, row, height: top + (rows.length + 1) * row + 12, x, from, to, rows, path };
}
