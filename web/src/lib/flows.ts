// How well a flow between two teams keeps its promises, and the state that its colour says.
import type { State } from "../parts/StateMark";

type Promises = { kept: number; broken: number };

/** The kept share of the hand-offs with a due instant; null where none has one. */
export function keptShare({ kept, broken }: Promises): number | null {
  return kept + broken === 0 ? null : kept / (kept + broken);
}

/** From 95 % on a flow counts as kept, from 80 % as at risk, below as broken. */
export function flowState(promises: Promises): State {
  const share = keptShare(promises);
  if (share === null) return "none";
  if (share >= 0.95) return "kept";
  return share >= 0.8 ? "risk" : "broken";
}
