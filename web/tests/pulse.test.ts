import { describe, expect, it } from "vitest";
import { answerOf, band, blank, inLanguage, rows, saysSomething } from "../src/lib/pulse";

const place = (unit: string, people: number) => ({ unit, name: unit, parent: null, depth: 0, people, answered: null });
const measure = (name: "favourable" | "balance", low: number, high: number) => ({ measure: name, low, high, interval_low: low, interval_high: high });
const figure = (unit: string) => ({ unit, n: 7, early: true, measures: [measure("favourable", 0.5, 0.6)], change: { kind: "first" as const, since: null, then: null } });

describe("the pulse", () => {
  it("sends nothing that only consists of blanks", () => {
    expect(saysSomething({ ...blank(2), comment: " \n" })).toBe(false);
    expect(saysSomething({ ...blank(2), items: [null, 3] })).toBe(true);
    expect(answerOf("ab", { ...blank(2), recommends: 0, comment: " " })).toEqual({ slip: "ab", recommends: 0, items: [null, null], comment: null });
  });

  it("keeps the order of the organisation and says why a unit has no figure", () => {
    const question = { question: "rest", words: null, figures: [figure("b"), figure("all")] };
    const told = rows({ places: [place("all", 20), place("a", 3), place("b", 8), place("c", 9)], crowd: 6 }, question);
    expect(told.map(({ place: { unit }, why }) => [unit, why])).toEqual([["all", null], ["a", "small"], ["b", null], ["c", "withheld"]]);
  });

  it("draws the recommendation around nought", () => {
    expect(band(measure("balance", -100, 0))).toEqual({ low: 0, high: 0.5, from: 0, to: 0.5 });
    expect(band(measure("favourable", 0.5, 0.6)).high).toBe(0.6);
  });

  it("says a statement in the language that has it", () => {
    expect(inLanguage({ en: "A", fr: "", de: "C" }, "fr")).toBe("A");
    expect(inLanguage({ en: "A", fr: "", de: "C" }, "de")).toBe("C");
  });
});
