// What a customer is asked, by their private link: no account, nothing to load but this. To look records nothing.
import { useEffect, useReducer, useRef, useState } from "react";
import { get, post, Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import { freshId } from "../../lib/fresh-id";
import { said, spoken, type NewAnswer, type Questions as Asked } from "../../lib/survey";
import { Sheet, Trouble, Waiting } from "../track/Sheet";
import css from "./Give.module.css";
import { Questions, Thanks } from "./Questions";

/** `at` is the end of the private link. */
export function Give({ at }: { at: string }) {
  const { t, language } = useLanguage();
  const [page, setPage] = useState<Asked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  const key = useRef(freshId());
  const [times, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const stop = new AbortController();
    get("/api/v1/feedback/{key}", { path: { key: at }, signal: stop.signal }).then(
      (found) => { setPage(found); setError(null); },
      (refused: unknown) => { if (!stop.signal.aborted) setError(refused); },
    );
    return () => { stop.abort(); };
  }, [at, times]);
  const title = page ? said(page.title, spoken(page.languages, language)) : t("give.title");
  useEffect(() => { document.title = title; }, [title]);
  const send = async (answers: NewAnswer[]) => {
    try {
      await post("/api/v1/feedback/{key}", { path: { key: at }, body: { answers }, once: key.current });
    } catch (refused) {
      // What was said before counts; what came too late is told as such.
      if (!(refused instanceof Problem && ["feedback_given", "feedback_expired", "missing"].includes(refused.code))) throw refused;
      look();
      return;
    }
    setDone(true);
  };
  const gone = error instanceof Problem && error.status === 404;
  return (
    <Sheet>
      {done ? <Thanks />
        : gone ? <Trouble title={t("give.gone")}><p>{t("give.gone.why")}</p></Trouble>
        : error ? (
          <Trouble title={t("give.trouble")} again={look}>
            <p>{t("give.trouble.do")}</p>
            {error instanceof Problem && error.requestId && <p className="small quiet">{t("problem.request")} <code>{error.requestId}</code></p>}
          </Trouble>
        )
        : !page ? <Waiting />
        : page.state === "expired" ? <Trouble title={t("give.expired")}><p>{t("give.expired.why")}</p></Trouble>
        : page.state === "answered" ? <Thanks given />
        : (
          <>
            <header className={css.head}>
              {page.organisation && <p className="quiet">{page.organisation}</p>}
              <h1 lang={spoken(page.languages, language)}>{title}</h1>
              {page.number !== null && <p className="quiet">{t("give.about", { n: page.number, subject: page.subject ?? "" })}</p>}
            </header>
            <Questions questions={page.questions} languages={page.languages} send={send} />
          </>
        )}
    </Sheet>
  );
}
