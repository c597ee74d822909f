import { describe, expect, test } from "vitest";
import { EDGE, laidOut, LIMIT, moved, reveal, toScroll, toTrue } from "../src/lib/scroll";

const VIEW = 800;
const MILLION = 1_000_000 * 46;

describe("a list that fits", () => {
  test("scrolls one to one", () => {
    expect(laidOut(10_000)).toBe(10_000);
    expect(toTrue(500, 10_000, VIEW)).toBe(500);
    expect(toScroll(500, 10_000, VIEW)).toBe(500);
  });
});

describe("a list of a million rows", () => {
  test("is laid out below what browsers allow", () => {
    expect(laidOut(MILLION)).toBe(LIMIT);
    expect(LIMIT).toBeLessThan(17_000_000);
  });

  test("reaches its first and its last row", () => {
    expect(toTrue(0, MILLION, VIEW)).toBe(0);
    expect(toTrue(LIMIT - VIEW, MILLION, VIEW)).toBe(MILLION - VIEW);
  });

  test("goes there and back without loss", () => {
    for (const at of [0, 1, EDGE - 1, EDGE, EDGE + 46, MILLION / 2, MILLION - VIEW - EDGE - 5, MILLION - VIEW - 3, MILLION - VIEW]) {
      expect(toTrue(toScroll(at, MILLION, VIEW), MILLION, VIEW)).toBeCloseTo(at, 3);
    }
  });

  test("never goes back when scrolled forward", () => {
    let before = -1;
    for (let scroll = 0; scroll <= LIMIT - VIEW; scroll += 997) {
      const at = toTrue(scroll, MILLION, VIEW);
      expect(at).toBeGreaterThan(before);
      before = at;
    }
  });

  test("a wheel moves by its own pixels in the middle, where the scrollbar is compressed", () => {
    const middle = toScroll(MILLION / 2, MILLION, VIEW);
    const next = moved({ scroll: middle, at: MILLION / 2 }, middle + 120, MILLION, VIEW);
    expect(next.at).toBe(MILLION / 2 + 120);
  });

  test("dragging the scrollbar jumps to where it points", () => {
    const next = moved({ scroll: 0, at: 0 }, (LIMIT - VIEW) / 2, MILLION, VIEW);
    expect(next.at).toBeCloseTo((MILLION - VIEW) / 2, 3);
  });

  test("the end of the scrollbar is the end of the list, however it was reached", () => {
    const next = moved({ scroll: LIMIT - VIEW - 10, at: MILLION / 2 }, LIMIT - VIEW, MILLION, VIEW);
    expect(next.at).toBe(MILLION - VIEW);
  });
});

test("a row is brought into view by the smallest move", () => {
  expect(reveal(0, 3, 46, VIEW)).toBe(0);
  expect(reveal(1000, 3, 46, VIEW)).toBe(138);
  expect(reveal(0, 20, 46, VIEW)).toBe(21 * 46 - VIEW);
});
