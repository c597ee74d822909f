// The name of a customer, and the organisation they belong to.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { patch } from "../../api/client";
import { useSend, type Person } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { CustomerSelect } from "../../parts/CustomerSelect";
import css from "./Customers.module.css";

export function Rename({ person }: { person: Person }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(person.name);
  const [parent, setParent] = useState(person.parent);
  const save = useSend(() => patch("/api/v1/parties/{party}", { path: { party: person.id }, body: { name, ...(person.kind === "person" ? { parent: parent?.id ?? null } : {}) }, seen: person.revision }));
  if (!opened) return <div><Button size="xs" variant="default" onClick={() => { setOpened(true); }}>{t("customers.change")}</Button></div>;
  return (
    <form className={css.line} onSubmit={(event) => { event.preventDefault(); save.mutate(undefined); }}>
      <TextInput label={t("office.name")} required maxLength={200} value={name} data-autofocus onChange={(event) => { setName(event.currentTarget.value); }} />
      {person.kind === "person" && <CustomerSelect label={t("customers.of")} placeholder={t("customers.of.none")} only="organisation" value={parent?.id ?? null} name={parent?.name ?? ""} change={(id, called) => { setParent(id ? { id, name: called } : null); }} />}
      <div className="row">
        <Button type="submit" loading={save.isPending}>{t("office.save")}</Button>
        <Button variant="default" onClick={() => { setOpened(false); }}>{t("office.cancel")}</Button>
      </div>
      <Refused error={save.error} />
    </form>
  );
}
