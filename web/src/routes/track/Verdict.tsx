// How it was, asked on the page that follows the request once it is over.
import { useRef, useState } from "react";
import { post, Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import { freshId } from "../../lib/fresh-id";
import { said, spoken, type NewAnswer, type Questions as Asked } from "../../lib/survey";
import { Questions } from "../give/Questions";
import css from "./Track.module.css";

export function Verdict({ at, asked, again }: { at: string; asked: Asked; again: () => Promise<void> }) {
  const { t, language } = useLanguage();
  const [done, setDone] = useState(false);
  const key = useRef(freshId());
  const send = async (answers: NewAnswer[]) => {
    try {
      await post("/api/v1/track/{key}/feedback", { path: { key: at }, body: { answers }, once: key.current });
    } catch (refused) {
      // Answered elsewhere meanwhile, too late, or no longer asked: the page then says so by itself.
      if (!(refused instanceof Problem && ["feedback_given", "feedback_expired", "missing"].includes(refused.code))) throw refused;
      await again();
      return;
    }
    setDone(true);
    await again();
  };
  if (done || asked.state === "answered") {
    return <section className={css.section} role="status"><p><strong>{t("give.thanks")}.</strong> {t("give.thanks.why")}</p></section>;
  }
  if (asked.state !== "open") return null;
  const speaks = spoken(asked.languages, language);
  return (
    <section className={css.section} aria-labelledby="verdict">
      <h2 id="verdict" lang={speaks}>{said(asked.title, speaks)}</h2>
      <Questions questions={asked.questions} languages={asked.languages} send={send} />
    </section>
  );
}
