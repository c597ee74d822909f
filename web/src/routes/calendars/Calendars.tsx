// The calendars: each with its week as a picture and how much work fits into it.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { calendarsQuery, useAdministers } from "../../api/office";
import { useLanguage } from "../../i18n";
import { workingTime } from "../../lib/working-time";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Calendars.module.css";
import { WeekPicture } from "./WeekPicture";

export function Calendars() {
  const { t, format } = useLanguage();
  const calendars = useQuery(calendarsQuery);
  const administers = useAdministers();
  return (
    <Page
      title={t("settings.calendars")} lede={t("calendars.lede")}
      actions={administers && <Button renderRoot={(props) => <Link to="/settings/calendars/$calendar" params={{ calendar: "new" }} {...props} />}>{t("calendars.new")}</Button>}
    >
      <Asked of={calendars}>
        {({ calendars: all }) => all.length === 0 ? (
          <Nothing title={t("calendars.empty")}><p>{t("calendars.empty.do")}</p></Nothing>
        ) : (
          <ul className={css.cards}>
            {all.map((calendar) => (
              <li key={calendar.id} className={css.card}>
                <h2><Link to="/settings/calendars/$calendar" params={{ calendar: calendar.id }}>{calendar.name}</Link></h2>
                <p className="quiet small">{t("calendars.week_of", { time: workingTime(calendar.week_seconds, format), zone: calendar.hours.zone })}</p>
                <WeekPicture week={calendar.hours.week} />
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Page>
  );
}
