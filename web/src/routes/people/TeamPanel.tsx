// One team: its name and place, when it works, who belongs to it.
import { Button, Checkbox, Select, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { patch, put, remove } from "../../api/client";
import { calendarsQuery, useAdministers, useSend, type Directory, type Party } from "../../api/office";
import { useLanguage } from "../../i18n";
import { inside, treeOf } from "../../lib/teams";
import { Refused } from "../../parts/Asked";
import { Sure } from "../../parts/Sure";
import css from "./People.module.css";
import { TeamVoices } from "./Voices";

type Props = { team: Party; directory: Directory };
type Change = { name?: string; parent?: string | null; calendar?: string | null; confidential?: boolean };

export function TeamPanel({ team, directory }: Props) {
  const administers = useAdministers();
  return (
    <div className={css.sheet}>
      <h2>{team.name}</h2>
      {administers ? <TeamForm team={team} directory={directory} /> : <TeamFacts team={team} />}
      <Members team={team} directory={directory} />
      <TeamVoices team={team.id} />
      {administers && <Closing team={team} />}
    </div>
  );
}

function TeamFacts({ team }: { team: Party }) {
  const { t } = useLanguage();
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  const calendar = calendars.find((one) => one.id === team.calendar)?.name;
  return (
    <dl className={css.facts}>
      <dt>{t("people.department")}</dt><dd>{team.parent?.name ?? "–"}</dd>
      <dt>{t("people.calendar")}</dt><dd>{calendar ?? t("people.calendar.none")}</dd>
      {team.confidential && <><dt>{t("people.confidential")}</dt><dd>{t("people.confidential.why")}</dd></>}
    </dl>
  );
}

function TeamForm({ team, directory }: Props) {
  const { t } = useLanguage();
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  // Only what was changed here is sent, so that a colleague's change of something else stays.
  const [change, setChange] = useState<Change>({});
  const draft = { name: team.name, parent: team.parent?.id ?? null, calendar: team.calendar, confidential: team.confidential, ...change };
  const setDraft = (next: Change) => { setChange({ ...change, ...next }); };
  const save = useSend(() => patch("/api/v1/parties/{party}", { path: { party: team.id }, body: change, seen: team.revision }));
  const teams = directory.parties.filter((party) => party.kind === "team" && !party.closed);
  const own = inside(treeOf(teams), team.id);
  const changed = draft.name !== team.name || draft.parent !== (team.parent?.id ?? null) || draft.calendar !== team.calendar || draft.confidential !== team.confidential;
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: () => { setChange({}); } }); }}>
      <TextInput label={t("office.name")} required maxLength={200} value={draft.name} onChange={(event) => { setDraft({ name: event.currentTarget.value }); }} />
      <Select
        label={t("people.department")} searchable clearable clearButtonProps={{ "aria-label": t("people.department.none") }} placeholder={t("people.department.none")} nothingFoundMessage={t("filter.nothing")}
        data={teams.filter((one) => !own.has(one.id)).map((one) => ({ value: one.id, label: one.name }))} value={draft.parent} onChange={(parent) => { setDraft({ parent }); }}
      />
      <Select
        label={t("people.calendar")} clearable clearButtonProps={{ "aria-label": t("people.calendar.none") }} placeholder={t("people.calendar.none")} description={t("people.calendar.why")}
        data={calendars.map((one) => ({ value: one.id, label: one.name }))} value={draft.calendar} onChange={(calendar) => { setDraft({ calendar }); }}
      />
      <Switch label={t("people.confidential")} description={t("people.confidential.why")} checked={draft.confidential} onChange={(event) => { setDraft({ confidential: event.currentTarget.checked }); }} />
      <Refused error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={!changed}>{t("office.save")}</Button>
      </div>
    </form>
  );
}

function Members({ team, directory }: Props) {
  const { t } = useLanguage();
  const administers = useAdministers();
  const names = new Map(directory.parties.map((party) => [party.id, party.name]));
  const members = directory.members.filter((member) => member.team === team.id)
    .toSorted((a, b) => Number(b.leads) - Number(a.leads) || (names.get(a.person) ?? "").localeCompare(names.get(b.person) ?? ""));
  const others = directory.parties.filter((party) => party.kind === "person" && !party.closed && !members.some((member) => member.person === party.id));
  const join = useSend(({ person, leads }: { person: string; leads: boolean }) => put("/api/v1/teams/{team}/members/{person}", { path: { team: team.id, person }, body: { leads } }));
  const leave = useSend((person: string) => remove("/api/v1/teams/{team}/members/{person}", { path: { team: team.id, person } }));
  return (
    <section className={css.section}>
      <h3>{t("people.members")}</h3>
      {members.length === 0 && <p className="quiet">{t("people.members.none")}</p>}
      <ul className={css.members}>
        {members.map((member) => {
          const name = names.get(member.person) || t("office.erased");
          return (
            <li key={member.person} className={css.member}>
              <Link to="/settings/people" search={(now) => ({ ...now, team: undefined, person: member.person })}>{name}</Link>
              {administers ? (
                <>
                  <Checkbox
                    size="xs" label={t("people.leads")} aria-label={t("people.leads.of", { name, team: team.name })} checked={join.isPending && join.variables.person === member.person ? join.variables.leads : member.leads}
                    onChange={(event) => { join.mutate({ person: member.person, leads: event.currentTarget.checked }); }}
                  />
                  <Button size="compact-xs" variant="default" aria-label={t("people.leave.of", { name, team: team.name })} onClick={() => { leave.mutate(member.person); }}>{t("people.leave")}</Button>
                </>
              ) : member.leads && <span className={css.mark}>{t("people.leads")}</span>}
            </li>
          );
        })}
      </ul>
      {administers && (
        <Select
          aria-label={t("people.join")} placeholder={t("people.join")} searchable limit={50} nothingFoundMessage={t("filter.nothing")} value={null} key={members.length}
          data={others.map((party) => ({ value: party.id, label: party.name }))} onChange={(person) => { if (person) join.mutate({ person, leads: false }); }}
        />
      )}
      <Refused error={join.error ?? leave.error} />
    </section>
  );
}

function Closing({ team }: { team: Party }) {
  const { t } = useLanguage();
  const [asks, setAsks] = useState(false);
  const close = useSend(() => patch("/api/v1/parties/{party}", { path: { party: team.id }, body: { closed: !team.closed }, seen: team.revision }));
  if (team.closed) {
    return (
      <section className={css.section}>
        <p className="quiet">{t("people.team.closed")}</p>
        <div><Button variant="default" size="xs" loading={close.isPending} onClick={() => { close.mutate(undefined); }}>{t("people.team.open")}</Button></div>
        <Refused error={close.error} />
      </section>
    );
  }
  return (
    <section className={css.section}>
      <div><Button variant="default" size="xs" onClick={() => { setAsks(true); }}>{t("people.team.close")}</Button></div>
      <Sure
        title={t("people.team.close.sure", { team: team.name })} words={t("people.team.close.why")} act={t("people.team.close")} opened={asks} busy={close.isPending} error={close.error}
        close={() => { setAsks(false); }} go={() => { close.mutate(undefined); }}
      />
    </section>
  );
}
