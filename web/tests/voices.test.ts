// @vitest-environment node
import { expect, test } from "vitest";
import type { Figures } from "../src/api/voices";
import { partOf } from "../src/lib/voices";

test("what was asked by chance and what was asked after a break are counted apart", () => {
  const figures: Extract<Figures, { state: "known" }> = {
    state: "known", asked: 9, answered: 7, raters: 3, eases: [1, 1, 0, 2, 3], reasons: [], lost_minutes: 0,
    groups: [
      { occasion: "drawn", chance_millionths: 198_400, asked: 1, answered: 1, right: 1, well: 1 },
      { occasion: "drawn", chance_millionths: 200_000, asked: 5, answered: 4, right: 4, well: 3 },
      { occasion: "broken", chance_millionths: 1_000_000, asked: 2, answered: 1, right: 0, well: 0 },
      { occasion: "returned", chance_millionths: 1_000_000, asked: 1, answered: 1, right: 0, well: 1 },
    ],
  };
  expect(partOf(figures, ["drawn"])).toEqual({ asked: 6, answered: 5, right: 5, well: 4 });
  expect(partOf(figures, ["broken", "returned"])).toEqual({ asked: 3, answered: 2, right: 0, well: 1 });
  expect(partOf({ ...figures, groups: [] }, ["drawn"])).toEqual({ asked: 0, answered: 0, right: 0, well: 0 });
});
