// How scores are written.
import { describe, expect, test } from "vitest";
import { formatIn } from "../src/lib/format";
import { isKnown, isSure, placeOf, pointsOf, valueOf } from "../src/lib/score";

const format = formatIn("en-GB", "UTC");

describe("a score", () => {
  test("is a share on scales with good answers and points on the other", () => {
    expect([valueOf("csat", 0.826, format), valueOf("ces", 0.5, format), valueOf("nps", 30.4, format), valueOf("nps", -7.6, format), valueOf("nps", 0.2, format)]).toEqual(["83%", "50%", "+30", "−8", "0"]);
  });

  test("changes by points on every scale", () => {
    expect([pointsOf("csat", 0.0631, format), pointsOf("csat", -0.02, format), pointsOf("nps", -12, format), pointsOf("ces", 0.001, format)]).toEqual(["+6", "−2", "−12", "0"]);
  });

  test("lies between the ends of its own scale", () => {
    expect([placeOf("csat", 0.25), placeOf("nps", -100), placeOf("nps", 0), placeOf("nps", 100)]).toEqual([0.25, 0, 0.5, 1]);
  });

  test("is known with its interval alone", () => {
    const score = { scale: "csat" as const, n: 4, standing: "nothing" as const, value: null, interval: null, mean: null, counts: [] };
    expect(isKnown(score)).toBe(false);
    expect(isKnown({ ...score, n: 5, standing: "early", value: 0.8, interval: [0.4, 0.9] })).toBe(true);
  });
});

test("a difference is one where its interval leaves out zero", () => {
  expect([isSure({ interval: [0.01, 0.2] }), isSure({ interval: [-0.3, -0.1] }), isSure({ interval: [0, 0.2] }), isSure({ interval: [-0.1, 0.2] })]).toEqual([true, true, false, false]);
});
