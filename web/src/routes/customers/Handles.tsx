// How a customer is reached, and from where one knows it: an address without evidence may be somebody
// else's.
import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { useSend, type Person } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import css from "./Customers.module.css";

const KINDS = ["email", "phone", "order"] as const;

export function Handles({ person, locked }: { person: Person; locked: boolean }) {
  const { t, format } = useLanguage();
  const [opened, setOpened] = useState(false);
  const [kind, setKind] = useState<string>("email");
  const [value, setValue] = useState("");
  const [evidence, setEvidence] = useState("");
  const add = useSend(() => post("/api/v1/parties/{party}/handles", { path: { party: person.id }, body: { kind, value, evidence } }));
  const forget = useSend((handle: string) => remove("/api/v1/parties/{party}/handles/{handle}", { path: { party: person.id, handle } }));
  const called = (word: string) => (word === "email" || word === "phone" || word === "order" ? t(`customers.handle.${word}`) : word);
  return (
    <section className={css.section} aria-labelledby="handles">
      <div className="row spread">
        <h2 id="handles">{t("customers.handles")}</h2>
        {!locked && !opened && person.name !== "" && <Button size="xs" variant="default" onClick={() => { setOpened(true); }}>{t("customers.handle.add")}</Button>}
      </div>
      {person.handles.length === 0 && <p className="quiet">{t("customers.handles.none")}</p>}
      <ul className={css.list}>
        {person.handles.map((handle) => (
          <li key={handle.id}>
            <span className={css.subject}>
              {handle.kind === "email" ? <a href={`mailto:${handle.value}`}>{handle.value}</a> : handle.kind === "phone" ? <a href={`tel:${handle.value.replaceAll(" ", "")}`}>{handle.value}</a> : handle.value}
              <span className="small quiet"> {called(handle.kind)}</span>
            </span>
            <span className="quiet">{handle.evidence ? t("customers.known", { evidence: handle.evidence }) : t("customers.known.not")}<span className="small"> · {format.date(handle.added_at)}</span></span>
            {!locked && <Button size="compact-xs" variant="default" aria-label={t("customers.handle.remove.of", { value: handle.value })} disabled={forget.isPending} onClick={() => { forget.mutate(handle.id); }}>{t("customers.handle.remove")}</Button>}
          </li>
        ))}
      </ul>
      {opened && (
        <form
          className={css.line}
          onSubmit={(event) => { event.preventDefault(); add.mutate(undefined, { onSuccess: () => { setOpened(false); setValue(""); setEvidence(""); } }); }}
        >
          <Select label={t("customers.handle.kind")} allowDeselect={false} value={kind} data={KINDS.map((one) => ({ value: one, label: t(`customers.handle.${one}`) }))} onChange={(word) => { setKind(word ?? "email"); }} />
          <TextInput label={t("customers.handle.value")} required maxLength={300} value={value} onChange={(event) => { setValue(event.currentTarget.value); }} />
          <TextInput label={t("customers.evidence")} description={t("customers.evidence.why")} maxLength={300} value={evidence} onChange={(event) => { setEvidence(event.currentTarget.value); }} />
          <div className="row">
            <Button type="submit" loading={add.isPending}>{t("customers.handle.keep")}</Button>
            <Button variant="default" onClick={() => { setOpened(false); }}>{t("office.cancel")}</Button>
          </div>
        </form>
      )}
      <Refused error={add.error ?? forget.error} />
    </section>
  );
}
