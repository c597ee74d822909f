// Which period the page speaks of: a few at hand, or any two dates. The address holds it.
import { Button, TextInput } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { Experience } from "../../api/experience";
import { useLanguage } from "../../i18n";
import css from "./Experience.module.css";

const route = getRouteApi("/experience");
const DAY = 86_400_000;
const DAYS = [30, 90, 365] as const;

export function PeriodBar({ found }: { found: Experience }) {
  const { t, format } = useLanguage();
  const { since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (period: { since?: string; until?: string }) => { void navigate({ search: (now) => ({ ...now, ...period, point: undefined }), replace: true, resetScroll: false }); };
  const length = Math.round((Date.parse(found.until) - Date.parse(found.since)) / DAY);
  return (
    <div className={css.period}>
      <div className="row noprint" style={{ gap: "0.375rem" }} role="group" aria-label={t("experience.period")}>
        {DAYS.map((days) => (
          <Button
            key={days} size="xs" variant={until === undefined && length === days ? "filled" : "default"} aria-pressed={until === undefined && length === days}
            onClick={() => { choose({ since: days === 90 ? undefined : new Date(Date.parse(found.until) - days * DAY).toISOString(), until: undefined }); }}
          >
            {t("experience.days", { n: days })}
          </Button>
        ))}
      </div>
      <TextInput className="noprint" size="xs" type="date" label={t("filter.from")} value={(since ?? found.since).slice(0, 10)} onChange={(event) => { choose({ since: event.currentTarget.value || undefined }); }} />
      <TextInput className="noprint" size="xs" type="date" label={t("filter.to")} value={until?.slice(0, 10) ?? ""} onChange={(event) => { choose({ until: event.currentTarget.value || undefined }); }} />
      <p className="small quiet">
        {t("experience.period.is", { from: format.date(found.since), to: format.date(found.until), before: format.date(found.before) })}
        {found.departments_only && <> {t("experience.departments")}</>}
      </p>
    </div>
  );
}
