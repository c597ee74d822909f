// An ordinary week as seven lines of 24 hours: solid where one works.
import { useLanguage } from "../../i18n";
import { barsOf } from "../../lib/hours";
import css from "./Calendars.module.css";
import { dayNames } from "./day-names";

export function WeekPicture({ week }: { week: readonly (readonly string[])[] }) {
  const { t, language } = useLanguage();
  const names = dayNames(language, "short");
  const words = week.map((day, i) => `${names[i] ?? ""} ${day.length > 0 ? day.join(", ") : t("calendars.free")}`).join("; ");
  return (
    <svg className={css.week} viewBox="0 0 320 120" role="img" aria-label={words}>
      {names.map((name, day) => (
        <g key={name} transform={`translate(0 ${day * 16})`}>
          <text x="0" y="11" className={css.dayName}>{name}</text>
          <rect x="36" y="3" width="284" height="9" rx="3" className={css.night} />
          {barsOf(week, day).map(([begin, end]) => <rect key={begin} x={36 + (begin / 1440) * 284} y="3" width={((end - begin) / 1440) * 284} height="9" rx="2" className={css.work} />)}
        </g>
      ))}
      {[0, 6, 12, 18, 24].map((hour) => <text key={hour} x={36 + (hour / 24) * 284} y="119" className={css.hour} textAnchor={hour === 24 ? "end" : hour === 0 ? "start" : "middle"}>{hour}</text>)}
    </svg>
  );
}
