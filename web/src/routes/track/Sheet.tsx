// The sheet on which customers' pages stand: one column, warm and plain, in the reader's language.
import { choose, LANGUAGES, useLanguage } from "../../i18n";
import css from "./Sheet.module.css";

export function Sheet({ children }: { children: React.ReactNode }) {
  const { t, language } = useLanguage();
  return (
    <div className={css.ground}>
      <main className={css.sheet}>{children}</main>
      <footer className={css.foot}>
        <label>
          <span className="unseen">{t("look.language")}</span>
          <select value={language} onChange={(event) => void choose(event.currentTarget.value as typeof language)}>
            {LANGUAGES.map(({ code, name }) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
        </label>
      </footer>
    </div>
  );
}

/** Why the page cannot be shown, and what to do. */
export function Trouble({ title, children, again }: { title: string; children: React.ReactNode; again?: () => void }) {
  const { t } = useLanguage();
  return (
    <section className={css.trouble} role="alert">
      <h1>{title}</h1>
      <div>{children}</div>
      {again && <div><button type="button" className={css.quietButton} onClick={again}>{t("act.again")}</button></div>}
    </section>
  );
}

/** Grey lines while the page is on its way. */
export function Waiting() {
  const { t } = useLanguage();
  return (
    <div role="status" className={css.waiting}>
      <h1 className="unseen">{t("state.loading")}</h1>
      <span style={{ inlineSize: "30%" }} /><span style={{ inlineSize: "92%", blockSize: "2.5rem" }} /><span style={{ inlineSize: "60%" }} /><span style={{ inlineSize: "75%" }} />
    </div>
  );
}
