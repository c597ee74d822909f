// The days of a trace, each a line of 24 hours: solid where time was counted, hatched where it was
// skipped, a tick where the deadline falls. The words beside it and the list below say the same.
import { useId, useState } from "react";
import { regional, useLanguage, type Key } from "../../i18n";
import type { Format } from "../../lib/format";
import { reasonOf, shown, type Day } from "../../lib/hours";
import { workingTime } from "../../lib/working-time";
import css from "./Calendars.module.css";

/** Days drawn at first. */
const FIRST = 14;

type Props = { days: Day[]; due: string | null; zone: string; format: Format };

export function TraceDays({ days, due, zone, format }: Props) {
  const { t, language } = useLanguage();
  const [all, setAll] = useState(false);
  const hatch = useId();
  const weekday = new Intl.DateTimeFormat(regional(language, navigator.languages), { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const at = due === null ? null : shown(Date.parse(due), new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }));
  const drawn = all ? days : days.slice(0, FIRST);
  const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(Math.floor(minutes % 60)).padStart(2, "0")}`;
  const sums = days.reduce<number[]>((before, day) => [...before, (before.at(-1) ?? 0) + day.counted], []);
  return (
    <>
      <svg width="0" height="0" aria-hidden="true" className={css.defs}>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.2" height="5" className={css.hatch} /></pattern>
      </svg>
      <ol className={css.traceDays}>
        {drawn.map((day, i) => {
          const reason = reasonOf(day);
          const name = weekday.format(new Date(`${day.date}T12:00:00Z`));
          return (
            <li key={day.date}>
              <div className={css.traceHead}>
                <span>{name}</span>
                <span className="small quiet">
                  {day.counted > 0 ? t("calendars.trace.sum", { time: workingTime(day.counted, format), sum: workingTime(sums[i] ?? 0, format) }) : t(`calendars.reason.${reason ?? "outside_hours"}` as Key)}
                  {day.counted > 0 && reason === "exceptional_day" ? ` · ${t("calendars.reason.exceptional_day")}` : ""}
                </span>
              </div>
              <svg viewBox="0 0 288 14" preserveAspectRatio="none" className={css.line} aria-hidden="true">
                <rect x="0" y="2" width="288" height="10" className={css.empty} />
                {day.pieces.map((piece) => (
                  <rect key={piece.from} x={piece.from / 5} y="2" width={Math.max(0.5, (piece.to - piece.from) / 5)} height="10" className={piece.counted ? css.work : undefined} fill={piece.counted ? undefined : `url(#${hatch})`} />
                ))}
                {at?.date === day.date && <rect x={Math.min(286, at.minutes / 5 - 1)} y="0" width="2.5" height="14" className={css.tick} />}
              </svg>
              <ul className={css.pieces}>
                {day.pieces.map((piece) => (
                  <li key={piece.from}>
                    <span>{clock(piece.from)}–{clock(piece.to)}</span>
                    <span className={piece.counted ? undefined : "quiet"}>{piece.counted ? t("calendars.counted", { time: workingTime(piece.seconds, format) }) : t("calendars.skipped", { why: t(`calendars.reason.${piece.reason}` as Key) })}</span>
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
      {days.length > drawn.length && <button type="button" className={css.add} onClick={() => { setAll(true); }}>{t("calendars.trace.more", { count: days.length - drawn.length, n: format.count(days.length - drawn.length) })}</button>}
    </>
  );
}
