// The worked example of a flower shop, as the server explains it: four hand-offs, ten minutes late, three
// of them at fault, each of which alone could have saved it.
import type { ChainDetail, Handoff } from "../src/api/types";
import { instant, seconds } from "../src/lib/time-axis";

const NINE = seconds("2026-03-02T09:00:00Z");
export const at = (minute: number) => instant(NINE + minute * 60);

export function handoff(id: string, parent: string | null, depth: number, customer: string, provider: string, [opened, started, closed, due]: [number, number | null, number, number | null], rest: Partial<Handoff> = {}): Handoff {
  return {
    id, parent, depth, customer, provider, opened: at(opened), started: started === null ? null : at(started), closed: at(closed), due: due === null ? null : at(due),
    awaited: true, ends_after_parent: false, customer_hold: false, rating: null,
    budget: due === null ? { kind: "none", seconds: null } : { kind: "due", seconds: (due - opened) * 60 },
    duration_seconds: (closed - opened) * 60, on_path_seconds: 0, waiting_on_path_seconds: 0, own_excess_seconds: 0, charged_seconds: 0, attributes: {},
    ...rest,
  };
}

export const chain: ChainDetail = {
  root: "O1", customer: "Ms Rose", provider: "Clerk", opened: at(0), closed: at(250), due: at(240), outcome: "broken", overrun_seconds: 600, lead_seconds: 15_000,
  broke: ["Courier", "Designer", "Shopkeeper"], rating: 2, attributes: {}, plan_gap_seconds: 0, ends_if_all_repaired: at(220),
  hand_offs: [
    handoff("O1", null, 0, "Ms Rose", "Clerk", [0, 0, 250, 240], { on_path_seconds: 900 }),
    handoff("D1", "O1", 1, "Clerk", "Designer", [10, 90, 160, 120], { on_path_seconds: 5400, own_excess_seconds: 1200, charged_seconds: 240 }),
    handoff("S1", "D1", 2, "Designer", "Shopkeeper", [20, 25, 80, 60], { on_path_seconds: 3600, own_excess_seconds: 1200, charged_seconds: 240 }),
    handoff("C1", "O1", 1, "Clerk", "Courier", [165, 190, 250, 240], { on_path_seconds: 5100, own_excess_seconds: 600, charged_seconds: 120 }),
  ],
  path: ([[0, 0, 10], [1, 10, 20], [2, 20, 80], [1, 80, 160], [0, 160, 165], [3, 165, 250]] as const).map(([index, from, to]) => ({ handoff: index, from: at(from), to: at(to), waiting: false })),
  repairs: ["Courier", "Designer", "Shopkeeper"].map((provider) => ({ provider, ends_at: at(240), keeps: true })),
};
