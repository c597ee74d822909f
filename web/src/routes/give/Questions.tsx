// The questions of a survey, one at a time: a large target for each answer, also by keyboard, and nothing that is
// sent before somebody says so.
import { useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../../i18n";
import type { Key } from "../../i18n";
import { BLANK, isAnswered, said, spoken, toSend, valuesOf, type Draft, type NewAnswer, type Question } from "../../lib/survey";
import sheet from "../track/Sheet.module.css";
import css from "./Give.module.css";

type Props = {
  questions: Question[];
  languages: string[];
  /** Sends the answers; nothing more is shown once it is done. */
  send: (answers: NewAnswer[]) => Promise<void>;
};

export function Questions({ questions, languages, send }: Props) {
  const { t, language } = useLanguage();
  const speaks = spoken(languages, language);
  const [at, setAt] = useState(0);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(false);
  const heading = useRef<HTMLLegendElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    // Whoever goes on by keyboard or listens is taken to the next question; nobody is on arrival.
    if (moved.current) heading.current?.focus();
  }, [at]);
  const question = questions[at];
  if (!question) return null;
  const id = question.id ?? "";
  const draft = drafts[id] ?? BLANK;
  const last = at === questions.length - 1;
  const answered = isAnswered(question, draft);
  const change = (more: Partial<Draft>) => {
    setDrafts({ ...drafts, [id]: { ...draft, ...more } });
    setMissing(false);
  };
  const go = async (event: React.FormEvent) => {
    event.preventDefault();
    if (question.required && !answered) {
      setMissing(true);
      return;
    }
    if (!last) {
      moved.current = true;
      setAt(at + 1);
      return;
    }
    const answers = toSend(questions, drafts);
    if (answers.length === 0) {
      setMissing(true);
      return;
    }
    if (sending) return;
    setSending(true);
    setFailed(false);
    try {
      await send(answers);
    } catch {
      setFailed(true);
    }
    setSending(false);
  };
  return (
    <form className={css.form} onSubmit={(event) => void go(event)} noValidate>
      {questions.length > 1 && (
        <div className={css.progress}>
          <p className="small quiet">{t("give.progress", { n: at + 1, of: questions.length })}</p>
          <div className={css.bar} aria-hidden="true"><span style={{ inlineSize: `${((at + 1) / questions.length) * 100}%` }} /></div>
        </div>
      )}
      <fieldset className={css.question} key={id} lang={speaks} aria-describedby={missing ? `${id}-missing` : undefined}>
        <legend ref={heading} tabIndex={-1}>{said(question.label, speaks)}</legend>
        <Field question={question} draft={draft} language={speaks} change={change} />
      </fieldset>
      {missing && <p id={`${id}-missing`} className={sheet.refused} role="alert">{t("give.required")}</p>}
      {failed && <p className={sheet.refused} role="alert">{t("give.failed")}</p>}
      <div className={css.foot}>
        {at > 0 && <button type="button" className={sheet.quietButton} onClick={() => { moved.current = true; setAt(at - 1); setMissing(false); }}>{t("give.back")}</button>}
        <button type="submit" className={sheet.button} aria-disabled={sending || undefined}>
          {t(sending ? "give.sending" : last ? "give.send" : answered || question.required ? "give.next" : "give.skip")}
        </button>
      </div>
    </form>
  );
}

type FieldProps = { question: Question; draft: Draft; language: "en" | "fr" | "de"; change: (more: Partial<Draft>) => void };

function Field({ question, draft, language, change }: FieldProps) {
  const { t } = useLanguage();
  const name = useId();
  const { scale } = question;
  if (scale === "text") {
    return (
      <div className={sheet.field}>
        <textarea rows={4} maxLength={5_000} aria-label={t("give.words")} value={draft.words} onChange={(event) => { change({ words: event.currentTarget.value }); }} />
      </div>
    );
  }
  if (scale === "choice" || scale === "choices") {
    const several = scale === "choices";
    return (
      <>
        {several && <p className="small quiet">{t("give.several")}</p>}
        <div className={css.choices}>
          {(question.choices ?? []).map((choice) => {
            const id = choice.id ?? "";
            const on = draft.chosen.includes(id);
            return (
              <label key={id} className={css.choice} data-on={on || undefined}>
                <input
                  type={several ? "checkbox" : "radio"} name={name} checked={on}
                  onChange={() => { change({ chosen: !several ? [id] : on ? draft.chosen.filter((one) => one !== id) : [...draft.chosen, id] }); }}
                />
                <span>{said(choice.label, language)}</span>
              </label>
            );
          })}
        </div>
      </>
    );
  }
  const values = valuesOf(scale);
  const inWords = scale === "csat";
  return (
    <div className={inWords ? css.choices : css.scale}>
      {values.map((value) => (
        <label key={value} className={inWords ? css.choice : css.value} data-on={draft.value === value || undefined}>
          <input type="radio" name={name} checked={draft.value === value} onChange={() => { change({ value }); }} aria-label={inWords ? undefined : ended(value, values, scale, t)} />
          <span>{inWords ? t(`give.csat.${value as 1 | 2 | 3 | 4 | 5}`) : value}</span>
        </label>
      ))}
      {!inWords && (
        <p className={css.ends} aria-hidden="true">
          <span>{t(scale === "nps" ? "give.nps.low" : "give.ces.low")}</span>
          <span>{t(scale === "nps" ? "give.nps.high" : "give.ces.high")}</span>
        </p>
      )}
    </div>
  );
}

/** A value by itself; at the ends with what it means. */
function ended(value: number, values: number[], scale: "nps" | "ces", t: (key: Key) => string): string {
  if (value === values[0]) return `${value}, ${t(scale === "nps" ? "give.nps.low" : "give.ces.low")}`;
  if (value === values.at(-1)) return `${value}, ${t(scale === "nps" ? "give.nps.high" : "give.ces.high")}`;
  return String(value);
}

/** What is said in the end. */
export function Thanks({ given }: { /** They had answered before. */ given?: boolean }) {
  const { t } = useLanguage();
  return (
    <section className={css.thanks} role="status">
      <svg width="56" height="56" viewBox="0 0 56 56" aria-hidden="true">
        <circle cx="28" cy="28" r="25" />
        <path d="M17 29l8 8 15-18" />
      </svg>
      <h1>{t("give.thanks")}</h1>
      <p>{t(given ? "give.given" : "give.thanks.why")}</p>
    </section>
  );
}
