// A service while it is written: what is on the screen, with the way back. Nothing of it is sent before it
// is saved.
import type { Field, PlanStep, Service } from "../../api/office";
import { circle, without } from "../../lib/blueprint";

export type Draft = { name: string; description: string; provider: string; for_customers: boolean; closed: boolean; steps: PlanStep[]; fields: Field[] };

export const EMPTY: Draft = { name: "", description: "", provider: "", for_customers: false, closed: false, steps: [], fields: [] };

export function draftOf(service: Service): Draft {
  const { name, description, provider, for_customers, closed, plan } = service;
  return { name, description, provider: provider.id, for_customers, closed, steps: plan.steps ?? [], fields: plan.fields ?? [] };
}

/** What is sent: words without blanks around them, lists without empty lines. */
export function written(draft: Draft) {
  const { steps, fields, ...rest } = draft;
  return {
    ...rest,
    name: rest.name.trim(),
    plan: {
      steps: steps.map((step) => ({ ...step, name: step.name.trim(), checklist: (step.checklist ?? []).map((line) => line.trim()).filter(Boolean) })),
      fields: fields.map((field) => ({ ...field, label: field.label.trim() })),
    },
  };
}

export type Change =
  | { kind: "words"; words: Partial<Omit<Draft, "steps" | "fields">> }
  | { kind: "add"; id: string; after: string | null; provider: string }
  | { kind: "step"; id: string; step: Partial<PlanStep> }
  | { kind: "remove"; id: string }
  | { kind: "connect"; from: string; to: string }
  | { kind: "disconnect"; from: string; to: string }
  | { kind: "move"; id: string; by: 1 | -1 }
  | { kind: "fields"; fields: Field[] }
  | { kind: "plan"; steps: PlanStep[]; fields: Field[] };

/** The draft after a change. A connection that would close a circle changes nothing. */
export function changed(draft: Draft, change: Change): Draft {
  const step = (id: string, to: (step: PlanStep) => PlanStep): Draft => ({ ...draft, steps: draft.steps.map((one) => (one.id === id ? to(one) : one)) });
  switch (change.kind) {
    case "words":
      return { ...draft, ...change.words };
    case "add": {
      const fresh: PlanStep = { id: change.id, name: "", provider: change.provider, seconds: 3600, after: change.after ? [change.after] : [], checklist: [] };
      const at = draft.steps.findIndex((one) => one.id === change.after);
      return { ...draft, steps: at < 0 ? [...draft.steps, fresh] : draft.steps.toSpliced(at + 1, 0, fresh) };
    }
    case "step":
      return step(change.id, (one) => ({ ...one, ...change.step }));
    case "remove":
      return { ...draft, steps: without(draft.steps, change.id) };
    case "connect":
      if (change.from === change.to || circle(draft.steps, change.to, change.from)) return draft;
      return step(change.to, (one) => ({ ...one, after: [...new Set([...(one.after ?? []), change.from])] }));
    case "disconnect":
      if (!draft.steps.some((one) => one.id === change.to && one.after?.includes(change.from))) return draft;
      return step(change.to, (one) => ({ ...one, after: (one.after ?? []).filter((id) => id !== change.from) }));
    case "move": {
      const at = draft.steps.findIndex((one) => one.id === change.id);
      const moved = draft.steps[at];
      const to = at + change.by;
      if (!moved || to < 0 || to >= draft.steps.length) return draft;
      return { ...draft, steps: draft.steps.toSpliced(at, 1).toSpliced(to, 0, moved) };
    }
    case "fields":
      return { ...draft, fields: change.fields };
    case "plan":
      return { ...draft, steps: change.steps, fields: change.fields };
  }
}

export type History = { now: Draft; before: Draft[]; after: Draft[]; /** What was changed last: typing on is one change. */ last: string };
export type Step = Change | { kind: "undo" } | { kind: "redo" } | { kind: "saved"; draft: Draft };

/** How far back one can go. */
const FAR = 100;

export const begin = (now: Draft): History => ({ now, before: [], after: [], last: "" });

/** One step in the history of a draft. */
export function onward(history: History, step: Step): History {
  const { now, before, after } = history;
  if (step.kind === "saved") return begin(step.draft);
  if (step.kind === "undo") {
    const to = before.at(-1);
    return to ? { now: to, before: before.slice(0, -1), after: [now, ...after], last: "" } : history;
  }
  if (step.kind === "redo") {
    const to = after[0];
    return to ? { now: to, before: [...before, now], after: after.slice(1), last: "" } : history;
  }
  const next = changed(now, step);
  if (next === now) return history;
  const what = step.kind === "step" ? `step ${step.id} ${Object.keys(step.step).join()}` : step.kind === "words" ? `words ${Object.keys(step.words).join()}` : step.kind === "fields" ? "fields" : "";
  // Letters typed one after the other into one field are taken back together.
  if (what !== "" && what === history.last && what !== "fields") return { now: next, before, after: [], last: what };
  return { now: next, before: [...before, now].slice(-FAR), after: [], last: what };
}
