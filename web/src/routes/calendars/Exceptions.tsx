// Days that differ from their weekday: holidays without hours, and days with hours of their own.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useLanguage } from "../../i18n";
import { Icon } from "../../parts/Icon";
import css from "./Calendars.module.css";
import { DayHours } from "./DayHours";

type Days = Record<string, string[]>;
type Props = { exceptions: Days; change: (exceptions: Days) => void };

export function Exceptions({ exceptions, change }: Props) {
  const { t, format } = useLanguage();
  const [date, setDate] = useState("");
  const dates = Object.keys(exceptions).sort();
  const name = (day: string) => format.date(`${day}T12:00:00`);
  return (
    <section className={css.section} aria-labelledby="exceptions">
      <h2 id="exceptions">{t("calendars.exceptions")}</h2>
      <p className="quiet small">{t(dates.length === 0 ? "calendars.exceptions.none" : "calendars.exceptions.why")}</p>
      <ul className={css.days}>
        {dates.map((day) => (
          <li key={day} className={css.day}>
            <h3>{name(day)}<span className="small quiet">{exceptions[day]?.length === 0 ? ` · ${t("calendars.holiday")}` : ""}</span></h3>
            <DayHours of={name(day)} day={exceptions[day] ?? []} change={(spans) => { change({ ...exceptions, [day]: spans }); }} />
            <button
              type="button" className={css.small} aria-label={t("calendars.exceptions.remove", { day: name(day) })}
              onClick={() => { change(Object.fromEntries(Object.entries(exceptions).filter(([other]) => other !== day))); }}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
      <form className={css.addDay} onSubmit={(event) => { event.preventDefault(); if (date && !(date in exceptions)) change({ ...exceptions, [date]: [] }); setDate(""); }}>
        <label className="small" htmlFor="new-day">{t("calendars.exceptions.date")}</label>
        <input id="new-day" type="date" className={css.time} value={date} onChange={(event) => { setDate(event.currentTarget.value); }} />
        <Button type="submit" size="xs" variant="default" disabled={date === ""}>{t("calendars.exceptions.add")}</Button>
      </form>
    </section>
  );
}
