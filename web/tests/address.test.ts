import { expect, test } from "vitest";
import { among, many, one, readFilters, readSearch, writeSearch } from "../src/lib/address";

test("the address holds plain pairs, repeated for lists, and reads back the same", () => {
  const text = writeSearch({ from: "2026-01-01", where: ["region=North", "product=a&b=c"], internal: true, q: "", sort: undefined, repair: [] });
  expect(text).toBe("?from=2026-01-01&where=region%3DNorth&where=product%3Da%26b%3Dc&internal=true");
  expect(readFilters(readSearch(text))).toEqual({ from: "2026-01-01", to: undefined, where: ["region=North", "product=a&b=c"], internal: true });
});

test("nothing set leaves no question mark", () => {
  expect(writeSearch({ a: undefined, b: false, c: "" })).toBe("");
});

test("what is not known is not taken over", () => {
  expect(among({ outcome: "bro" }, "outcome", ["kept", "broken"])).toBeUndefined();
  expect(readFilters({ where: ["no equals sign"], internal: "yes" })).toEqual({ from: undefined, to: undefined, where: [], internal: undefined });
});

test("one value of a list is its first, a list of one value is a list", () => {
  expect(one({ a: ["x", "y"] }, "a")).toBe("x");
  expect(many({ a: "x" }, "a")).toEqual(["x"]);
  expect(many({}, "a")).toBeUndefined();
});
