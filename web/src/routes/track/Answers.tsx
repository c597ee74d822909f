// What the customer answered when they asked.
import { regional, useLanguage } from "../../i18n";
import { inWords } from "../../lib/fields";
import type { Tracking } from "../../lib/tracking";
import css from "./Track.module.css";

export function Answers({ page }: { page: Tracking }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="answers" className={css.section}>
      <h2 id="answers">{t("fields.yours")}</h2>
      <dl className={css.answers}>
        {page.fields.map(({ id, label, kind, values }) => (
          <div key={id}>
            <dt className="small quiet">{label}</dt>
            <dd>{inWords(kind, values, regional(language, navigator.languages), t).map((words) => <p key={words}>{words}</p>)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
