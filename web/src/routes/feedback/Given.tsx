// What somebody answered, each answer with its question: figures with their scale, what was chosen, words as they were
// written.
import type { Answer } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import { mostOf, said } from "../../lib/survey";
import css from "./Feedback.module.css";

export function Given({ answers, poor }: { answers: Answer[]; poor: boolean }) {
  const { t, language, format } = useLanguage();
  const rated = answers.filter(({ value }) => value !== null);
  const chosen = answers.filter((answer) => answer.chosen.length > 0);
  const written = answers.filter(({ words }) => words !== null);
  return (
    <>
      {rated.length > 0 && (
        <p className={css.rated}>
          {rated.map((answer) => (
            <span key={answer.question} title={said(answer.label, language)}>
              <span className="quiet">{t(`feedback.scale.${answer.scale as "nps" | "csat" | "ces"}`)}</span>{" "}
              <strong>{t("feedback.of", { value: answer.value ?? 0, most: mostOf(answer.scale) })}</strong>
            </span>
          ))}
          {poor && <span className={css.poor}>{t("feedback.poor")}</span>}
        </p>
      )}
      {chosen.map((answer) => (
        <p key={answer.question} className="small"><span className="quiet">{said(answer.label, language)}</span> {format.list(answer.chosen.map((choice) => said(choice, language)))}</p>
      ))}
      {written.map((answer) => (
        answer.words === "" ? <p key={answer.question} className="small quiet">{t("feedback.erased")}</p>
        : <blockquote key={answer.question} className={css.words} title={said(answer.label, language)}>{answer.words}</blockquote>
      ))}
    </>
  );
}
