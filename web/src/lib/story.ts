// What happened in a chain, told in sentences: the promise, who was late by itself, what nobody could
// have kept, and whose repair would have kept it. Pure, so that page, picture and test say the same.
import type { ChainDetail, Handoff } from "../api/types";
import type { Translate } from "../i18n";
import type { Format } from "./format";
import { seconds } from "./time-axis";

type Told = { t: Translate; format: Format };

/** An instant as short as the chain allows: the time alone where all of it is on one day. */
export function shortInstant(chain: Pick<ChainDetail, "opened" | "closed">, format: Format): (instant: string) => string {
  return format.date(chain.opened) === format.date(chain.closed) ? format.time : format.instant;
}

/** The promise to the customer: due, done, and the difference. */
export function promiseSentence(chain: ChainDetail, { t, format }: Told): string {
  const at = shortInstant(chain, format);
  if (chain.due === null) return t("story.no_due", { lead: format.duration(chain.lead_seconds) });
  // A due day far from the others needs its date even where the rest is on one day.
  const due = format.date(chain.due) === format.date(chain.closed) ? at(chain.due) : format.instant(chain.due);
  if (chain.outcome === "broken") return t("story.broken", { due, done: at(chain.closed), late: format.duration(chain.overrun_seconds) });
  return t("story.kept", { due, done: at(chain.closed), spare: format.duration(seconds(chain.due) - seconds(chain.closed)) });
}

/** One hand-off: asked, begun, done, against its budget. For the hover over its bar. */
export function handoffSentence(handoff: Handoff, chain: ChainDetail, { t, format }: Told): string {
  const at = shortInstant(chain, format);
  const parts = [
    t(handoff.customer_hold ? "story.hold" : handoff.started ? "story.asked_started" : "story.asked", {
      team: handoff.provider,
      customer: handoff.customer,
      opened: at(handoff.opened),
      started: handoff.started ? at(handoff.started) : "",
      closed: at(handoff.closed),
    }),
    budgetSentence(handoff, { t, format }),
    handoff.on_path_seconds > 0 ? t("story.on_path", { time: format.duration(handoff.on_path_seconds) }) : t("story.off_path"),
  ];
  if (!handoff.awaited && handoff.parent !== null) parts.push(t("story.not_awaited"));
  return parts.filter(Boolean).join(" ");
}

function budgetSentence({ provider, budget, duration_seconds }: Handoff, { t, format }: Told, named = false): string {
  if (budget.kind === "none" || budget.seconds === null) return t("story.took", { took: format.duration(duration_seconds) });
  const key = budget.kind === "due" ? (named ? "story.team_took_due" : "story.took_due") : named ? "story.team_took_typical" : "story.took_typical";
  return t(key, {
    team: provider,
    took: format.duration(duration_seconds),
    budget: format.duration(budget.seconds),
  });
}

export type Step = { kind: "promise" | "charged" | "late" | "gap" | "hold" | "repair"; text: string };

/** Why the verdict is what it is, step by step. */
export function verdictSteps(chain: ChainDetail, told: Told): Step[] {
  const { t, format } = told;
  const steps: Step[] = [{ kind: "promise", text: promiseSentence(chain, told) }];
  const broken = chain.outcome === "broken";
  const charged = chain.hand_offs.filter((h) => h.charged_seconds > 0).sort((a, b) => b.charged_seconds - a.charged_seconds);
  for (const h of charged) {
    steps.push({
      kind: "charged",
      text: `${budgetSentence(h, told, true)} ${t("story.charged", { own: format.duration(h.own_excess_seconds), charged: format.duration(h.charged_seconds) })}`,
    });
  }
  for (const h of chain.hand_offs) {
    if (h.charged_seconds > 0 || h.parent === null || h.due === null || seconds(h.closed) <= seconds(h.due)) continue;
    const why = h.own_excess_seconds === 0 ? "story.late_inherited" : h.on_path_seconds === 0 ? "story.late_aside" : "story.late_free";
    steps.push({ kind: "late", text: t(why, { team: h.provider, late: format.duration(seconds(h.closed) - seconds(h.due)) }) });
  }
  const held = chain.hand_offs.filter((h) => h.customer_hold).reduce((sum, h) => sum + h.on_path_seconds, 0);
  if (held > 0) steps.push({ kind: "hold", text: t("story.customer_held", { time: format.duration(held) }) });
  if (!broken) return steps;
  if (chain.plan_gap_seconds > 0) {
    const all = chain.plan_gap_seconds >= chain.overrun_seconds;
    steps.push({ kind: "gap", text: t(all ? "story.gap_all" : "story.gap", { gap: format.duration(chain.plan_gap_seconds) }) });
  }
  const keeping = chain.repairs.filter((repair) => repair.keeps);
  const at = shortInstant(chain, format);
  if (keeping.length === 0) {
    const together = chain.due !== null && seconds(chain.ends_if_all_repaired) <= seconds(chain.due);
    steps.push({ kind: "repair", text: together ? t("story.repair_together", { at: at(chain.ends_if_all_repaired) }) : t("story.repair_none") });
  } else {
    for (const repair of keeping) steps.push({ kind: "repair", text: t("story.repair", { team: repair.provider, at: at(repair.ends_at) }) });
  }
  return steps;
}
