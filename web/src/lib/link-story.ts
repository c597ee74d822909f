// One request of an open chain in one sentence, and the promise at its top: for the hover over a bar, for
// who listens, and for the line under a heading.
import type { ChainLink, RequestDetail } from "../api/desk";
import type { Translate } from "../i18n";
import type { State } from "../parts/StateMark";
import type { Format } from "./format";
import type { Forecast } from "./live-chain";
import { slackOf, soon } from "./slack";
import { seconds } from "./time-axis";

type Told = { t: Translate; format: Format };

/** Who asked whom for what, how far it is, and the time that is left. */
export function linkSentence(link: ChainLink, now: number, told: Told): string {
  const { t, format } = told;
  const at = (instant: string | null) => (instant === null ? "" : soon(instant, now, format));
  const words = { customer: link.customer.name, provider: link.provider.name, what: `#${link.number} ${link.subject}`.trim() };
  const parts = [t("link.asked", words)];
  if (link.status === "done" || link.status === "received") parts.push(t("link.done", { at: at(link.done_at) }));
  else if (link.status === "withdrawn") parts.push(t("link.withdrawn"));
  else if (link.status === "planned") parts.push(t("link.planned"));
  else if (link.status === "returned") parts.push(t("link.returned"));
  else if (link.accepted_at !== null) parts.push(t("link.taken", { at: at(link.accepted_at) }));
  else parts.push(t("link.waits", { at: at(link.opened_at) }));
  if (link.done_at === null && link.expected_at !== null && link.status !== "withdrawn") parts.push(t("link.expected", { at: at(link.expected_at) }));
  if (link.due_at !== null) parts.push(t("link.due", { at: at(link.due_at) }));
  if (link.done_at === null && link.status !== "withdrawn" && link.due_at !== null) parts.push(`${slackOf(link, now, told).text}.`);
  if (link.critical) parts.push(t("link.critical"));
  if (!link.awaited && link.parent !== null) parts.push(t("story.not_awaited"));
  return parts.join(" ");
}

/** What was promised to the customer, and what becomes of it as things stand. */
export function promiseOf(detail: RequestDetail, now: number, { t, format }: Told): string {
  const top = detail.chain.find((link) => link.parent === null) ?? detail;
  const at = (instant: string) => soon(instant, now, format);
  if (top.due_at === null) return t("promise.none");
  const words = { customer: top.customer.name, due: at(top.due_at) };
  if (top.status === "withdrawn") return t("promise.withdrawn");
  if (top.done_at !== null) {
    const left = seconds(top.due_at) - seconds(top.done_at);
    return t(left >= 0 ? "promise.kept" : "promise.broken", { ...words, done: at(top.done_at), by: format.duration(Math.abs(left)) });
  }
  if (top.rests === "customer" || top.rests === "agreed") return t("promise.rests", words);
  if (top.standing === "broken") return t("promise.late", { ...words, by: format.duration(now - seconds(top.due_at)) });
  if (top.expected_at === null) return t("promise.open", words);
  const spare = seconds(top.due_at) - seconds(top.expected_at);
  return t(spare >= 0 ? "promise.spare" : "promise.short", { ...words, expected: at(top.expected_at), by: format.duration(Math.abs(spare)) });
}

/** What state the outer promise is in, as things stand: at risk where the plan ends too late. */
export function promiseState(detail: RequestDetail): State {
  const top = detail.chain.find((link) => link.parent === null) ?? detail;
  if (top.standing === "broken") return "broken";
  if (top.standing === "kept") return "kept";
  if (top.due_at === null || top.status === "withdrawn") return "none";
  return top.expected_at !== null && seconds(top.expected_at) > seconds(top.due_at) ? "risk" : "none";
}

/** How sure the promise is, in words; empty where nothing is forecast. */
export function forecastWords(forecast: Forecast | null, { t, format }: Told): string {
  if (!forecast) return "";
  if (forecast.state === "not_yet_known") return t("forecast.unknown");
  return forecast.kept === null ? t("forecast.by", { at: format.instant(forecast.expected_at) }) : t("forecast.kept", { share: format.share(forecast.kept) });
}
