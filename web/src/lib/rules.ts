// What is promised to whom, in sentences, the most particular rule first: it is the one that counts.
import type { Rule } from "../api/office";
import type { Translate } from "../i18n";
import type { Format } from "./format";
import { workingTime } from "./working-time";

/** The names of what a rule speaks of by its ids. */
export type Names = { service: (id: string) => string; customer: (id: string) => string; calendar: (id: string) => string };

/** For whom and what: "Bouquet, priority 1, for Hotel Sonne". */
export function ruleScope(rule: Rule, names: Names, t: Translate): string {
  const parts = [
    rule.service ? names.service(rule.service) : t("promises.any_service"),
    ...(rule.priority ? [t("promises.priority", { n: rule.priority })] : []),
    ...(rule.customer ? [t("promises.for", { customer: names.customer(rule.customer) })] : []),
  ];
  return parts.join(", ");
}

/** What is promised: "answered within 1 h, done within 10 h of Shop hours". */
export function rulePromise(rule: Rule, names: Names, { t, format }: { t: Translate; format: Format }): string {
  const time = (seconds: number) => (rule.calendar ? workingTime(seconds, format) : format.duration(seconds));
  const parts = [
    ...(rule.first_response ? [t("promises.answered", { time: time(rule.first_response) })] : []),
    ...(rule.resolution ? [t("promises.done", { time: time(rule.resolution) })] : []),
  ];
  const promise = parts.join(", ") || t("promises.nothing");
  return parts.length === 0 ? promise : rule.calendar ? t("promises.of_hours", { promise, calendar: names.calendar(rule.calendar) }) : t("promises.of_clock", { promise });
}

/** The whole sentence. */
export function ruleSentence(rule: Rule, names: Names, told: { t: Translate; format: Format }): string {
  return told.t("promises.sentence", { scope: ruleScope(rule, names, told.t), promise: rulePromise(rule, names, told) });
}

const rank = (rule: Rule) => (rule.customer ? 4 : 0) + (rule.service ? 2 : 0) + (rule.priority ? 1 : 0);

/** The order in which rules count; of equals the first stays the first. */
export function inForce(rules: readonly Rule[]): Rule[] {
  return rules.toSorted((a, b) => rank(b) - rank(a));
}
