import { expect, test } from "vitest";
import type { Happened } from "../src/api/desk";
import type { Translate } from "../src/i18n";
import { all as en } from "../src/i18n/all";
import { formatIn } from "../src/lib/format";
import { historyLines, namesOf } from "../src/lib/history";
import { at, link } from "./desk";

const t: Translate = (key, values = {}) => ((en as Record<string, string>)[key] ?? (en as Record<string, string>)[`${key}_other`] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const chain = [link("root", { subject: "Roses" }), link("design", { parent: "root", subject: "Arrange", provider: { id: "d", name: "Designers" } })];
let seq = 0;
const happened = (kind: string, subject: string, data: unknown, by: string | null = "Ada", minute = seq): Happened =>
  ({ seq: ++seq, act: "act", at: at(minute), kind, subject, name: null, number: null, data: data as Happened["data"], by: by === null ? null : { id: by, name: by }, chain: "root" });
const lines = (history: Happened[]) => historyLines(history, chain, namesOf(chain, [{ id: "c", name: "Couriers" }]), { t, format: formatIn("en", "UTC") });

test.each<[string, string, unknown, string | null, string]>([
  ["asked", "root", { provider: "clerks", step: null }, "Ada", "Ada asked Clerks for “Roses”, for Rosa."],
  ["asked", "design", { provider: "d", step: null }, "Ada", "Ada handed “Arrange” to Designers."],
  ["did", "design", "accepted", "Dora", "Dora accepted “Arrange”."],
  ["did", "design", "offered", null, "It was Designers’s turn: “Arrange”."],
  ["did", "root", "finished", null, "“Roses” was done with its last step."],
  ["did", "design", { transferred: "c" }, "Dora", "Dora passed “Arrange” to Couriers."],
  ["did", "design", { returned: "n" }, "Dora", "Dora gave “Arrange” back: something was missing."],
  ["did", "root", { paused: "customer" }, "Ada", "Ada let “Roses” rest until the customer answers."],
  ["promised", "root", { promise: "resolution", term: { within: 36_000 } }, "Ada", "“Roses” was promised within 10\u00a0h."],
  ["renegotiated", "root", { promise: "resolution", term: { until: "2026-03-03T09:00:00Z" } }, "Ada", "Ada agreed on another term for “Roses”: by Mar 3, 2026, 09:00."],
  ["answered", "root", "m", "Ada", "Ada wrote to the customer."],
  ["prioritized", "root", 1, "Ada", "Ada set the priority of “Roses” to 1."],
  ["awaited", "design", false, "Ada", "The work above no longer waits for “Arrange”."],
])("%s of %s is told", (kind, subject, data, by, text) => {
  expect(lines([happened(kind, subject, data, by)])[0]?.text).toBe(text);
});

test("the steps of a plan are told as one, the last event comes first, and what is unknown is passed over", () => {
  const history = [
    happened("asked", "root", { provider: "clerks", step: null }, "Ada", 0),
    happened("asked", "design", { provider: "d", step: "s1" }, "Ada", 1),
    happened("asked", "root", { provider: "d", step: "s2" }, "Ada", 1),
    happened("something_new", "root", {}, "Ada", 2),
    happened("promised", "design", { promise: "resolution", term: { until: at(5) } }, null, 3),
    happened("did", "design", "accepted", "Dora", 4),
  ];
  expect(lines(history).map(({ text, quiet }) => [text, quiet])).toEqual([
    ["Dora accepted “Arrange”.", false],
    ["2 steps were planned: Arrange and Roses.", true],
    ["Ada asked Clerks for “Roses”, for Rosa.", false],
  ]);
});
