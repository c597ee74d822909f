// A new team: its name, its department, when it works.
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { calendarsQuery, useSend, type Directory } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import css from "./People.module.css";

export function NewTeam({ directory, close }: { directory: Directory; close: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  const [name, setName] = useState("");
  const [parent, setParent] = useState<string | null>(null);
  const [calendar, setCalendar] = useState<string | null>(calendars.length === 1 ? (calendars[0]?.id ?? null) : null);
  const make = useSend(() => post("/api/v1/parties", { body: { kind: "team", internal: true, name, parent, calendar } }));
  return (
    <Dialog title={t("people.team.new")} opened close={close}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined, { onSuccess: (team) => { close(); void navigate({ to: "/settings/people", search: { team: team.id } }); } });
        }}
      >
        <TextInput label={t("office.name")} required maxLength={200} data-autofocus autoComplete="off" value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Select
          label={t("people.department")} searchable clearable clearButtonProps={{ "aria-label": t("people.department.none") }} placeholder={t("people.department.none")} nothingFoundMessage={t("filter.nothing")}
          data={directory.parties.filter((party) => party.kind === "team" && !party.closed).map((party) => ({ value: party.id, label: party.name }))} value={parent} onChange={setParent}
        />
        <Select
          label={t("people.calendar")} clearable clearButtonProps={{ "aria-label": t("people.calendar.none") }} placeholder={t("people.calendar.none")} description={t("people.calendar.why")}
          data={calendars.map((one) => ({ value: one.id, label: one.name }))} value={calendar} onChange={setCalendar}
        />
        <Refused error={make.error} />
        <div className="row">
          <Button type="submit" loading={make.isPending}>{t("people.team.make")}</Button>
          <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
