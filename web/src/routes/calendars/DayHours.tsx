// The stretches of one day, each with its beginning and end; one that ends past midnight says so.
import { useLanguage } from "../../i18n";
import { minutesOf, pastMidnight, readSpan, writeSpan } from "../../lib/hours";
import { Icon } from "../../parts/Icon";
import css from "./Calendars.module.css";

type Props = { /** Whose hours they are, for the labels. */ of: string; day: string[]; change: (day: string[]) => void };

export function DayHours({ of, day, change }: Props) {
  const { t } = useLanguage();
  const set = (at: number, begin: string, end: string) => { change(day.map((text, i) => (i === at ? writeSpan({ begin, end }) : text))); };
  const add = () => {
    const last = day.at(-1);
    const from = last ? minutesOf(last.split("-")[1] ?? "") : null;
    // After the morning comes the afternoon.
    const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    change([...day, from === null || from > 19 * 60 ? "09:00-17:00" : `${clock(from + 60)}-${clock(Math.min(from + 300, 1439))}`]);
  };
  return (
    <div className={css.spans}>
      {day.length === 0 && <span className="quiet small">{t("calendars.free")}</span>}
      {day.map((text, i) => {
        const [begin = "", end = ""] = text.split("-");
        const span = readSpan(text);
        // A field for the time of day knows no 24:00; that and 00:00 at the end mean the same midnight.
        const shownEnd = end === "24:00" ? "00:00" : end;
        return (
          <span key={i} className={css.span}>
            <input type="time" className={css.time} required value={begin.padStart(5, "0")} aria-label={t("calendars.begin", { day: of, n: i + 1 })} aria-invalid={span === null || undefined} onChange={(event) => { set(i, event.currentTarget.value, end); }} />
            <span aria-hidden="true">–</span>
            <input type="time" className={css.time} required value={shownEnd.padStart(5, "0")} aria-label={t("calendars.end", { day: of, n: i + 1 })} aria-invalid={span === null || undefined} onChange={(event) => { set(i, begin, event.currentTarget.value); }} />
            {span && pastMidnight(span) && <span className="small quiet">{t("calendars.past_midnight")}</span>}
            <button type="button" className={css.small} aria-label={t("calendars.span.remove", { day: of, n: i + 1 })} onClick={() => { change(day.toSpliced(i, 1)); }}><Icon name="close" size={16} /></button>
          </span>
        );
      })}
      <button type="button" className={css.add} aria-label={t("calendars.span.add", { day: of })} onClick={add}>+ {t("calendars.span.short")}</button>
    </div>
  );
}
