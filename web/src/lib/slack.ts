// How much time there is, in words: what a row of work says about its hurry. Pure: the clock is an argument.
import type { Request } from "../api/desk";
import type { Translate } from "../i18n";
import type { State } from "../parts/StateMark";
import type { Format } from "./format";
import { seconds } from "./time-axis";

type Told = { t: Translate; format: Format };
type Timed = Pick<Request, "status" | "rests" | "due_at" | "latest_start_at" | "standing">;

/** A sentence, the state it stands for, and the instant it speaks of. */
export type Slack = { text: string; /** `calm` while it is open and in time. */ state: State | "calm"; at: string | null };

/** The time that is left for a request at `now` (seconds since 1970). */
export function slackOf(request: Timed, now: number, { t, format }: Told): Slack {
  const { status, rests, due_at: due, latest_start_at: latest, standing } = request;
  const said = (text: string, state: Slack["state"], at: string | null = due): Slack => ({ text, state, at });
  const broken = standing === "broken";
  if (status === "withdrawn") return said(t("slack.withdrawn"), "calm");
  if (status === "done" || status === "received") {
    return said(t(standing === "kept" ? "slack.kept" : broken ? "slack.broken" : "slack.over"), standing === "kept" ? "kept" : broken ? "broken" : "calm");
  }
  if (rests === "customer" || rests === "agreed") return said(t(`slack.rests.${rests}`), "calm");
  if (due === null) return said(t("slack.no_due"), "calm");
  const left = seconds(due) - now;
  if (broken || left < 0) return said(t("slack.late", { by: format.duration(rounded(-left)) }), "broken");
  if (status === "returned") return said(t("slack.returned", { left: format.duration(rounded(left)) }), "risk");
  if (status === "accepted") return said(t("slack.finish", { left: format.duration(rounded(left)) }), left < 1800 ? "risk" : "calm");
  if (latest === null) return said(t("slack.due", { left: format.duration(rounded(left)) }), "calm");
  const start = seconds(latest) - now;
  // What is made of steps takes no time of its own: there is nothing to start, only something to be done.
  if (start >= left && status !== "planned") return said(t("slack.finish", { left: format.duration(rounded(left)) }), left < 1800 ? "risk" : "calm");
  if (start < 0) return said(t("slack.should", { ago: format.duration(rounded(-start)) }), "risk", latest);
  if (status === "planned") return said(t("slack.planned", { left: format.duration(rounded(start)) }), "calm", latest);
  return said(t("slack.start", { left: format.duration(rounded(start)) }), start < 1800 ? "risk" : "calm", latest);
}

/** Nobody plans in seconds: whole minutes, and at least one. */
function rounded(span: number): number {
  return Math.max(60, Math.round(span / 60) * 60);
}

/** An instant as short as it can be said today: the time alone on the same day. */
export function soon(instant: string, now: number, format: Format): string {
  return format.date(instant) === format.date(new Date(now * 1000).toISOString()) ? format.time(instant) : format.instant(instant);
}
