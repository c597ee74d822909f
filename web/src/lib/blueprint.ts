// The planned chain of a service as a graph: what may wait for what, which way through it is the longest,
// and where its steps stand in the picture. The server says when it can be done; here only sums of
// working time are told, as if everybody worked side by side.
import { graphlib, layout } from "@dagrejs/dagre";
import type { PlanStep } from "../api/office";

export const STEP = { width: 196, height: 84 };
export const END = { width: 132, height: 52 };
/** The name of the last place: the customer, who has it in the end. */
export const CUSTOMER = "customer";

export type Spot = { id: string; x: number; y: number };
export type Wire = { id: string; from: string; to: string };

const before = (step: PlanStep) => step.after ?? [];

/** The steps on the way from `step` to `wanted` if `wanted` waits for `step` already: then `step` cannot wait for it too. */
export function circle(steps: readonly PlanStep[], step: string, wanted: string): PlanStep[] | null {
  const byId = new Map(steps.map((one) => [one.id, one]));
  const path: PlanStep[] = [];
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    const here = byId.get(id);
    if (!here || seen.has(id)) return false;
    seen.add(id);
    if (id === step || before(here).some(reaches)) {
      path.push(here);
      return true;
    }
    return false;
  };
  return reaches(wanted) ? path : null;
}

/** The steps in an order in which each comes after those it waits for; in a circle, what is left comes last as it stands. */
export function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const left = [...steps];
  const done = new Set<string>();
  const ordered: PlanStep[] = [];
  const known = new Set(steps.map((step) => step.id));
  while (left.length > 0) {
    const at = Math.max(0, left.findIndex((step) => before(step).every((id) => done.has(id) || !known.has(id))));
    const [next] = left.splice(at, 1);
    if (!next) break;
    done.add(next.id);
    ordered.push(next);
  }
  return ordered;
}

/** The way through the plan that takes the most working time: its sum and its steps. */
export function longest(steps: readonly PlanStep[]): { seconds: number; path: PlanStep[] } {
  const best = new Map<string, { seconds: number; path: PlanStep[] }>();
  let most: { seconds: number; path: PlanStep[] } = { seconds: 0, path: [] };
  for (const step of inOrder(steps)) {
    let base: { seconds: number; path: PlanStep[] } = { seconds: 0, path: [] };
    for (const id of before(step)) {
      const way = best.get(id);
      if (way && (way.seconds > base.seconds || base.path.length === 0)) base = way;
    }
    const way = { seconds: base.seconds + step.seconds, path: [...base.path, step] };
    best.set(step.id, way);
    if (way.seconds > most.seconds || most.path.length === 0) most = way;
  }
  return most;
}

/** Who waits for whom, and at last the customer for what nobody else waits for. */
export function wires(steps: readonly PlanStep[]): Wire[] {
  const known = new Set(steps.map((step) => step.id));
  const inner = steps.flatMap((step) => before(step).filter((id) => known.has(id)).map((from) => ({ id: `${from}>${step.id}`, from, to: step.id })));
  const used = new Set(inner.map((wire) => wire.from));
  const last = steps.filter((step) => !used.has(step.id)).map((step) => ({ id: `${step.id}>${CUSTOMER}`, from: step.id, to: CUSTOMER }));
  return [...inner, ...last];
}

/** Where everything stands: time runs to the right, or down. */
export function spots(steps: readonly PlanStep[], down = false): { spots: Spot[]; width: number; height: number } {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: down ? "TB" : "LR", nodesep: 22, ranksep: down ? 44 : 64, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const step of steps) graph.setNode(step.id, { ...STEP });
  graph.setNode(CUSTOMER, { ...END });
  for (const wire of wires(steps)) graph.setEdge(wire.from, wire.to);
  layout(graph);
  const found = [...steps.map((step) => ({ id: step.id, size: STEP })), { id: CUSTOMER, size: END }].map(({ id, size }) => {
    const node = graph.node(id);
    return { id, x: (node.x ?? 0) - size.width / 2, y: (node.y ?? 0) - size.height / 2 };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { spots: found, width, height };
}

/** A plan without a step, and without anybody waiting for it: those who did wait for what it waited for. */
export function without(steps: readonly PlanStep[], id: string): PlanStep[] {
  const gone = steps.find((step) => step.id === id);
  return steps.filter((step) => step.id !== id).map((step) =>
    before(step).includes(id) ? { ...step, after: [...new Set([...before(step).filter((other) => other !== id), ...(gone ? before(gone) : [])])] } : step,
  );
}

export type Missing = "steps.name" | "steps.provider" | "fields.label" | "fields.options" | "fields.twice";

/** What a plan still lacks before it can be saved. */
export function missing(steps: readonly PlanStep[], fields: readonly { label: string; kind?: string; options?: readonly string[] }[]): Missing | null {
  if (steps.some((step) => step.name.trim() === "")) return "steps.name";
  if (steps.some((step) => step.provider === "")) return "steps.provider";
  if (fields.some((field) => field.label.trim() === "")) return "fields.label";
  if (fields.some(({ kind, options = [] }) => (kind === "choice" || kind === "choices") && options.length === 0)) return "fields.options";
  if (new Set(fields.map(({ label }) => label.trim())).size < fields.length) return "fields.twice";
  return null;
}
