// One person: their teams, how they sign in, what they may do.
import { Button, Select, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { patch, post } from "../../api/client";
import { ROLES, useAdministers, useMe, useSend, type Account, type Directory, type Party } from "../../api/office";
import { useLanguage, type Key } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Sure } from "../../parts/Sure";
import { HandOver } from "./HandOver";
import css from "./People.module.css";
import { PersonVoices } from "./Voices";

type Props = { person: Party; directory: Directory; account: Account | undefined };

export function PersonPanel({ person, directory, account }: Props) {
  const { t } = useLanguage();
  const administers = useAdministers();
  const names = new Map(directory.parties.map((party) => [party.id, party.name]));
  const teams = directory.members.filter((member) => member.person === person.id);
  return (
    <div className={css.sheet}>
      <h2>{person.name || t("office.erased")}</h2>
      {administers && <NameForm person={person} />}
      <section className={administers ? css.section : css.form}>
        <h3>{t("people.teams")}</h3>
        {teams.length === 0 ? <p className="quiet">{t("people.teams.of.none")}</p> : (
          <ul className={css.members}>
            {teams.map((member) => (
              <li key={member.team} className={css.member}>
                <Link to="/settings/people" search={(now) => ({ ...now, person: undefined, team: member.team })}>{names.get(member.team)}</Link>
                {member.leads && <span className={css.mark}>{t("people.leads")}</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
      <PersonVoices person={person.id} />
      {administers && (account ? <AccountSection key={`${account.role} ${account.closed}`} account={account} /> : <InviteHere person={person} />)}
    </div>
  );
}

function NameForm({ person }: { person: Party }) {
  const { t } = useLanguage();
  const [typed, setName] = useState<string | null>(null);
  const name = typed ?? person.name;
  const save = useSend(() => patch("/api/v1/parties/{party}", { path: { party: person.id }, body: { name }, seen: person.revision }));
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: () => { setName(null); } }); }}>
      <TextInput label={t("office.name")} required maxLength={200} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      {name !== person.name && <div><Button type="submit" size="xs" loading={save.isPending}>{t("office.save")}</Button></div>}
      <Refused error={save.error} />
    </form>
  );
}

function AccountSection({ account }: { account: Account }) {
  const { t } = useLanguage();
  const me = useMe();
  const [asks, setAsks] = useState(false);
  const change = useSend((body: { role?: string; closed?: boolean }) => patch("/api/v1/accounts/{account}", { path: { account: account.id }, body }));
  const reset = useSend((second_factor: boolean) => post("/api/v1/accounts/{account}/link", { path: { account: account.id }, body: { second_factor } }));
  const self = me?.account === account.id;
  return (
    <section className={css.section}>
      <h3>{t("people.account")}</h3>
      <dl className={css.facts}>
        <dt>{t("people.login")}</dt><dd><code>{account.login}</code></dd>
        <dt>{t("people.factor")}</dt><dd>{t(account.second_factor ? "office.yes" : "office.no")}</dd>
        {!account.active && <><dt>{t("people.state")}</dt><dd>{t("people.invited.long")}</dd></>}
        {account.closed && <><dt>{t("people.state")}</dt><dd>{t("people.closed.long")}</dd></>}
      </dl>
      {self ? <p className="small quiet">{t("people.self")}</p> : (
        <>
          {account.role !== "customer" && !account.closed && (
            <Select
              label={t("people.role")} allowDeselect={false} value={account.role} disabled={change.isPending} description={t(`people.role.${account.role}.why` as Key)}
              data={ROLES.map((role) => ({ value: role, label: t(`people.role.${role}`) }))} onChange={(role) => { if (role) change.mutate({ role }); }}
            />
          )}
          {reset.data && <HandOver link={reset.data} name={account.person.name} />}
          {!account.closed && (
            <div className="row" style={{ gap: "0.5rem" }}>
              <Button size="xs" variant="default" loading={reset.isPending} onClick={() => { reset.mutate(false); }}>{t(account.active ? "people.reset" : "people.invite.again")}</Button>
              {account.second_factor && <Button size="xs" variant="default" loading={reset.isPending} onClick={() => { reset.mutate(true); }}>{t("people.reset.factor")}</Button>}
              <Button size="xs" variant="default" onClick={() => { setAsks(true); }}>{t("people.account.close")}</Button>
            </div>
          )}
          {account.closed && <div><Button size="xs" variant="default" loading={change.isPending} onClick={() => { change.mutate({ closed: false }); }}>{t("people.account.open")}</Button></div>}
          <Refused error={reset.error ?? (asks ? null : change.error)} />
          <Sure
            title={t("people.account.close.sure", { name: account.person.name })} words={t("people.account.close.why")} act={t("people.account.close")} opened={asks} busy={change.isPending} error={change.error}
            close={() => { setAsks(false); }} go={() => { change.mutate({ closed: true }, { onSuccess: () => { setAsks(false); } }); }}
          />
        </>
      )}
    </section>
  );
}

/** Somebody who is known and cannot sign in yet. */
function InviteHere({ person }: { person: Party }) {
  const { t } = useLanguage();
  const [login, setLogin] = useState("");
  const [role, setRole] = useState<string>("member");
  const invite = useSend(() => post("/api/v1/accounts", { body: { person: person.id, login, role } }));
  if (invite.data) return <HandOver link={invite.data} name={person.name} />;
  return (
    <form className={css.section} onSubmit={(event) => { event.preventDefault(); invite.mutate(undefined); }}>
      <h3>{t("people.account")}</h3>
      <p className="quiet">{t("people.account.none")}</p>
      <TextInput label={t("people.login")} required value={login} autoComplete="off" onChange={(event) => { setLogin(event.currentTarget.value); }} />
      <Select label={t("people.role")} allowDeselect={false} value={role} data={ROLES.map((one) => ({ value: one, label: t(`people.role.${one}`) }))} onChange={(value) => { setRole(value ?? "member"); }} />
      <Refused error={invite.error} />
      <div><Button type="submit" loading={invite.isPending}>{t("people.invite.make")}</Button></div>
    </form>
  );
}
