// How scores are written: CSAT and CES as shares, NPS as points; changes in points with their sign.
import type { ChangeView, RatedScale, ScoreView } from "../api/experience";
import type { Format } from "./format";

/** Fewer answers than this have no score. */
export const FEWEST = 5;

const signed = (format: Format, n: number) => (Math.round(n) > 0 ? `+${format.count(n)}` : Math.round(n) < 0 ? `−${format.count(-n)}` : format.count(0));

/** A value on a scale: a share, or points. */
export function valueOf(scale: RatedScale, value: number, format: Format): string {
  return scale === "nps" ? signed(format, value) : format.share(value);
}

/** By how many points a score changed. */
export function pointsOf(scale: RatedScale, by: number, format: Format): string {
  return signed(format, scale === "nps" ? by : by * 100);
}

/** The ends of a scale's scores. */
export function reach(scale: RatedScale): [number, number] {
  return scale === "nps" ? [-100, 100] : [0, 1];
}

/** Where a value lies between the ends of its scale, from 0 to 1. */
export function placeOf(scale: RatedScale, value: number): number {
  const [low, high] = reach(scale);
  return (value - low) / (high - low);
}

/** Whether a difference is one: its interval excludes zero. */
export function isSure({ interval: [low, high] }: Pick<ChangeView, "interval">): boolean {
  return low > 0 || high < 0;
}

/** Whether there is a score at all. */
export function isKnown(score: ScoreView): score is ScoreView & { value: number; interval: [number, number] } {
  return score.value !== null && score.interval !== null;
}
