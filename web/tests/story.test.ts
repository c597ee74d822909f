import { beforeAll, expect, test } from "vitest";
import type { Translate } from "../src/i18n";
import { all as en } from "../src/i18n/all";
import { formatIn } from "../src/lib/format";
import { pieces, plain } from "../src/lib/sentence";
import { handoffSentence, promiseSentence, verdictSteps } from "../src/lib/story";
import { at, chain, handoff } from "./chain";

// The texts themselves are the matter here, so they are filled in by hand rather than mocked.
const t: Translate = (key, values = {}) => (en as Record<string, string>)[key]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name])) ?? key;
const told = { t, format: formatIn("en", "UTC") };
const space = (text: string) => text.replace(/\u00a0/g, " ");

beforeAll(() => { process.env.TZ = "UTC"; });

test("a broken promise says due, done and late", () => {
  expect(space(promiseSentence(chain, told))).toBe("Due 13:00, done 13:10: 10 min late.");
});

test("a kept promise says how much was to spare, a chain without one how long it took", () => {
  expect(space(promiseSentence({ ...chain, outcome: "kept", closed: at(230) }, told))).toBe("Due 13:00, done 12:50: kept with 10 min to spare.");
  expect(space(promiseSentence({ ...chain, outcome: "none", due: null }, told))).toBe("No due instant was set. It took 4 h 10 min.");
});

test("a due instant on another day carries its date", () => {
  const late = { ...chain, due: "2026-03-01T23:59:59Z" };
  expect(promiseSentence(late, told)).toContain("Due Mar 1, 2026, 23:59");
});

test("the verdict is told step by step: the promise, who was at fault, whose repair would have kept it", () => {
  const steps = verdictSteps(chain, told);
  expect(steps.map((step) => step.kind)).toEqual(["promise", "charged", "charged", "charged", "repair", "repair", "repair"]);
  expect(space(steps[3]?.text ?? "")).toBe("Courier took 1 h 25 min of a promised 1 h 15 min. 10 min of that was its own lateness; 2 min of the overrun is charged to it.");
});

test("who was late only through others is not charged, and the story says so", () => {
  const late = { ...chain, hand_offs: [...chain.hand_offs, handoff("X", "O1", 1, "Clerk", "Packer", [0, null, 70, 60], { on_path_seconds: 5 })] };
  expect(verdictSteps(late, told).find((step) => step.kind === "late")?.text).toContain("only because of what it waited for");
});

test("a gap in the plan is told apart from a fault", () => {
  const gap = { ...chain, plan_gap_seconds: 600, ends_if_all_repaired: chain.closed, hand_offs: chain.hand_offs.slice(0, 1), repairs: [] };
  expect(verdictSteps(gap, told).map((step) => step.kind)).toEqual(["promise", "gap", "repair"]);
  expect(verdictSteps(gap, told)[2]?.text).toBe(en["story.repair_none"]);
});

test("where only several repairs at once keep the promise, the story says when it would have been done", () => {
  const steps = verdictSteps({ ...chain, repairs: [] }, told);
  expect(steps.at(-1)?.text).toBe("No single team’s repair would have kept this promise; repairing several at once would: done 12:40.");
});

test("a bar tells its story in one go", () => {
  const courier = chain.hand_offs[3];
  if (!courier) throw new Error("the courier is not there");
  expect(space(handoffSentence(courier, chain, told))).toBe(
    "Clerk asked Courier at 11:45; begun 12:10, done 13:10. It took 1 h 25 min of a promised 1 h 15 min. It held the promise for 1 h 25 min.",
  );
});

test("a sentence is cut at its figures and reads the same when they are put back", () => {
  expect(pieces("If [[a]] of [[b]].")).toEqual([{ text: "If " }, { slot: "a" }, { text: " of " }, { slot: "b" }, { text: "." }]);
  expect(plain("If [[a]] of [[b]].", { a: "1", b: "2" })).toBe("If 1 of 2.");
  expect(pieces("no figure")).toEqual([{ text: "no figure" }]);
});
