// What customers see of a survey while it is written: the very questions of their page. Nothing is sent.
import { useLanguage } from "../../i18n";
import { said, spoken } from "../../lib/survey";
import { Questions } from "../give/Questions";
import type { Draft } from "./draft";
import css from "./Surveys.module.css";

export function Preview({ draft }: { draft: Draft }) {
  const { t, language } = useLanguage();
  const speaks = spoken(draft.languages, language);
  const shown = draft.questions.filter((question) => said(question.label, speaks) !== "");
  return (
    <aside className={css.preview} aria-labelledby="preview">
      <h2 id="preview">{t("surveys.preview")}</h2>
      {shown.length === 0 ? <p className="quiet">{t("surveys.preview.empty")}</p> : (
        <div className={css.phone}>
          <p className={css.heading} lang={speaks}>{said(draft.title, speaks)}</p>
          <Questions key={shown.map(({ id, scale }) => `${id} ${scale}`).join()} questions={shown} languages={draft.languages} send={() => Promise.resolve()} />
        </div>
      )}
    </aside>
  );
}
