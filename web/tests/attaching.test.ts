import { expect, test } from "vitest";
import { Problem } from "../src/api/client";
import { filesOf, isDrawn, mayHelp, refusal, why, WITH_FORM, WITH_WORDS } from "../src/lib/attaching";
import { formatIn } from "../src/lib/format";

const MIB = 1 << 20;
const sized = (...sizes: number[]) => sizes.map((size) => ({ size }));
const refused = (size: number, others: number[], limits = WITH_WORDS) => refusal({ size }, sized(...others), limits)?.code ?? null;

test("a file may go if it, all together and their number are within the limits", () => {
  expect(refused(1, [])).toBeNull();
  expect(refused(10 * MIB, [10 * MIB, 5 * MIB])).toBeNull();
  expect(refused(0, [])).toBe("file_empty");
  expect(refused(10 * MIB + 1, [])).toBe("file_too_large");
  expect(refused(6 * MIB, [10 * MIB, 10 * MIB])).toBe("files_too_large");
  expect(refused(1, Array<number>(9).fill(1))).toBeNull();
  expect(refused(1, Array<number>(10).fill(1))).toBe("too_many_files");
  expect(refused(6 * MIB, [], WITH_FORM)).toBe("file_too_large");
  expect(refused(1, [1, 1, 1, 1, 1], WITH_FORM)).toBe("too_many_files");
});

test("each trouble has its words, and whatever is not known is told as not arrived", () => {
  const format = formatIn("en-GB");
  const said = (code: string) => why(new Problem(413, code, "", null), WITH_WORDS, format);
  expect(said("file_too_large")).toEqual({ key: "files.large", values: { size: format.bytes(10 * MIB) } });
  expect(said("too_many_files")).toEqual({ key: "files.many", values: { n: 10 } });
  expect([said("internal").key, why(new TypeError("x"), WITH_WORDS, format).key]).toEqual(["files.lost", "files.lost"]);
  expect([mayHelp(new Problem(0, "unreachable", "", null)), mayHelp(new Problem(0, "file_empty", "", null))]).toEqual([true, false]);
});

test("drawings that could run are no pictures", () => {
  expect(["image/png", "image/webp", "image/svg+xml", "text/html", ""].map(isDrawn)).toEqual([true, true, false, false, false]);
});

test("words that are pasted with a picture of themselves are words", () => {
  const file = new File(["x"], "a.png");
  const data = (...types: string[]) => ({ types, files: [file] }) as unknown as DataTransfer;
  expect(filesOf(data("Files"))).toEqual([file]);
  expect(filesOf(data("text/plain", "text/html", "Files"))).toEqual([]);
  expect(filesOf(null)).toEqual([]);
});
