// Working time in words. A day of work is no day of the clock, so it stays in hours: "40 h", "1 h 30 min".
import type { Format } from "./format";

const NBSP = "\u00a0";

/** Hours and minutes, rounded to the minute. */
export function workingTime(seconds: number, format: Pick<Format, "count">): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${format.count(rest)}${NBSP}min`;
  return rest === 0 ? `${format.count(hours)}${NBSP}h` : `${format.count(hours)}${NBSP}h ${format.count(rest)}${NBSP}min`;
}
