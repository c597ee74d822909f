// Where a customer's request is: one headline, the way in a few steps, by when, and one place to write.
import { useCallback, useEffect } from "react";
import { get, Problem } from "../../api/client";
import { regional, useLanguage } from "../../i18n";
import { headline, over, type Tracking } from "../../lib/tracking";
import { when } from "../../lib/when";
import { Answer } from "./Answer";
import { Answers } from "./Answers";
import { Messages } from "./Messages";
import { Path } from "./Path";
import { Sheet, Trouble, Waiting } from "./Sheet";
import css from "./Track.module.css";
import { Verdict } from "./Verdict";
import { usePolled } from "./usePolled";

/** How often the page looks by itself. */
const GENTLY = 30_000;

/** `at` is the end of the customer's link. */
export function Track({ at }: { at: string }) {
  const { t } = useLanguage();
  const ask = useCallback(async (signal: AbortSignal) => (await get("/api/v1/track/{key}", { path: { key: at }, signal })) as unknown as Tracking, [at]);
  const { data, error, again } = usePolled(ask, GENTLY);
  const gone = error instanceof Problem && error.status === 404;
  return (
    <Sheet>
      {gone ? (
        <Trouble title={t("track.gone")}><p>{t("track.gone.do")}</p><p><a href="/ask">{t("track.gone.ask")}</a></p></Trouble>
      ) : data ? (
        <Known at={at} page={data} lost={error !== null} again={again} />
      ) : error ? (
        <Trouble title={t("track.trouble")} again={() => void again()}>
          <p>{t("track.trouble.do")}</p>
          {error instanceof Problem && error.requestId && <p className="small quiet">{t("problem.request")} <code>{error.requestId}</code></p>}
        </Trouble>
      ) : <Waiting />}
    </Sheet>
  );
}

type Props = { at: string; page: Tracking; lost: boolean; again: () => Promise<void> };

function Known({ at, page, lost, again }: Props) {
  const { t, language } = useLanguage();
  const region = regional(language, navigator.languages);
  const said = headline(page);
  const sentence = t(said.text, { at: said.at ? when(said.at, page.now, region) : "", step: said.step ?? "" });
  useEffect(() => { document.title = sentence; }, [sentence]);
  return (
    <>
      <header className={css.head}>
        <p className="quiet">{[page.service, page.subject].filter(Boolean).join(" · ")}</p>
        {/* The headline changes while one looks; whoever listens hears it. */}
        <h1 aria-live="polite">{sentence}</h1>
        {lost && <p className="small quiet" role="status">{t("track.lost", { at: when(page.now, page.now, region) })}</p>}
      </header>
      {page.waits_for_you && <Answer at={at} again={again} urgent />}
      {page.feedback && <Verdict at={at} asked={page.feedback} again={again} />}
      <Path page={page} />
      {page.fields.length > 0 && <Answers page={page} />}
      {page.messages.length > 0 && <Messages at={at} page={page} />}
      {!page.waits_for_you && <Answer at={at} again={again} done={over(page)} />}
      <p className="small quiet">{t("track.number", { n: page.number, at: when(page.asked_at, page.now, region) })}</p>
    </>
  );
}
