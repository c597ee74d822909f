// One operation: a line that opens to what it takes, what it answers, and, where it only reads, a try.
import { Fragment, useState } from "react";
import { useLanguage } from "../../i18n";
import { typeOf, words, type Description, type Operation as Shown } from "../../lib/openapi";
import { Icon } from "../../parts/Icon";
import css from "./Api.module.css";
import { Prose } from "./Prose";
import { Shape } from "./Shape";
import { TryIt } from "./TryIt";

export function Operation({ doc, operation, opened }: { doc: Description; operation: Shown; opened: boolean }) {
  const [open, setOpen] = useState(opened);
  const { id, method, path, summary } = operation;
  return (
    <details id={id} className={css.operation} open={open} onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary>
        <span className={css.method}>{method}</span> <code className={css.path}>{broken(path)}</code> <span className={css.summary}><Prose text={summary} /></span> <span className={css.turn}><Icon name="fold" size={16} /></span>
      </summary>
      {open && <Opened doc={doc} operation={operation} />}
    </details>
  );
}

/** An address breaks after its strokes, not within its words. */
function broken(path: string) {
  return path.split("/").map((part, i) => <Fragment key={i}>{i > 0 && <>/<wbr /></>}{part}</Fragment>);
}

function Opened({ doc, operation }: { doc: Description; operation: Shown }) {
  const { t, language } = useLanguage();
  const { method, description, parameters, body, answers } = operation;
  const heading = (text: string) => <h3 lang={language}>{text}</h3>;
  // What is never over cannot be shown as an answer.
  const reads = method === "GET" && !answers.some(({ type }) => type === "text/event-stream");
  return (
    <div className={css.opened}>
      {description && <p><Prose text={description} /></p>}
      {parameters.length > 0 && (
        <>
          {heading(t("api.asks"))}
          <dl className={css.fields}>
            {parameters.map(({ name, in: where, description: about = "", required, schema = {} }) => (
              <div key={`${where} ${name}`}>
                <dt><code>{name}</code> <span className={css.type}>{typeOf(schema, t)}</span> <span className={css.type} lang={language}>{t(`api.in.${where}`)}</span> {required && <span className={css.required} lang={language}>{t("api.required")}</span>}</dt>
                <dd><Prose text={about} /> <Words all={words(doc, schema)} /></dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {body.map(({ type, schema }) => (
        <Fragment key={type}>
          {heading(t("api.body"))}
          <p className={css.type}>{type}</p>
          {schema && <Shape doc={doc} schema={schema} />}
        </Fragment>
      ))}
      {heading(t("api.answers"))}
      {answers.map(({ status, type, schema }) => (
        <div key={`${status} ${type ?? ""}`} className={css.answer}>
          <p><strong lang={language}>{status === "default" ? t("api.answer.problem") : t("api.answer", { status })}</strong> {type && <span className={css.type}>{type}</span>}</p>
          {schema ? <Shape doc={doc} schema={schema} folded={status === "default"} /> : type === null && <p className="quiet" lang={language}>{t("api.nothing")}</p>}
        </div>
      ))}
      {reads && <TryIt operation={operation} doc={doc} />}
    </div>
  );
}

/** What a value may be, if it is one of a few words. */
export function Words({ all }: { all: string[] }) {
  const { t, language } = useLanguage();
  if (all.length === 0) return null;
  return <span className={css.words}><span lang={language}>{t("api.one_of")}</span> {all.map((word) => <code key={word}>{word}</code>)}</span>;
}
