// Forgets a person for good: their name, addresses and words. Whoever does it writes the name, so that it
// never happens to somebody else by a slip.
import { Button, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { useSend, type Person } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import css from "./Customers.module.css";

export function Erase({ person }: { person: Person }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState("");
  // What asks goes with the name, so the way back to all customers is a part of the act.
  const erase = useSend(async () => {
    await post("/api/v1/parties/{party}/erasure", { path: { party: person.id } });
    await navigate({ to: "/customers" });
  });
  const right = typed.trim() === person.name.trim();
  return (
    <section className={css.section} aria-labelledby="erase">
      <h2 id="erase">{t("customers.erase")}</h2>
      <p className="quiet">{t("customers.erase.about")}</p>
      <div><Button variant="default" onClick={() => { setOpened(true); }}>{t("customers.erase.begin")}</Button></div>
      <Dialog title={t("customers.erase.sure", { name: person.name })} opened={opened} close={() => { setOpened(false); setTyped(""); }}>
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (right) erase.mutate(undefined); }}>
          <p><strong>{t("customers.erase.goes")}</strong> {t("customers.erase.goes.what")}</p>
          <p><strong>{t("customers.erase.stays")}</strong> {t("customers.erase.stays.what")}</p>
          <p>{t("customers.erase.never")}</p>
          <TextInput label={t("customers.erase.type", { name: person.name })} autoComplete="off" value={typed} data-autofocus onChange={(event) => { setTyped(event.currentTarget.value); }} />
          <Refused error={erase.error} />
          <div className="row">
            <Button type="submit" loading={erase.isPending} disabled={!right}>{t("customers.erase.do")}</Button>
            <Button variant="default" onClick={() => { setOpened(false); setTyped(""); }}>{t("office.cancel")}</Button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
