import { expect, test } from "vitest";
import { formatIn } from "../src/lib/format";

const en = formatIn("en", "UTC");
const space = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("durations are said in the two largest units that matter", () => {
  const said = [0, 45, 90, 600, 3600, 9613, 86_400, 95_000, 864_000, 100 * 86_400 + 5].map((s) => space(en.duration(s)));
  expect(said).toEqual(["0 s", "45 s", "1 min 30 s", "10 min", "1 h", "2 h 40 min", "1 day", "1 day 2 h", "10 days", "100 days"]);
});

test("rounding carries into the larger unit instead of saying sixty of the smaller", () => {
  expect(space(en.duration(3599))).toBe("1 h");
  expect(space(en.duration(86_399))).toBe("1 day");
  expect(space(en.duration(2 * 3600 - 1))).toBe("2 h");
});

test("a negative duration keeps its sign", () => {
  expect(space(en.duration(-90))).toBe("−1 min 30 s");
});

test("the exact duration holds every unit and the seconds themselves", () => {
  expect(space(en.exact(9613))).toBe("2 h 40 min 13 s (9,613 s)");
  expect(space(en.exact(0))).toBe("0 s (0 s)");
});

test("days are said in the words of the language", () => {
  expect(space(formatIn("fr").duration(3 * 86_400))).toBe("3 jours");
  expect(space(formatIn("de").duration(3 * 86_400))).toBe("3 Tage");
});

test("a share never claims all or nothing falsely", () => {
  expect([0, 0.001, 0.5, 0.999, 1].map((x) => space(en.share(x)))).toEqual(["0%", "< 1%", "50%", "> 99%", "100%"]);
});

test("bytes grow through their units", () => {
  expect(space(en.bytes(999))).toBe("999 byte");
  expect(space(en.bytes(12_345_678))).toBe("12.3 MB");
});

test("an instant that cannot be read is shown as it stands", () => {
  expect(en.instant("not a time")).toBe("not a time");
  expect(en.time("2026-03-02T09:05:00Z")).toBe("09:05");
});
