// The names of the days of the week, from Monday.

/** "Monday" to "Sunday" in `language`. */
export function dayNames(language: string, style: "long" | "short"): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => name.format(Date.UTC(2024, 0, day)));
}
