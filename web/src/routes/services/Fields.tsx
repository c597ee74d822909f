// What is asked when somebody asks for the service, beside what it is about: each question with what may stand in its
// answer, and whether it is for colleagues alone.
import { Button, Checkbox, Select, TagsInput, TextInput } from "@mantine/core";
import type { Field } from "../../api/office";
import { useLanguage } from "../../i18n";
import { KINDS } from "../../lib/fields";
import { freshId } from "../../lib/fresh-id";
import { Icon } from "../../parts/Icon";
import css from "./Services.module.css";

type Props = { fields: Field[]; locked: boolean; change: (fields: Field[]) => void };

export function Fields({ fields, locked, change }: Props) {
  const { t } = useLanguage();
  const set = (at: number, to: Partial<Field>) => { change(fields.map((field, i) => (i === at ? { ...field, ...to } : field))); };
  return (
    <section className={css.section} aria-labelledby="questions">
      <div className="row spread">
        <h2 id="questions">{t("services.fields")}</h2>
        {!locked && <Button size="xs" variant="default" onClick={() => { change([...fields, { id: freshId(), label: "", kind: "text", options: [], required: false, internal: false }]); }}>{t("services.fields.add")}</Button>}
      </div>
      <p className="quiet small">{t(fields.length === 0 ? "services.fields.none" : "services.fields.why")}</p>
      <ul className={css.fields}>
        {fields.map((field, i) => (
          <li key={field.id ?? i} className={css.field}>
            <TextInput aria-label={t("services.fields.n", { n: i + 1 })} placeholder={t("services.fields.label")} maxLength={200} value={field.label} disabled={locked} onChange={(event) => { set(i, { label: event.currentTarget.value }); }} />
            <Select
              aria-label={t("fields.kind.n", { n: i + 1 })} allowDeselect={false} value={field.kind ?? "text"} disabled={locked} data={KINDS.map((kind) => ({ value: kind, label: t(`fields.kind.${kind}`) }))}
              onChange={(kind) => { set(i, { kind: kind ?? "text" }); }}
            />
            <Checkbox label={t("services.fields.required")} checked={field.required ?? false} disabled={locked} onChange={(event) => { set(i, { required: event.currentTarget.checked }); }} />
            <Checkbox label={t("fields.internal.only")} checked={field.internal ?? false} disabled={locked} onChange={(event) => { set(i, { internal: event.currentTarget.checked }); }} />
            {!locked && <button type="button" className={css.hide} aria-label={t("services.fields.remove", { n: i + 1 })} onClick={() => { change(fields.toSpliced(i, 1)); }}><Icon name="close" size={16} /></button>}
            {(field.kind === "choice" || field.kind === "choices") && (
              <TagsInput
                className={css.options} aria-label={t("fields.options.n", { n: i + 1 })} placeholder={t("fields.options")} maxTags={100} maxLength={200} acceptValueOnBlur
                value={field.options ?? []} disabled={locked} onChange={(options) => { set(i, { options }); }}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
