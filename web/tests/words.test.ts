// @vitest-environment node
import { describe, expect, test } from "vitest";
import { does, filled, unfilled } from "../src/lib/macros";
import { fitting, mentioned, typedAt } from "../src/lib/suggest";
import { inFull } from "../src/lib/when";

describe("ready texts", () => {
  test("are filled in once, with whatever stands in names", () => {
    expect(filled("Dear {{customer}}, #{{ number }}: {{me}} {{me}}", { customer: "{{me}} $& $1", number: "7", me: "Ada" })).toBe("Dear {{me}} $& $1, #7: Ada Ada");
  });
  test("keep what nobody knows in its braces, and say so", () => {
    const words = filled("By {{due}}, {{due}}, {{other}} {x}", {});
    expect(words).toBe("By {{due}}, {{due}}, {{other}} {x}");
    expect(unfilled(words)).toEqual(["{{due}}"]);
    expect(unfilled("Plain {{ braces")).toEqual([]);
  });
  test("may do nothing but speak", () => {
    expect(does({ priority: null, tags: [], rests: null })).toBe(false);
    expect(does({ priority: null, tags: ["late"], rests: null })).toBe(true);
  });
});

describe("what is typed", () => {
  test("is a name behind a sign that begins a word", () => {
    expect(typedAt("Ask @Ada Cl", 11)).toEqual({ sign: "@", word: "Ada Cl", from: 4 });
    expect(typedAt("/", 1)).toEqual({ sign: "/", word: "", from: 0 });
    expect(typedAt("one\n/la", 7)).toEqual({ sign: "/", word: "la", from: 4 });
  });
  test.each(["ada@example.org", "and/or", "https://x", "@ Ada", "@a b c d", "@\nAda", "1 / 2", ""])("is none in %j", (words) => {
    expect(typedAt(words, words.length)).toBeNull();
  });
});

const people = [{ id: "1", name: "Ada" }, { id: "2", name: "Ada Clerk" }, { id: "3", name: "Bo Ada" }, { id: "4", name: "Bo Ada" }, { id: "5", name: "" }];

test("who begins with a word is offered before who holds it", () => {
  expect(fitting(people, "ad").map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
  expect(fitting(people, "zz")).toEqual([]);
});

test("the longest name counts, a part of a word is none, and of two of one name the one that was chosen", () => {
  const who = (words: string, ...chosen: string[]) => mentioned(words, people, new Set(chosen)).map(({ id }) => id);
  expect(who("@Ada Clerk, and @Ada.")).toEqual(["2", "1"]);
  expect(who("@Adam and mail@Ada")).toEqual([]);
  expect(who("@Bo Ada")).toEqual([]);
  expect(who("@Bo Ada", "4")).toEqual(["4"]);
});

test("what is promised in a text is told with its day", () => {
  expect(inFull("2026-11-24T12:00:00Z", "de", "UTC")).toBe("Dienstag, 24. November um 12:00");
});
