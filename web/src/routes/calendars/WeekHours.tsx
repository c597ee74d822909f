// The hours of an ordinary week: any number of stretches a day, also past midnight.
import { Button } from "@mantine/core";
import { useLanguage } from "../../i18n";
import css from "./Calendars.module.css";
import { DayHours } from "./DayHours";
import { dayNames } from "./day-names";
import { WeekPicture } from "./WeekPicture";

type Props = { week: string[][]; change: (week: string[][]) => void };

export function WeekHours({ week, change }: Props) {
  const { t, language } = useLanguage();
  const names = dayNames(language, "long");
  const set = (at: number, day: string[]) => { change(week.map((one, i) => (i === at ? day : one))); };
  return (
    <section className={css.section} aria-labelledby="week">
      <div className="row spread">
        <h2 id="week">{t("calendars.week")}</h2>
        <Button size="xs" variant="default" onClick={() => { change(week.map((day, i) => (i > 0 && i < 5 ? [...(week[0] ?? [])] : day))); }}>{t("calendars.copy", { day: names[0] ?? "", until: names[4] ?? "" })}</Button>
      </div>
      <ul className={css.days}>
        {names.map((name, i) => (
          <li key={name} className={css.day}>
            <h3>{name}</h3>
            <DayHours of={name} day={week[i] ?? []} change={(day) => { set(i, day); }} />
          </li>
        ))}
      </ul>
      <div className={css.preview}><WeekPicture week={week} /></div>
    </section>
  );
}
