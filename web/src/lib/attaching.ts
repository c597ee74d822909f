// What may go together, and what is said of a file that may not: checked before anything is sent. The server
// checks again.
import { Problem } from "../api/client";
import type { Key, Values } from "../i18n";
import type { Format } from "./format";

/** A file that the server has and that goes with nothing yet. */
export type Kept = { id: string; name: string; size: number; shown: boolean };

/** How many bytes a file has at most, how many all have together, and how many files there are. */
export type Limits = { each: number; together: number; count: number };

const MIB = 1 << 20;

/** With a message or a note. */
export const WITH_WORDS: Limits = { each: 10 * MIB, together: 25 * MIB, count: 10 };
/** With the public form. */
export const WITH_FORM: Limits = { each: 5 * MIB, together: 10 * MIB, count: 5 };

/** Images that are drawn; whatever else a file says it is, it is a file. */
const DRAWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Whether a file of this media type can be shown before it is sent. */
export const isDrawn = (type: string) => DRAWN.includes(type);

/** Why a file may not go with `others`; none if it may. */
export function refusal(file: { size: number }, others: { size: number }[], limits: Limits): Problem | null {
  const say = (code: string) => new Problem(0, code, "", null);
  if (file.size === 0) return say("file_empty");
  if (file.size > limits.each) return say("file_too_large");
  if (others.length >= limits.count) return say("too_many_files");
  const together = others.reduce((sum, { size }) => sum + size, file.size);
  return together > limits.together ? say("files_too_large") : null;
}

/** What is said of a file that did not arrive. */
export function why(error: unknown, limits: Limits, format: Format): { key: Key; values?: Values } {
  switch (error instanceof Problem ? error.code : "") {
    case "file_empty": return { key: "files.empty" };
    case "file_too_large": return { key: "files.large", values: { size: format.bytes(limits.each) } };
    case "too_many_files": return { key: "files.many", values: { n: limits.count } };
    case "files_too_large": return { key: "files.together", values: { size: format.bytes(limits.together) } };
    case "file_gone": return { key: "files.gone" };
    case "too_often": return { key: "files.often" };
    default: return { key: "files.lost" };
  }
}

/** Whether it helps to send the same file again. */
export const mayHelp = (error: unknown) => !(error instanceof Problem && ["file_empty", "file_too_large"].includes(error.code));

/** The files of a paste or a drop; none where words were meant. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data || data.types.includes("text/plain")) return [];
  return [...data.files];
}
