// The editor of a calendar: its week, the days that differ, its zone; beside it a deadline is traced
// through the hours as they stand on the screen, saved or not.
import { Button, Select, TextInput } from "@mantine/core";
import { Link, useBlocker, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { post, put } from "../../api/client";
import { useAdministers, useSend, type Calendar, type Hours } from "../../api/office";
import { useLanguage } from "../../i18n";
import { faultOf, weekSeconds } from "../../lib/hours";
import { workingTime } from "../../lib/working-time";
import { Refused } from "../../parts/Asked";
import { Later } from "../../parts/Later";
import { Page } from "../../parts/Page";
import css from "./Calendars.module.css";
import { Exceptions } from "./Exceptions";
import { TracePanel } from "./TracePanel";
import { WeekHours } from "./WeekHours";

const ORDINARY: string[][] = [...Array.from({ length: 5 }, () => ["09:00-17:00"]), [], []];

function zones(): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes("UTC") ? known : ["UTC", ...known];
}

export function Editor({ calendar }: { calendar: Calendar | undefined }) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const administers = useAdministers();
  // What is written here begins with one version; a later one by somebody else does not throw it away.
  const [base, setBase] = useState(calendar);
  const saved = useMemo(() => ({
    name: base?.name ?? "",
    hours: base?.hours ?? { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: ORDINARY, exceptions: {} },
  }), [base]);
  const [name, setName] = useState(saved.name);
  const [hours, setHours] = useState<Hours>(saved.hours);
  const all = useMemo(() => zones(), []);
  const fault = faultOf(hours);
  const dirty = name !== saved.name || JSON.stringify(hours) !== JSON.stringify(saved.hours);
  const restart = (from: Calendar) => {
    setBase(from);
    setName(from.name);
    setHours(from.hours);
  };
  const later = calendar && base && calendar.version > base.version ? calendar : null;
  if (later && !dirty) restart(later);
  const save = useSend(() => {
    const body = { name: name.trim(), hours };
    return calendar ? put("/api/v1/calendars/{calendar}", { path: { calendar: calendar.id }, body, seen: base?.version }) : post("/api/v1/calendars", { body });
  });
  useBlocker({ shouldBlockFn: () => !window.confirm(t("office.leave")), enableBeforeUnload: true, disabled: !dirty || save.isSuccess });
  const set = (change: Partial<Hours>) => { save.reset(); setHours({ ...hours, ...change }); };
  return (
    <Page
      title={name || t("calendars.new")}
      lede={<p>{fault ? t(`calendars.fault.${fault}`) : t("calendars.sense", { time: workingTime(weekSeconds(hours.week), format), zone: hours.zone })}</p>}
      actions={administers && (
        <Button
          loading={save.isPending} disabled={fault !== null || name.trim() === "" || (!dirty && calendar !== undefined)}
          onClick={() => {
            save.mutate(undefined, { onSuccess: (now) => { restart(now); if (!calendar) void navigate({ to: "/settings/calendars/$calendar", params: { calendar: now.id }, ignoreBlocker: true }); } });
          }}
        >
          {t(calendar ? "calendars.save" : "calendars.make")}
        </Button>
      )}
    >
      <p className="small"><Link to="/settings/calendars">{t("calendars.all")}</Link>{calendar && <span className="quiet"> · {t("services.version.n", { n: calendar.version })}</span>}</p>
      <div aria-live="polite" className={css.news}>
        {save.isSuccess && <p className="small">{t("calendars.saved", { n: save.data.version })}</p>}
        {dirty && !save.isSuccess && calendar && <p className="small quiet">{t("calendars.unsaved")}</p>}
      </div>
      <Refused error={save.error} />
      {later && dirty && <Later load={() => { restart(later); }} />}
      <div className={css.columns}>
        <fieldset className={css.form} disabled={!administers}>
          <legend className="unseen">{t("calendars.hours")}</legend>
          <div className={css.pair}>
            <TextInput label={t("office.name")} required maxLength={120} value={name} onChange={(event) => { save.reset(); setName(event.currentTarget.value); }} />
            <Select
              label={t("calendars.zone")} searchable allowDeselect={false} limit={60} disabled={!administers} nothingFoundMessage={t("filter.nothing")} data={all} value={hours.zone}
              onChange={(zone) => { if (zone) set({ zone }); }}
            />
          </div>
          <WeekHours week={hours.week} change={(week) => { set({ week }); }} />
          <Exceptions exceptions={hours.exceptions ?? {}} change={(exceptions) => { set({ exceptions }); }} />
        </fieldset>
        <TracePanel hours={hours} usable={fault === null} />
      </div>
    </Page>
  );
}
