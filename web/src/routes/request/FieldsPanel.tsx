// What stands in the custom fields of the service, and the way to change it. They belong to the root of the chain.
import { Button } from "@mantine/core";
import { useState } from "react";
import { patch } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { regional, useLanguage } from "../../i18n";
import { complete, inWords, type Given } from "../../lib/fields";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { FieldInputs } from "../../parts/FieldInput";
import { Icon } from "../../parts/Icon";
import css from "./Request.module.css";

export function FieldsPanel({ detail, works }: { detail: RequestDetail; works: boolean }) {
  const { t, language } = useLanguage();
  const [changing, setChanging] = useState(false);
  if (detail.fields.length === 0) return null;
  return (
    <section className={css.panel} aria-labelledby="fields">
      <h2 id="fields">{t("fields.title")}</h2>
      <dl className={css.fields}>
        {detail.fields.map(({ id, label, kind, values, internal }) => (
          <div key={id}>
            <dt>{label} {internal && <span className={css.inner}><Icon name="lock" size={13} /> {t("fields.internal")}</span>}</dt>
            <dd>{values.length === 0 ? <span className="quiet">{t("fields.empty")}</span> : inWords(kind, values, regional(language, navigator.languages), t).map((words) => <p key={words}>{words}</p>)}</dd>
          </div>
        ))}
      </dl>
      {works && <div><Button size="sm" variant="default" onClick={() => { setChanging(true); }}>{t("fields.change")}</Button></div>}
      {changing && <Changing detail={detail} close={() => { setChanging(false); }} />}
    </section>
  );
}

function Changing({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t } = useLanguage();
  const { fields, root, chain } = detail;
  const [given, setGiven] = useState<Given>(() => Object.fromEntries(fields.map(({ id, values }) => [id, values])));
  const [seen] = useState(chain.find(({ id }) => id === root.id)?.revision);
  const changed = fields.filter(({ id, values }) => JSON.stringify(given[id]) !== JSON.stringify(values));
  const { go, busy, error } = useSend(
    () => patch("/api/v1/requests/{request}", { path: { request: root.id }, seen, body: { fields: changed.map(({ id }) => ({ field: id, values: [...(given[id] ?? [])] })) } }),
    close,
  );
  const ready = changed.length > 0 && complete(changed, given);
  return (
    <Dialog title={t("fields.change")} opened close={close}>
      <form className={form.form} onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void go(); }}>
        <FieldInputs fields={fields} given={given} change={setGiven} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t("fields.save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
