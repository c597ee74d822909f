// Instants as one says them to a customer: "13:00" today, "tomorrow, 13:00", "Tuesday 24 November, 09:00".

/** `instant` as seen at `now`, in the zone of whoever reads it or in `zone`. */
export function when(instant: string, now: string, language: string, zone?: string): string {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const day = (at: string) => Date.parse(`${date.format(new Date(at))}T00:00:00Z`) / 86_400_000;
  const away = day(instant) - day(now);
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(instant));
  if (away === 0) return time;
  const name = away === 1 || away === -1
    ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(away, "day")
    : new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long", ...(Math.abs(away) > 300 ? { year: "numeric" } : {}) }).format(new Date(instant));
  return `${name}, ${time}`;
}

/** `instant` with its day, wherever and whenever it is read. */
export function inFull(instant: string, language: string, zone?: string): string {
  const words: Intl.DateTimeFormatOptions = { timeZone: zone, weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(language, words).format(new Date(instant));
}
