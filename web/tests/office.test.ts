// The pure parts of the settings: hours, plans, rules, the record, and what customers are told.
import { describe, expect, test } from "vitest";
import type { Happened, PlanStep, Rule } from "../src/api/office";
import { all as en } from "../src/i18n/all";
import { complete, inWords, narrow, narrowed, sent } from "../src/lib/fields";
import { circle, inOrder, longest, missing, spots, wires, without } from "../src/lib/blueprint";
import { forCustomers } from "../src/lib/for-customers";
import { formatIn } from "../src/lib/format";
import { freshId } from "../src/lib/fresh-id";
import { barsOf, days, faultOf, instantIn, localIn, pastMidnight, readSpan, reasonOf, weekSeconds, writeSpan } from "../src/lib/hours";
import { told } from "../src/lib/record";
import { inForce, ruleSentence } from "../src/lib/rules";
import { inside, prune, treeOf } from "../src/lib/teams";
import { headline, type Tracking } from "../src/lib/tracking";
import { when } from "../src/lib/when";
import { workingTime } from "../src/lib/working-time";
import { begin, changed, EMPTY, onward, written, type Draft } from "../src/routes/services/draft";
import { readAgent } from "../src/lib/agent";

const t = (key: string, values: Record<string, string | number> = {}) => {
  const texts = en as Record<string, string>;
  return (texts[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
};
const format = formatIn("en-GB", "UTC");
const step = (id: string, after: string[] = [], seconds = 3600): PlanStep => ({ id, name: id, provider: "team", seconds, after, checklist: [] });

describe("hours", () => {
  test("are read and written as people write them", () => {
    expect(readSpan("09:00-12:30")).toEqual({ begin: "09:00", end: "12:30" });
    expect(readSpan("9:00 - 24:00")).toEqual({ begin: "9:00", end: "24:00" });
    for (const wrong of ["", "9-17", "09:00-", "09:60-10:00", "25:00-26:00"]) expect(readSpan(wrong)).toBeNull();
    expect(writeSpan({ begin: "09:00", end: "12:30" })).toBe("09:00-12:30");
  });

  test("that end at or before their beginning end on the next day", () => {
    expect(pastMidnight({ begin: "20:00", end: "04:00" })).toBe(true);
    expect(pastMidnight({ begin: "09:00", end: "09:00" })).toBe(true);
    expect(pastMidnight({ begin: "09:00", end: "24:00" })).toBe(false);
  });

  test("past midnight are drawn on both days, on Sunday on Monday too, and overlaps once", () => {
    const nights = Array.from({ length: 7 }, () => ["20:00-04:00"]);
    expect(barsOf(nights, 0)).toEqual([[0, 240], [1200, 1440]]);
    expect(weekSeconds(nights)).toBe(7 * 8 * 3600);
    expect(barsOf([["08:00-12:00", "11:00-13:00"], [], [], [], [], [], []], 0)).toEqual([[480, 780]]);
  });

  test("cannot be used while they are incomplete or nobody ever works", () => {
    const hours = { zone: "UTC", week: [["09:00-17:00"], [], [], [], [], [], []] };
    expect(faultOf(hours)).toBeNull();
    expect(faultOf({ ...hours, week: hours.week.map(() => []) })).toBe("empty");
    expect(faultOf({ ...hours, exceptions: { "2026-12-24": ["-12:00"] } })).toBe("hours");
    expect(faultOf({ ...hours, exceptions: { "24 Dec": [] } })).toBe("date");
  });
});

describe("clocks of another zone", () => {
  test.each([
    ["Europe/Vienna", "2026-12-23T16:00", "2026-12-23T15:00:00.000Z"],
    ["America/New_York", "2026-07-01T09:30", "2026-07-01T13:30:00.000Z"],
    ["Asia/Kathmandu", "2026-07-01T00:15", "2026-06-30T18:30:00.000Z"],
    // The hour that comes twice: the earlier one.
    ["Europe/Vienna", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
  ])("in %s show %s at %s", (zone, local, instant) => {
    expect(instantIn(zone, local)).toBe(instant);
    expect(localIn(zone, instant)).toBe(local);
  });

  test("do not show what is no time", () => {
    expect(instantIn("UTC", "soon")).toBeNull();
  });

  test("cut a trace at their midnights, also where they change", () => {
    const traced = days([
      { from: "2026-10-24T12:00:00Z", to: "2026-10-24T16:00:00Z", counted: true, reason: "working" },
      { from: "2026-10-24T16:00:00Z", to: "2026-10-26T07:00:00Z", counted: false, reason: "day_off" },
    ], "Europe/Vienna");
    expect(traced.map((day) => day.date)).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
    expect(traced.map((day) => day.counted)).toEqual([4 * 3600, 0, 0]);
    // The night with 25 hours.
    expect(traced[1]?.pieces).toEqual([{ from: 0, to: 1440, counted: false, reason: "day_off", seconds: 25 * 3600 }]);
    expect(traced[2]?.pieces[0]).toMatchObject({ from: 0, to: 480 });
    expect(traced[1] && reasonOf(traced[1])).toBe("day_off");
  });
});

describe("a plan", () => {
  const plan = [step("deliver", ["arrange", "card"], 5400), step("get"), step("arrange", ["get"]), step("card", [], 600)];

  test("refuses what would close a circle, and says which way it goes", () => {
    expect(circle(plan, "get", "deliver")?.map((one) => one.id)).toEqual(["get", "arrange", "deliver"]);
    expect(circle(plan, "get", "get")?.map((one) => one.id)).toEqual(["get"]);
    expect(circle(plan, "deliver", "get")).toBeNull();
    expect(circle(plan, "card", "get")).toBeNull();
  });

  test("is ordered so that each step comes after those it waits for", () => {
    expect(inOrder(plan).map((one) => one.id)).toEqual(["get", "arrange", "card", "deliver"]);
    // A circle that came from elsewhere ends all the same.
    expect(inOrder([step("a", ["b"]), step("b", ["a"])])).toHaveLength(2);
  });

  test("takes as long as its longest way", () => {
    expect(longest(plan).seconds).toBe(3600 + 3600 + 5400);
    expect(longest(plan).path.map((one) => one.id)).toEqual(["get", "arrange", "deliver"]);
    expect(longest([])).toEqual({ seconds: 0, path: [] });
  });

  test("ends with the customer, who waits for what nobody else waits for", () => {
    expect(wires(plan).map((wire) => wire.id).sort()).toEqual(["arrange>deliver", "card>deliver", "deliver>customer", "get>arrange"]);
    const { spots: placed } = spots(plan);
    const x = (id: string) => placed.find((spot) => spot.id === id)?.x ?? 0;
    expect(x("get") < x("arrange") && x("arrange") < x("deliver") && x("deliver") < x("customer")).toBe(true);
  });

  test("that loses a step lets the others wait for what that one waited for", () => {
    expect(without(plan, "arrange").find((one) => one.id === "deliver")?.after).toEqual(["card", "get"]);
  });

  test("lacks names and hands before it can be saved", () => {
    expect(missing(plan, [])).toBeNull();
    expect(missing([{ ...step("a"), name: " " }], [])).toBe("steps.name");
    expect(missing([{ ...step("a"), provider: "" }], [])).toBe("steps.provider");
    expect(missing(plan, [{ label: "" }])).toBe("fields.label");
  });
});

describe("a draft", () => {
  const draft: Draft = { ...EMPTY, name: " Bouquet ", provider: "clerks", steps: [step("a"), step("b", ["a"])] };

  test("changes nothing where a connection would close a circle", () => {
    expect(changed(draft, { kind: "connect", from: "b", to: "a" })).toBe(draft);
    expect(changed(draft, { kind: "connect", from: "a", to: "a" })).toBe(draft);
    expect(changed(draft, { kind: "disconnect", from: "a", to: "b" }).steps[1]?.after).toEqual([]);
  });

  test("puts a new step behind the one it waits for", () => {
    expect(changed(draft, { kind: "add", id: "c", after: "a", provider: "clerks" }).steps.map((one) => one.id)).toEqual(["a", "c", "b"]);
  });

  test("goes back word by word, not letter by letter", () => {
    let history = begin(draft);
    for (const name of ["G", "Ge", "Get"]) history = onward(history, { kind: "step", id: "a", step: { name } });
    history = onward(history, { kind: "step", id: "a", step: { seconds: 60 } });
    history = onward(history, { kind: "undo" });
    expect(history.now.steps[0]).toMatchObject({ name: "Get", seconds: 3600 });
    history = onward(history, { kind: "undo" });
    expect(history.now).toEqual(draft);
    expect(onward(history, { kind: "redo" }).now.steps[0]?.name).toBe("Get");
  });

  test("is sent without blanks and empty lines", () => {
    const sent = written({ ...draft, steps: [{ ...step("a"), checklist: [" ribbon ", ""] }], fields: [{ label: " Card? ", required: true }] });
    expect(sent).toMatchObject({ name: "Bouquet", plan: { steps: [{ checklist: ["ribbon"] }], fields: [{ label: "Card?" }] } });
  });
});

describe("rules", () => {
  const names = { service: () => "Bouquet", customer: () => "Hotel Sonne", calendar: () => "Shop" };
  const told = { t: t as never, format };

  test.each<[Rule, string]>([
    [{ service: "s", priority: 1, first_response: 3600, resolution: 36_000, calendar: "c" }, "Bouquet, priority 1: answered within 1 h, done within 10 h in the hours of “Shop”."],
    [{ customer: "x", resolution: 86_400 }, "Everything, for Hotel Sonne: done within 1 day around the clock."],
    [{ resolution: 90_000, calendar: "c" }, "Everything: done within 25 h in the hours of “Shop”."],
    [{}, "Everything: nothing is promised."],
  ])("%o are said in a sentence", (rule, sentence) => {
    expect(ruleSentence(rule, names, told).replaceAll("\u00a0", " ")).toBe(sentence);
  });

  test("stand in the order in which they count, equals as they were written", () => {
    const [all, urgent, service, customer, second]: Rule[] = [{ resolution: 1 }, { priority: 1 }, { service: "s" }, { customer: "c" }, { resolution: 2 }] as const;
    expect(inForce([all, urgent, service, customer, second] as Rule[])).toEqual([customer, service, urgent, all, second]);
  });
});

test("working time stays in hours: a day of work is no day of the clock", () => {
  expect([0, 600, 3600, 5400, 144_000].map((seconds) => workingTime(seconds, format).replaceAll("\u00a0", " "))).toEqual(["0 min", "10 min", "1 h", "1 h 30 min", "40 h"]);
});

describe("the record", () => {
  const event = (kind: string, data: unknown = null, chain: string | null = null) => ({ seq: 1, at: "2026-01-01T00:00:00Z", by: null, kind, data, chain, subject: "s" }) as unknown as Happened;

  test.each<[string, unknown, string | null, string]>([
    ["asked", {}, "c", "record.asked"],
    ["did", "accepted", "c", "record.did.accepted"],
    ["did", { transferred: "p" }, "c", "record.did.transferred"],
    ["did", { paused: "customer" }, "c", "record.did.paused_customer"],
    ["promised", { promise: "resolution", term: {} }, "c", "record.promised.resolution"],
    ["awaited", false, "c", "record.awaited.false"],
    ["member_joined", { person: "p", leads: true }, null, "record.member_joined.leads"],
    ["policy_changed", { version: 3 }, null, "record.policy_changed"],
    ["something_new", null, null, "record.unknown"],
  ])("tells %s %o", (kind, data, chain, text) => {
    expect(told(event(kind, data, chain)).text).toBe(text);
  });

  test("names whom else it concerns, and the figures", () => {
    expect(told(event("did", { transferred: "p" }, "c"))).toMatchObject({ about: "request", other: "p" });
    expect(told(event("prioritized", 2, "c")).values).toMatchObject({ priority: 2 });
    expect(told(event("role_changed", { role: "lead" })).values).toMatchObject({ role: "lead" });
  });
});

describe("a customer is told", () => {
  const page: Tracking = {
    number: 1, subject: "Roses", service: "Bouquet", asked_at: "2026-01-01T08:00:00Z", state: "waiting", waits_for_you: false, due_at: "2026-01-01T13:00:00Z", standing: "open",
    expected_at: "2026-01-01T12:00:00Z", done_at: null, steps: [], fields: [], feedback: null, messages: [], now: "2026-01-01T09:00:00Z",
  };
  const steps = (...states: Tracking["state"][]) => states.map((state, i) => ({ name: `step ${i}`, state, done_at: null }));

  test.each<[string, Partial<Tracking>, string, string | null]>([
    ["that we have it", {}, "track.received.by", "2026-01-01T13:00:00Z"],
    ["that we have it, though the first step waits", { steps: steps("waiting", "planned") }, "track.received.by", "2026-01-01T13:00:00Z"],
    ["which step we are at", { state: "working", steps: steps("done", "working", "planned") }, "track.step.by", "2026-01-01T13:00:00Z"],
    ["which step is next", { steps: steps("done", "waiting") }, "track.next.by", "2026-01-01T13:00:00Z"],
    ["what is expected where nothing was promised", { due_at: null, standing: null, state: "working" }, "track.working.by", "2026-01-01T12:00:00Z"],
    ["no time where none is known", { due_at: null, expected_at: null, standing: null }, "track.received", null],
    ["that we wait for them, before all else", { waits_for_you: true, state: "working", steps: steps("working") }, "track.waits", null],
    ["that we are late, and when it should come", { standing: "broken", steps: steps("working") }, "track.late.by", "2026-01-01T12:00:00Z"],
    ["that it is done", { state: "done", done_at: "2026-01-01T11:00:00Z", standing: "kept" }, "track.done", "2026-01-01T11:00:00Z"],
    ["that it was withdrawn", { state: "withdrawn" }, "track.withdrawn", null],
  ])("%s", (_, change, text, at) => {
    expect(headline({ ...page, ...change })).toMatchObject({ text, at });
  });

  test("instants as one says them", () => {
    const now = "2026-01-01T09:00:00Z";
    expect(when("2026-01-01T13:00:00Z", now, "en-GB", "UTC")).toBe("13:00");
    expect(when("2026-01-02T13:00:00Z", now, "en-GB", "UTC")).toBe("tomorrow, 13:00");
    expect(when("2026-01-06T13:00:00Z", now, "de", "UTC")).toBe("Dienstag, 6. Januar, 13:00");
    expect(when("2026-01-01T23:30:00Z", now, "fr", "Europe/Paris")).toBe("demain, 00:30");
  });

  test("only under the customers' own addresses", () => {
    expect(["/ask", "/ask/", "/track/abc"].every(forCustomers)).toBe(true);
    expect(["/", "/asking", "/track", "/requests", "/audit"].some(forCustomers)).toBe(false);
  });
});

describe("custom fields", () => {
  const fields = [{ id: "a", label: "Card", required: true }, { id: "b", label: "Herbs", kind: "choices" as const }, { id: "c", label: "Width", kind: "number" as const }];
  test("are sent as far as they are filled in", () => {
    expect(sent(fields, { a: [" For you "], b: ["sage", "mint"], c: [""], other: ["x"] })).toEqual([{ field: "a", values: ["For you"] }, { field: "b", values: ["sage", "mint"] }]);
    expect([complete(fields, {}), complete(fields, { a: [" "] }), complete(fields, { a: ["x"] })]).toEqual([false, false, true]);
  });
  test("are read in one's own language, and a day is the same day everywhere", () => {
    const t = (key: string) => key;
    expect(inWords("date", ["2026-05-01"], "en-GB", t)).toEqual(["1 May 2026"]);
    expect(inWords("number", ["1234.5"], "de", t)).toEqual(["1.234,5"]);
    expect(inWords("yes_no", ["no"], "en", t)).toEqual(["fields.no"]);
    expect(inWords("choices", ["sage", "mint"], "en", t)).toEqual(["sage", "mint"]);
  });
  test("narrow a list one by one", () => {
    const filters = narrow(narrow(undefined, "a", ">=", "1"), "a", "<=", "9");
    expect(filters).toEqual(["a>=1", "a<=9"]);
    expect([narrowed(filters, "a", ">="), narrowed(filters, "a", "="), narrowed(filters, "b", "=")]).toEqual(["1", "", ""]);
    expect(narrow(narrow(filters, "a", ">=", ""), "a", "<=", "")).toBeUndefined();
  });
});

test("teams stand under their departments, and cannot be put inside themselves", () => {
  const team = (id: string, parent: string | null = null) => ({ id, name: id, parent: parent ? { id: parent, name: parent } : null }) as never;
  const tree = treeOf([team("b", "a"), team("a"), team("c", "b"), team("d", "gone")]);
  expect(tree.map((branch) => branch.team.id)).toEqual(["a", "d"]);
  expect(prune(tree, (one) => one.name === "c")[0]?.below[0]?.below[0]?.team.id).toBe("c");
  expect([...inside(tree, "b")].sort()).toEqual(["b", "c"]);
});

test("a browser is named as people know it", () => {
  expect(readAgent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toEqual({ browser: "Firefox", system: "Linux" });
  expect(readAgent("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")).toEqual({ browser: "Edge", system: "Windows" });
  expect(readAgent("something")).toEqual({ browser: null, system: null });
});

test("an id is a random UUID", () => {
  expect(freshId((bytes) => bytes.fill(255))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(freshId()).not.toBe(freshId());
});
