// What stands under messages to customers: one's own words, and those of teams for who has none.
import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../api/client";
import { signaturesQuery } from "../../api/desk";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import { useDesk, works } from "../../parts/pages";
import css from "./Macros.module.css";

export function SignatureList() {
  const { t } = useLanguage();
  const { me } = useDesk();
  const signatures = useQuery(signaturesQuery);
  return (
    <section className={css.section} aria-labelledby="signatures">
      <h2 id="signatures">{t("signature.title")}</h2>
      <p className="quiet">{t("signature.lede")}</p>
      <Asked of={signatures} lines={3}>
        {({ own, teams }) => (
          <>
            {me && <Signature owner={me.person.id} label={t("signature.own")} hint={t("signature.own.hint")} saved={own} locked={!works(me)} />}
            {teams.map(({ team, words, may_change: may }) => (
              <Signature key={team.id} owner={team.id} label={t("signature.team", { team: team.name })} saved={words} locked={!may} />
            ))}
          </>
        )}
      </Asked>
    </section>
  );
}

type Props = { owner: string; label: string; hint?: string; saved: string; locked: boolean };

function Signature({ owner, label, hint, saved, locked }: Props) {
  const { t } = useLanguage();
  const [words, setWords] = useState(saved);
  const save = useSend(() => put("/api/v1/signatures/{party}", { path: { party: owner }, body: { words: words.trim() } }));
  const dirty = words.trim() !== saved;
  return (
    <form className={css.signature} onSubmit={(event) => { event.preventDefault(); if (dirty && !save.isPending) save.mutate(undefined); }}>
      <Textarea label={label} description={hint} autosize minRows={2} maxRows={8} maxLength={2000} disabled={locked} value={words} onChange={(event) => { setWords(event.currentTarget.value); }} />
      <Refused error={save.error} />
      {!locked && (
        <div className="row">
          <Button type="submit" size="sm" variant="default" loading={save.isPending} disabled={!dirty} aria-label={t("signature.save.of", { what: label })}>{t("signature.save")}</Button>
          <span role="status" className="small quiet">{save.isSuccess && !dirty && t("signature.saved")}</span>
        </div>
      )}
    </form>
  );
}
