// One calendar: finds it, or begins a new one with ordinary hours.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { calendarsQuery } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import { Editor } from "./Editor";

const route = getRouteApi("/settings/calendars/$calendar");

export function CalendarPage() {
  const { t } = useLanguage();
  const { calendar: id } = route.useParams();
  const calendars = useQuery(calendarsQuery);
  return (
    <Asked of={calendars} page>
      {({ calendars: all }) => {
        const calendar = all.find((one) => one.id === id);
        if (!calendar && id !== "new") return <Nothing page title={t("office.missing")}><p>{t("office.missing.why")}</p></Nothing>;
        return <Editor key={id} calendar={calendar} />;
      }}
    </Asked>
  );
}
