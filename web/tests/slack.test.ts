import { expect, test } from "vitest";
import type { Request } from "../src/api/desk";
import type { Translate } from "../src/i18n";
import { all as en } from "../src/i18n/all";
import { formatIn } from "../src/lib/format";
import { slackOf } from "../src/lib/slack";
import { instant, seconds } from "../src/lib/time-axis";

const t: Translate = (key, values = {}) => (en as Record<string, string>)[key]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name])) ?? key;
const told = { t, format: formatIn("en", "UTC") };
const NOW = seconds("2026-03-02T09:00:00Z");
const at = (minutes: number) => instant(NOW + minutes * 60);
const said = (rest: Partial<Request>) => {
  const { text, state } = slackOf({ status: "offered", rests: null, due_at: at(120), latest_start_at: at(40), standing: "open", ...rest }, NOW, told);
  return [text.replaceAll("\u00a0", " "), state];
};

test.each<[string, Partial<Request>, string, string]>([
  ["what is asked for says by when to begin", {}, "start within 40 min", "calm"],
  ["in the last half hour it is at risk", { latest_start_at: at(12) }, "start within 12 min", "risk"],
  ["what should have begun says since when", { latest_start_at: at(-120) }, "should have started 2 h ago", "risk"],
  ["who began has until the due instant", { status: "accepted" }, "finish within 2 h", "calm"],
  ["what is made of steps has nothing to start", { latest_start_at: at(120) }, "finish within 2 h", "calm"],
  ["what is made of steps is at risk in its last half hour too", { due_at: at(20), latest_start_at: at(20) }, "finish within 20 min", "risk"],
  ["what is planned says when it has its turn", { status: "planned" }, "has its turn within 40 min", "calm"],
  ["what is late says by how much", { due_at: at(-75), standing: "broken" }, "1 h 15 min too late", "broken"],
  ["what is not judged yet but overdue is late all the same", { due_at: at(-1) }, "1 min too late", "broken"],
  ["what was given back needs an answer", { status: "returned" }, "given back; due in 2 h", "risk"],
  ["what waits for the customer is in no hurry, even past its due instant", { rests: "customer", due_at: at(-5) }, "waits for the customer", "calm"],
  ["what waits for a colleague still is", { rests: "colleague" }, "start within 40 min", "calm"],
  ["what has no due instant says so", { due_at: null, latest_start_at: null, standing: null }, "no due instant", "calm"],
  ["what is done is kept or broken", { status: "done", standing: "kept" }, "kept", "kept"],
  ["and broken", { status: "received", standing: "broken" }, "broken", "broken"],
  ["what nobody needs is over", { status: "withdrawn" }, "no longer needed", "calm"],
])("%s", (_, request, text, state) => {
  expect(said(request)).toEqual([text, state]);
});
