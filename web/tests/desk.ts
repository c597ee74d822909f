// A request of a chain as the server shows it, with what a test leaves unsaid filled in.
import type { ChainLink } from "../src/api/desk";
import { instant, seconds } from "../src/lib/time-axis";

const NINE = seconds("2026-03-02T09:00:00Z");
export const at = (minute: number) => instant(NINE + minute * 60);
const party = (name: string) => ({ id: name.toLowerCase(), name });

export function link(id: string, rest: Partial<ChainLink> = {}): ChainLink {
  return {
    id, number: 1, subject: id, status: "offered", rests: null, customer: party("Rosa"), provider: party("Clerks"), external: true, service: null, step: null, priority: 3,
    awaited: true, asked_at: at(0), opened_at: at(0), accepted_at: null, done_at: null, due_at: null, latest_start_at: null, standing: null, critical: false,
    root: { id: "root", number: 1, subject: "root", customer: party("Rosa"), external: true, due_at: null, standing: null }, may: [], revision: 1, parent: null, after: [],
    holds: [{ provider: party("Clerks"), offered_at: at(0), accepted_at: null, ended_at: null, end: null }], pauses: [], promises: [], expected_at: null, slack: null, allowed: null, checklist: [],
    ...rest,
  };
}
