// Invites a colleague: name, how they sign in, what they may do, their teams; then their link, once.
import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { ROLES, useSend, type Directory } from "../../api/office";
import { useLanguage, type Key } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { HandOver } from "./HandOver";
import css from "./People.module.css";

/** How somebody may sign in, from their name: "Ada Ahorn" as "ada.ahorn". */
function suggested(name: string): string {
  return name.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, ".").replace(/[^\p{L}\p{N}.@_-]/gu, "");
}

export function Invite({ directory, close }: { directory: Directory; close: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const [login, setLogin] = useState<string | null>(null);
  const [role, setRole] = useState<(typeof ROLES)[number]>("member");
  const [teams, setTeams] = useState<string[]>([]);
  const invite = useSend(() => post("/api/v1/accounts", { body: { name, login: login ?? suggested(name), role, teams } }));
  return (
    <Dialog title={t("people.invite")} opened close={close}>
      {invite.data ? (
        <div className={css.form}>
          <HandOver link={invite.data} name={name} />
          <div><Button onClick={close}>{t("act.done")}</Button></div>
        </div>
      ) : (
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); invite.mutate(undefined); }}>
          <TextInput label={t("office.name")} required maxLength={200} data-autofocus autoComplete="off" value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
          <TextInput label={t("people.login")} description={t("people.login.why")} required maxLength={200} autoComplete="off" value={login ?? suggested(name)} onChange={(event) => { setLogin(event.currentTarget.value); }} />
          <Select
            label={t("people.role")} allowDeselect={false} description={t(`people.role.${role}.why` as Key)} value={role} data={ROLES.map((one) => ({ value: one, label: t(`people.role.${one}`) }))}
            onChange={(value) => { if (value) setRole(value as typeof role); }}
          />
          <MultiSelect
            label={t("people.teams")} searchable clearable clearButtonProps={{ "aria-label": t("filter.clear") }} nothingFoundMessage={t("filter.nothing")} value={teams} onChange={setTeams}
            data={directory.parties.filter((party) => party.kind === "team" && !party.closed).map((party) => ({ value: party.id, label: party.name }))}
          />
          <Refused error={invite.error} />
          <div className="row">
            <Button type="submit" loading={invite.isPending}>{t("people.invite.make")}</Button>
            <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
