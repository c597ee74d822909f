// Ticks of a time axis: the roundest step that leaves room for its labels, counted in the viewer's
// own midnights, so that a day begins where the viewer's day begins.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY,
];

export type Tick = { at: number; day: boolean };

/** Ticks between two instants (seconds since 1970), at most `room` of them; `offset` is the zone's distance from UTC in seconds at an instant. */
export function ticks(from: number, to: number, room: number, offset: (at: number) => number = zoneOffset): Tick[] {
  const span = Math.max(1, to - from);
  const step = STEPS.find((s) => span / s <= Math.max(1, room)) ?? Math.ceil(span / Math.max(1, room) / DAY) * DAY;
  const found: Tick[] = [];
  const shift = offset(from);
  let at = Math.ceil((from + shift) / step) * step - shift;
  while (at <= to && found.length < 200) {
    // Where the clocks change between the ends, keep to local round numbers.
    const local = at + offset(at);
    const drift = step >= HOUR ? local % Math.min(step, DAY) : 0;
    const right = drift === 0 ? at : at - (drift > Math.min(step, DAY) / 2 ? drift - Math.min(step, DAY) : drift);
    if (right >= from && right <= to) found.push({ at: right, day: (right + offset(right)) % DAY === 0 });
    at += step;
  }
  return found;
}

function zoneOffset(at: number): number {
  return -new Date(at * 1000).getTimezoneOffset() * 60;
}

/** Seconds since 1970 of an RFC 3339 text. */
export function seconds(instant: string): number {
  return Math.floor(new Date(instant).getTime() / 1000);
}

/** The RFC 3339 text of seconds since 1970. */
export function instant(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}
