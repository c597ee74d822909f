// Working hours as people write them, and clocks of other zones. Deadlines are the server's to say: here
// texts become times of day and back, and a trace becomes days that can be drawn.
import type { Hours, Stretch } from "../api/office";

const DAY = 1440;

/** A stretch of a day as the clock shows it; an end at or before the beginning is on the next day. */
export type Span = { begin: string; end: string };

/** Reads `09:00-12:30`; null if it is no such thing. */
export function readSpan(text: string): Span | null {
  const found = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/.exec(text.replaceAll(" ", ""));
  if (!found) return null;
  const [, begin = "", end = ""] = found;
  return minutesOf(begin) === null || minutesOf(end) === null ? null : { begin, end };
}

/** Writes it back. */
export const writeSpan = ({ begin, end }: Span) => `${begin}-${end}`;

/** Minutes since midnight; null if the clock never shows that. */
export function minutesOf(clock: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(clock);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minutes <= DAY ? minutes : null;
}

/** Whether it ends on the next day. */
export function pastMidnight({ begin, end }: Span): boolean {
  const [from, to] = [minutesOf(begin), minutesOf(end)];
  return from !== null && to !== null && to <= from;
}

/** The minutes of the weekday `day` (0 is Monday) that are worked, with what the day before runs over; ordered and merged. */
export function barsOf(week: readonly (readonly string[])[], day: number): [number, number][] {
  const bars: [number, number][] = [];
  for (const shift of [-1, 0]) {
    for (const text of week[(day + shift + 7) % 7] ?? []) {
      const span = readSpan(text);
      if (!span) continue;
      const begin = (minutesOf(span.begin) ?? 0) + shift * DAY;
      const end = (minutesOf(span.end) ?? 0) + (pastMidnight(span) ? DAY : 0) + shift * DAY;
      if (end > 0 && begin < DAY) bars.push([Math.max(0, begin), Math.min(DAY, end)]);
    }
  }
  bars.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [begin, end] of bars) {
    const last = merged.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([begin, end]);
  }
  return merged;
}

/** Working seconds of an ordinary week. */
export function weekSeconds(week: readonly (readonly string[])[]): number {
  return [0, 1, 2, 3, 4, 5, 6].flatMap((day) => barsOf(week, day)).reduce((sum, [begin, end]) => sum + (end - begin) * 60, 0);
}

export type Fault = "hours" | "empty" | "date";

/** What keeps hours from being used. */
export function faultOf(hours: Hours): Fault | null {
  const days = [...hours.week, ...Object.values(hours.exceptions ?? {})];
  if (days.some((day) => day.some((text) => readSpan(text) === null))) return "hours";
  if (hours.week.every((day) => day.length === 0)) return "empty";
  if (Object.keys(hours.exceptions ?? {}).some((date) => !/^\d{4}-\d{2}-\d{2}$/.test(date))) return "date";
  return null;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
}

/** What the clocks of `zone` show at `instant`: a date, and the minutes since its midnight. */
export function shown(instant: number, clock: Intl.DateTimeFormat): { date: string; minutes: number } {
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute) + Number(parts.second) / 60,
  };
}

/** What a field for date and time shows for `instant` in `zone`: `2026-12-23T16:00`. */
export function localIn(zone: string, instant: string): string {
  const { date, minutes } = shown(Date.parse(instant), clockOf(zone));
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${date}T${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The instant at which the clocks of `zone` show `local`; the earlier one in the hour that comes twice, null if it is no time. */
export function instantIn(zone: string, local: string): string | null {
  const wanted = /^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00Z`) : NaN;
  if (Number.isNaN(wanted)) return null;
  const clock = clockOf(zone);
  // What the clocks show differs from UTC by less than a day either way: two corrections meet the instant.
  let at = wanted;
  for (let i = 0; i < 3; i++) {
    const { date, minutes } = shown(at, clock);
    const off = wanted - (Date.parse(`${date}T00:00:00Z`) + minutes * 60_000);
    if (off === 0) break;
    at += off;
  }
  const before = at - 3_600_000;
  const earlier = shown(before, clock);
  const same = Date.parse(`${earlier.date}T00:00:00Z`) + earlier.minutes * 60_000 === wanted;
  return new Date(same ? before : at).toISOString();
}

export type Piece = { from: number; to: number; counted: boolean; reason: string; seconds: number };
export type Day = { date: string; pieces: Piece[]; counted: number };

/** A trace cut at the midnights of `zone`: what was counted and skipped on each day, in minutes of that day's clock. */
export function days(stretches: readonly Stretch[], zone: string): Day[] {
  const clock = clockOf(zone);
  const found: Day[] = [];
  for (const stretch of stretches) {
    const end = Date.parse(stretch.to);
    let at = Date.parse(stretch.from);
    while (at < end) {
      const { date, minutes } = shown(at, clock);
      const midnight = nextMidnight(at, date, minutes, clock);
      const to = Math.min(end, midnight);
      const seconds = (to - at) / 1000;
      let day = found.at(-1);
      if (day?.date !== date) found.push((day = { date, pieces: [], counted: 0 }));
      day.pieces.push({ from: minutes, to: to === midnight ? DAY : shown(to, clock).minutes, counted: stretch.counted, reason: stretch.reason, seconds });
      if (stretch.counted) day.counted += seconds;
      at = to;
    }
  }
  return found;
}

/** The instant at which the next date begins, also where the clocks change in between. */
function nextMidnight(at: number, date: string, minutes: number, clock: Intl.DateTimeFormat): number {
  let guess = at + (DAY - minutes) * 60_000;
  for (let i = 0; i < 3; i++) {
    const there = shown(guess, clock);
    if (there.date === date) guess += (DAY - there.minutes) * 60_000;
    else if (there.minutes > 0) guess -= there.minutes * 60_000;
    else break;
  }
  return Math.max(guess, at + 1000);
}

/** Why a whole day was skipped, if it was for one reason that is worth naming. */
export function reasonOf(day: Day): string | null {
  const named = day.pieces.find((piece) => ["holiday", "exceptional_day", "day_off"].includes(piece.reason));
  return named?.reason ?? null;
}
