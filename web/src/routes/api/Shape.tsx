// What a value looks like: its fields, each with its type and what it means. What lies further in opens on demand, so a
// schema may hold itself.
import { useState } from "react";
import { useLanguage } from "../../i18n";
import { declared, fields, inner, nameOf, typeOf, words, type Description, type Schema } from "../../lib/openapi";
import css from "./Api.module.css";
import { Words } from "./Operation";
import { Prose } from "./Prose";

type Props = { doc: Description; schema: Schema; folded?: boolean };

/** A value with all that it holds. */
export function Shape({ doc, schema, folded = false }: Props) {
  const { t } = useLanguage();
  const there = declared(doc, schema);
  const parts = inner(doc, schema);
  const about = there.description ?? "";
  if (folded) return <Folded doc={doc} parts={parts} title={typeOf(schema, t)} />;
  return (
    <div className={css.shape}>
      <p><span className={css.type}>{typeOf(schema, t)}</span> {about && <Prose text={about} />} <Words all={words(doc, schema)} /></p>
      {parts.map((part, i) => <Fields key={i} doc={doc} schema={part} />)}
    </div>
  );
}

function Fields({ doc, schema }: Omit<Props, "folded">) {
  const { t, language } = useLanguage();
  return (
    <dl className={css.fields}>
      {fields(doc, schema).map(({ name, schema: field, required }) => {
        const parts = inner(doc, field);
        const there = declared(doc, field);
        return (
          <div key={name}>
            <dt><code>{name}</code> <span className={css.type}>{typeOf(field, t)}</span> {required && <span className={css.required} lang={language}>{t("api.required")}</span>}</dt>
            <dd>
              <Prose text={there.description ?? ""} /> <Words all={words(doc, field)} />
              {there.default !== undefined && <span className={css.type} lang={language}>{t("api.default", { value: JSON.stringify(there.default) })}</span>}
              {parts.length > 0 && <Folded doc={doc} parts={parts} title={parts.map((part) => nameOf(part) ?? name).join(" · ")} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Folded({ doc, parts, title }: { doc: Description; parts: Schema[]; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={css.inner} onToggle={(event) => { if (event.target === event.currentTarget) setOpen(event.currentTarget.open); }}>
      <summary>{title}</summary>
      {open && parts.map((part, i) => <Fields key={i} doc={doc} schema={part} />)}
    </details>
  );
}
