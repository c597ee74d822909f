// Who is inside: teams in their departments, people and what they may do. Whoever is chosen is shown
// beside the list, over it on narrow screens; the address says who.
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { accountsQuery, useAdministers, type Directory } from "../../api/office";
import { directoryQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import type { PeopleSearch } from "../office";
import { Invite } from "./Invite";
import { NewTeam } from "./NewTeam";
import css from "./People.module.css";
import { PersonList } from "./PersonList";
import { PersonPanel } from "./PersonPanel";
import { TeamPanel } from "./TeamPanel";
import { TeamTree } from "./TeamTree";

const route = getRouteApi("/settings/people");

export function People() {
  const { t } = useLanguage();
  const directory = useQuery(directoryQuery);
  const administers = useAdministers();
  const [window, setWindow] = useState<"invite" | "team" | null>(null);
  return (
    <Page
      title={t("people.title")} lede={t("people.lede")}
      actions={administers && (
        <>
          <Button onClick={() => { setWindow("invite"); }}>{t("people.invite")}</Button>
          <Button variant="default" onClick={() => { setWindow("team"); }}>{t("people.team.new")}</Button>
        </>
      )}
    >
      <Asked of={directory} lines={9}>
        {(known) => (
          <>
            <Known directory={known} />
            {window === "invite" && <Invite directory={known} close={() => { setWindow(null); }} />}
            {window === "team" && <NewTeam directory={known} close={() => { setWindow(null); }} />}
          </>
        )}
      </Asked>
    </Page>
  );
}

function Known({ directory }: { directory: Directory }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const administers = useAdministers();
  const accounts = useQuery({ ...accountsQuery, retry: false }).data?.accounts ?? [];
  const choose = (change: PeopleSearch) => { void navigate({ search: (now) => ({ ...now, team: undefined, person: undefined, ...change }), resetScroll: false }); };
  const chosen = directory.parties.find((party) => party.id === (search.team ?? search.person));
  const teams = directory.parties.filter((party) => party.kind === "team");
  if (teams.length === 0 && accounts.length <= 1) {
    return <Nothing title={t("people.empty")}><p>{t("people.empty.do")}</p></Nothing>;
  }
  return (
    <div className={css.columns} data-chosen={chosen ? true : undefined}>
      <div className={css.lists}>
        <TextInput
          className={css.find} leftSection={<Icon name="search" size={16} />} aria-label={t("people.find")} placeholder={t("people.find")} defaultValue={search.q}
          onChange={(event) => { const q = event.currentTarget.value || undefined; void navigate({ search: (now) => ({ ...now, q }), replace: true, resetScroll: false }); }}
        />
        <TeamTree directory={directory} chosen={search.team} words={search.q} choose={(team) => { choose({ team }); }} />
        <PersonList directory={directory} accounts={accounts} chosen={search.person} words={search.q} choose={(person) => { choose({ person }); }} />
      </div>
      <aside className={css.panel} aria-label={chosen?.name ?? t("people.panel")}>
        {chosen && (
          <button type="button" className={css.back} onClick={() => { choose({}); }}><Icon name="back" size={16} /> {t("people.back")}</button>
        )}
        {!chosen && <p className="quiet">{t(administers ? "people.hint" : "people.hint.look")}</p>}
        {chosen?.kind === "team" && <TeamPanel key={chosen.id} team={chosen} directory={directory} />}
        {chosen?.kind === "person" && <PersonPanel key={chosen.id} person={chosen} directory={directory} account={accounts.find((one) => one.person.id === chosen.id)} />}
      </aside>
    </div>
  );
}
