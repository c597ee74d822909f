// What colleagues say of hand-offs, made ready for pages. Pure. Answers that were asked for with different chances
// are never added up: what came by chance stands for all hand-offs, what came after a break for itself.
import type { Figures, Occasion } from "../api/voices";

type Known = Extract<Figures, { state: "known" }>;
export type Part = { asked: number; answered: number; right: number; well: number };

const NONE: Part = { asked: 0, answered: 0, right: 0, well: 0 };

/** The counts of everybody who was asked for one of these reasons. */
export function partOf({ groups }: Known, occasions: readonly Occasion[]): Part {
  const fitting = groups.filter(({ occasion }) => occasions.includes(occasion));
  return fitting.reduce((sum, one) => ({ asked: sum.asked + one.asked, answered: sum.answered + one.answered, right: sum.right + one.right, well: sum.well + one.well }), NONE);
}

/** Below this many answers a figure is called early. */
export const EARLY = 30;
