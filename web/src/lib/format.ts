// How figures are written: numbers through Intl, durations in the words people use, instants in the
// viewer's zone. Pure: the language and the zone are arguments. No rounding happens anywhere else.

export type Language = "en" | "fr" | "de";

export type Format = ReturnType<typeof formatIn>;

const NBSP = "\u00a0";
const UNITS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600, symbol: "h" },
  { unit: "minute", seconds: 60, symbol: "min" },
  { unit: "second", seconds: 1, symbol: "s" },
] as const;

/** Splits seconds into the two largest units worth saying; the smaller one is rounded. */
function largest(seconds: number): { at: number; values: [number, number] } {
  let rest = Math.abs(Math.round(seconds));
  let at = UNITS.findIndex((u) => rest >= u.seconds);
  if (at < 0) return { at: 3, values: [0, 0] };
  const small = UNITS[at + 1];
  // From ten minutes and from ten days on, the smaller unit is noise.
  const one = !small || (UNITS[at]?.unit === "minute" && rest >= 600) || (at === 0 && rest >= 864_000);
  const grain = one ? (UNITS[at]?.seconds ?? 1) : small.seconds;
  rest = Math.round(rest / grain) * grain;
  at = UNITS.findIndex((u) => rest >= u.seconds);
  const big = UNITS[at]?.seconds ?? 1;
  const next = UNITS[at + 1]?.seconds ?? 1;
  return { at, values: [Math.floor(rest / big), one ? 0 : Math.floor((rest % big) / next)] };
}

/** All writers of one language, as its region writes it ("en-GB"), in one time zone. */
export function formatIn(language: string, zone?: string) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const decimals = [0, 1, 2, 3].map(
    (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const percentFine = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const bytesUnit = ["byte", "kilobyte", "megabyte", "gigabyte"].map(
    (unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }),
  );
  const day = new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" });
  const list = new Intl.ListFormat(language, { type: "conjunction", style: "long" });
  const alternatives = new Intl.ListFormat(language, { type: "disjunction", style: "long" });
  const base = { timeZone: zone };
  const times = {
    date: new Intl.DateTimeFormat(language, { ...base, day: "numeric", month: "short", year: "numeric" }),
    time: new Intl.DateTimeFormat(language, { ...base, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    instant: new Intl.DateTimeFormat(language, {
      ...base, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }),
    dayMonth: new Intl.DateTimeFormat(language, { ...base, day: "numeric", month: "short" }),
    full: new Intl.DateTimeFormat(language, {
      ...base, weekday: "long", day: "numeric", month: "long", year: "numeric",
      hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short",
    }),
  };

  const count = (n: number) => number.format(n);
  const piece = (at: number, value: number) => {
    const unit = UNITS[at];
    return !unit || unit.unit === "day" ? day.format(value) : `${number.format(value)}${NBSP}${unit.symbol}`;
  };
  const written = (instant: string, writer: Intl.DateTimeFormat) => {
    const at = new Date(instant);
    return Number.isNaN(at.getTime()) ? instant : writer.format(at);
  };

  return {
    count,
    decimal: (x: number, digits: 1 | 2 | 3) => (decimals[digits] ?? number).format(x),
    /** A share as a whole percentage that never claims all or nothing falsely. */
    share(x: number): string {
      if (x > 0 && x < 0.005) return `<${NBSP}${percent.format(0.01)}`;
      if (x < 1 && x > 0.995) return `>${NBSP}${percent.format(0.99)}`;
      return percent.format(x);
    },
    shareFine: (x: number) => percentFine.format(x),
    /** Seconds in words: "2 h 40 min", "3 days 4 h", "1 min 30 s". */
    duration(seconds: number): string {
      const { at, values } = largest(seconds);
      const sign = seconds < 0 ? "−" : "";
      const words = values[1] > 0 ? `${piece(at, values[0])} ${piece(at + 1, values[1])}` : piece(at, values[0]);
      return sign + words;
    },
    /** Every unit and the seconds themselves, for the hover over a duration. */
    exact(seconds: number): string {
      let rest = Math.abs(Math.round(seconds));
      const words = UNITS.map((u, at) => {
        const n = Math.floor(rest / u.seconds);
        rest %= u.seconds;
        return n > 0 ? piece(at, n) : "";
      }).filter(Boolean);
      const sign = seconds < 0 ? "−" : "";
      return `${sign}${words.join(" ") || piece(3, 0)} (${sign}${count(Math.abs(Math.round(seconds)))}${NBSP}s)`;
    },
    date: (instant: string) => written(instant, times.date),
    time: (instant: string) => written(instant, times.time),
    dayMonth: (instant: string) => written(instant, times.dayMonth),
    instant: (instant: string) => written(instant, times.instant),
    full: (instant: string) => written(instant, times.full),
    bytes(n: number): string {
      const step = Math.min(3, n < 1000 ? 0 : Math.floor(Math.log10(n) / 3));
      return (bytesUnit[step] ?? number).format(n / 1000 ** step);
    },
    list: (words: readonly string[]) => list.format(words),
    either: (words: readonly string[]) => alternatives.format(words),
  };
}
