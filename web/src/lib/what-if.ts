// Which answers to "what if?" the report holds already: no team, one team alone, the first steps of the
// repair plan in any order, or all that could be saved.

type Known = {
  links: readonly { provider: string; saves: number }[];
  repair_plan: readonly { provider: string; saves: number }[];
};

/** Broken promises that repairing `repair` keeps, or null if only a replay can tell. */
export function knownSaved(report: Known, repair: readonly string[]): number | null {
  if (repair.length === 0) return 0;
  if (repair.length === 1) return report.links.find((link) => link.provider === repair[0])?.saves ?? null;
  const steps = report.repair_plan.slice(0, repair.length);
  if (steps.length < repair.length || !steps.every((step) => repair.includes(step.provider))) return null;
  return steps.reduce((sum, step) => sum + step.saves, 0);
}
