// What every figure on a screen is called, and the section of docs/definitions.md that defines it. The
// explanations on the screen are shortenings of those sections; a test fails when a section is missing.

export const FIGURES = {
  complete: "chains",
  kept: "kept-and-broken",
  broken: "kept-and-broken",
  without: "kept-and-broken",
  left_out: "left-out",
  lead: "overrun-and-lead-time",
  overrun: "overrun-and-lead-time",
  held: "held-waiting-and-working",
  waiting: "held-waiting-and-working",
  charged: "charges-and-plan-gap",
  broke: "charges-and-plan-gap",
  saves: "saves",
  p_weakest: "bootstrap",
  credit: "credit",
  repair_plan: "repair-plan",
  needs_several: "repair-plan",
  pairs: "pairs",
  plan_gap: "charges-and-plan-gap",
  customer_held: "waiting-for-the-customer",
  budget: "budget",
  own_excess: "own-excess",
  path: "critical-path",
  risk: "domino",
  risk_ratio: "domino",
  blast: "blast-radius",
  absorber: "absorber",
  rating: "ratings",
  ping_pong: "ping-pong-and-rework",
  rework: "ping-pong-and-rework",
  flow: "everyones-customers",
  distance: "everyones-customers",
} as const;

export type FigureName = keyof typeof FIGURES;
