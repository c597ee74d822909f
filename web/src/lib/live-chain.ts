// Where everything in the waterfall of an open chain stands: what happened, what is happening, and what is
// expected if everybody takes what they may. The customer is the first row, then the root and its hand-offs.
// Pure geometry: no drawing, no texts.
import type { ChainLink } from "../api/desk";
import { seconds } from "./time-axis";

/** waiting: asked, not begun. working: taken. customer: the customer's turn. resting: a colleague's. */
export type Piece = { kind: "waiting" | "working" | "customer" | "resting" | "planned" | "ahead"; from: number; to: number };

export type Row = {
  link: ChainLink;
  depth: number;
  y: number;
  pieces: Piece[];
  /** When it begins and ends, as it was or as it is expected. */
  begins: number;
  ends: number;
  /** By when it has to begin, while it has not. */
  latest: number | null;
  due: number | null;
  critical: boolean;
};

/** The forecast of the end, once enough is known. */
export type Forecast =
  | { state: "known"; earliest_at: string; expected_at: string; latest_at: string; kept: number | null }
  | { state: "not_yet_known"; cases: number };

export type LiveLayout = {
  left: number;
  right: number;
  top: number;
  row: number;
  height: number;
  customerY: number;
  from: number;
  to: number;
  x: (at: number) => number;
  /** Whether an instant lies within the picture; what does not has no mark. */
  within: (at: number | null) => at is number;
  rows: Row[];
  path: { x: number; y: number; ahead: boolean }[];
  due: number | null;
  /** Whether the promise is due later than the picture reaches. */
  dueBeyond: boolean;
  /** When the whole is expected to end; when it ended. */
  end: number;
  over: boolean;
};

/** The requests of a chain, each below the one it was raised from, with its depth. */
export function inOrder(chain: readonly ChainLink[]): { link: ChainLink; depth: number }[] {
  const children = new Map<string | null, ChainLink[]>();
  const known = new Set(chain.map(({ id }) => id));
  for (const link of chain) {
    const parent = link.parent !== null && known.has(link.parent) ? link.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), link]);
  }
  const ordered: { link: ChainLink; depth: number }[] = [];
  const open = (children.get(null) ?? []).map((link) => ({ link, depth: 0 })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { link, depth } = next;
    ordered.push(next);
    open.push(...(children.get(link.id) ?? []).map((child) => ({ link: child, depth: depth + 1 })).reverse());
  }
  return ordered;
}

/** When each request begins and ends, as it was or as it is expected at `now`. */
export function spans(chain: readonly ChainLink[], now: number): Map<string, { begins: number; ends: number }> {
  const byId = new Map(chain.map((link) => [link.id, link]));
  const found = new Map<string, { begins: number; ends: number }>();
  const span = (link: ChainLink): { begins: number; ends: number } => {
    const known = found.get(link.id);
    if (known) return known;
    const asked = seconds(link.asked_at);
    // Before its predecessors are known it stands where it was asked: nothing waits for itself.
    found.set(link.id, { begins: asked, ends: asked });
    const ended = link.done_at ?? link.holds.at(-1)?.ended_at ?? null;
    const before = link.after.flatMap((id) => byId.get(id) ?? []).map((one) => span(one).ends);
    const begins = link.opened_at !== null ? seconds(link.opened_at) : link.status === "withdrawn" ? asked : Math.max(now, ...before);
    const over = link.status === "done" || link.status === "received" || link.status === "withdrawn";
    const ends = over ? (ended === null ? begins : seconds(ended)) : Math.max(now, begins, link.expected_at === null ? 0 : seconds(link.expected_at));
    const result = { begins, ends: Math.max(begins, ends) };
    found.set(link.id, result);
    return result;
  };
  for (const link of chain) span(link);
  return found;
}

/** The bar of one request, cut where what it says changes. */
export function pieces(link: ChainLink, { begins, ends }: { begins: number; ends: number }, now: number): Piece[] {
  if (link.status === "planned") return ends > begins ? [{ kind: "planned", from: begins, to: ends }] : [];
  const bar: Piece[] = [];
  for (const hold of link.holds) {
    const offered = seconds(hold.offered_at);
    const until = Math.min(hold.ended_at === null ? now : seconds(hold.ended_at), Math.max(now, offered));
    const taken = hold.accepted_at === null ? until : Math.min(until, seconds(hold.accepted_at));
    if (taken > offered) bar.push({ kind: "waiting", from: offered, to: taken });
    if (until > taken) bar.push({ kind: "working", from: taken, to: until });
    // What was never taken but done was done at once.
    else if (hold.accepted_at !== null || hold.end === "done") bar.push({ kind: "working", from: until, to: until });
  }
  for (const pause of link.pauses) {
    const kind = pause.why === "colleague" ? "resting" : "customer";
    bar.push({ kind, from: seconds(pause.from), to: pause.to === null ? now : seconds(pause.to) });
  }
  if (link.done_at === null && link.status !== "withdrawn" && ends > now) bar.push({ kind: "ahead", from: Math.max(now, begins), to: ends });
  return bar;
}

/** The critical path backwards from the end of the root: at each moment the one that everything waited for. */
export function criticalPath(chain: readonly ChainLink[], at: Map<string, { begins: number; ends: number }>): { id: string; from: number; to: number }[] {
  const root = chain.find((link) => link.parent === null);
  if (!root) return [];
  const walked: { id: string; from: number; to: number }[] = [];
  const children = (id: string) => chain.filter((link) => link.parent === id && link.awaited && link.status !== "withdrawn");
  const walk = (link: ChainLink, until: number): void => {
    let to = until;
    const { begins } = at.get(link.id) ?? { begins: until };
    const open = new Set(children(link.id));
    for (;;) {
      let last: { child: ChainLink; ends: number; begins: number } | undefined;
      for (const child of open) {
        const span = at.get(child.id);
        if (span && span.ends <= to && span.begins < to && span.ends > begins && (!last || span.ends > last.ends)) last = { child, ...span };
      }
      if (!last) break;
      open.delete(last.child);
      if (to > last.ends) walked.push({ id: link.id, from: last.ends, to });
      walk(last.child, last.ends);
      to = Math.max(begins, last.begins);
    }
    if (to > begins) walked.push({ id: link.id, from: begins, to });
  };
  walk(root, at.get(root.id)?.ends ?? 0);
  return walked.reverse();
}

/** Lays out a chain in `width` pixels at `now`; `labels` is the room for names at the side, 0 to put them above the bars. */
export function layOutLive(chain: readonly ChainLink[], now: number, width: number, labels: number, forecast: Forecast | null = null): LiveLayout {
  const row = labels > 0 ? 34 : 48;
  const top = 30;
  const at = spans(chain, now);
  const ordered = inOrder(chain);
  const root = ordered[0]?.link;
  const rootSpan = root ? at.get(root.id) : undefined;
  const over = root === undefined || root.done_at !== null || root.status === "withdrawn";
  const due = root?.due_at ? seconds(root.due_at) : null;
  const all = [...at.values()];
  const from = Math.min(now, ...all.map(({ begins }) => begins));
  const last = Math.max(over ? from : now, ...all.map(({ ends }) => ends), forecast?.state === "known" ? seconds(forecast.latest_at) : from);
  // A due instant far in the future must not squeeze what happens into a corner.
  const wanted = Math.max(last, due ?? last);
  const to = Math.max(from + 60, Math.min(wanted, last + Math.max(900, (last - from) * 1.2)));
  const left = labels;
  const right = width - 14;
  const x = (instant: number) => left + ((Math.min(Math.max(instant, from), to) - from) / (to - from)) * (right - left);
  const within = (at: number | null): at is number => at !== null && at >= from && at <= to;
  const down = labels > 0 ? 0 : 7;
  const rows = ordered.map(({ link, depth }, i): Row => {
    const span = at.get(link.id) ?? { begins: now, ends: now };
    return {
      link, depth, y: top + (i + 1.5) * row + down, pieces: pieces(link, span, now), ...span,
      latest: link.latest_start_at !== null && link.latest_start_at !== link.due_at && (link.status === "offered" || link.status === "planned") ? seconds(link.latest_start_at) : null,
      due: link.due_at === null ? null : seconds(link.due_at), critical: link.critical,
    };
  });
  const customerY = top + row / 2 + down;
  const height = top + (rows.length + 1) * row + 20;
  const yOf = new Map(rows.map(({ link, y }) => [link.id, y]));
  const path: LiveLayout["path"] = [];
  const walked = criticalPath(chain, at);
  const first = walked[0];
  if (first && root) {
    path.push({ x: x(first.from), y: customerY, ahead: first.from >= now });
    for (const part of walked) {
      const y = yOf.get(part.id) ?? customerY;
      path.push({ x: x(part.from), y, ahead: part.from >= now });
      // Where the present lies within a part, its rest is still ahead.
      if (part.from < now && part.to > now) path.push({ x: x(now), y, ahead: false });
      path.push({ x: x(part.to), y, ahead: part.to > now });
    }
    path.push({ x: x(rootSpan?.ends ?? first.to), y: customerY, ahead: !over });
  }
  return { left, right, top, row, height, customerY, from, to, x, within, rows, path, due, dueBeyond: due !== null && due > to, end: rootSpan?.ends ?? now, over };
}
