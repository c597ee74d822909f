// "How was it?": one line, two taps. First whether it was complete and right, then how well one could go on; who says
// that something was amiss may say what. The digits shown answer too. Nothing is sent before the last tap.
import { useHotkeys } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { post, put } from "../api/client";
import { REASONS, type NewRating, type Rating, type Reason } from "../api/voices";
import { useLanguage } from "../i18n";
import { tell } from "../lib/toasts";
import { covered, useLetters } from "../lib/useLetters";
import { useSend } from "../lib/useSend";
import { Refused } from "./Asked";
import css from "./HowWasIt.module.css";
import { Icon } from "./Icon";

const SCALE = [1, 2, 3, 4, 5] as const;
const HOURS = 4;
/** The second half of a double click was meant for the question before. */
const once = (event: React.MouseEvent) => event.detail < 2;

type Props = { rating: Rating; /** How many questions wait after this one. */ more?: number; /** The page is about the hand-off already. */ here?: boolean };

export function HowWasIt({ rating, more = 0, here = false }: Props) {
  const { t, format } = useLanguage();
  const { on } = useLetters();
  const relied = rating.side === "customer";
  const [right, setRight] = useState<boolean | null>(null);
  const [ease, setEase] = useState<number | null>(null);
  const [lost, setLost] = useState("");
  const line = useRef<HTMLDivElement>(null);
  const body = useRef<NewRating>({ right: true });
  const later = useRef<string | null>(null);

  const { go, busy, error } = useSend(
    (once) => post("/api/v1/ratings/{rating}/answer", { path: { rating: rating.id }, body: body.current, once }),
    () => { tell(t("voice.sent", { at: format.instant(rating.open_until) })); },
  );
  const off = useSend(
    () => put("/api/v1/ratings/{rating}/later", { path: { rating: rating.id }, body: { until: later.current } }),
    () => { tell(t(later.current === null ? "voice.never.done" : "voice.later.done")); },
  );
  const send = (said: NewRating) => {
    if (busy) return;
    body.current = said;
    void go();
  };
  const minutes = /^\d{1,5}$/.test(lost) ? Number(lost) : undefined;
  const finish = (reason?: Reason) => {
    if (right === null) return;
    send(relied ? { right, ease: ease ?? undefined, reason, lost_minutes: minutes } : { right, reason });
  };
  const sayRight = (yes: boolean) => {
    if (!relied && yes) send({ right: true });
    else setRight(yes);
  };
  const sayEase = (n: number) => {
    if (right === true && n >= 4) send({ right, ease: n });
    else setEase(n);
  };
  const back = () => {
    if (ease !== null) setEase(null);
    else setRight(null);
  };
  const putOff = (until: string | null) => {
    later.current = until;
    void off.go();
  };

  const step = right === null ? "right" : relied && ease === null ? "ease" : "why";
  // Whoever answers with the keyboard goes on where the next question stands.
  const asked = useRef(step);
  useEffect(() => {
    const lost = document.activeElement === document.body || line.current?.contains(document.activeElement) === true;
    if (asked.current !== step && lost) line.current?.querySelector<HTMLElement>("[data-answer]")?.focus();
    asked.current = step;
  }, [step]);
  const digits: [string, () => void][] =
    step === "right" ? [["1", () => { sayRight(true); }], ["0", () => { sayRight(false); }]]
      : step === "ease" ? SCALE.map((n) => [String(n), () => { sayEase(n); }])
        : [];
  useHotkeys(on && !busy ? digits.map(([key, act]): [string, () => void] => [key, () => { if (!covered()) act(); }]) : []);

  const who = rating.other_party?.name || (relied ? rating.request.provider.name : t("voice.somebody"));
  const question = step === "right" ? t(relied ? "voice.right" : "voice.clear") : step === "ease" ? t("voice.ease") : t("voice.why");
  const kbd = (key: string) => on && <kbd aria-hidden="true">{key}</kbd>;
  return (
    <section className={css.card} aria-label={t("voice.title")} aria-busy={busy || undefined}>
      <div className={css.about}>
        <h2>{t("voice.title")}</h2>
        <p className="small quiet">
          {t(relied ? "voice.about.customer" : "voice.about.provider", { who })}{" "}
          {here ? rating.request.subject : <Link to="/requests/$request" params={{ request: String(rating.request.number) }}>{rating.request.subject || t("request.hidden")} #{rating.request.number}</Link>}
          {more > 0 && <> · {t("voice.more", { count: more })}</>}
        </p>
      </div>
      <div className={css.line} ref={line} role="group" aria-label={question}>
        <p className={css.question} aria-live="polite">{question}</p>
        <div className={css.answers}>
          {step === "right" && (
            <>
              <button type="button" data-answer className={css.answer} disabled={busy} onClick={() => { sayRight(true); }}><Icon name="check" size={17} /> {t("voice.yes")} {kbd("1")}</button>
              <button type="button" data-answer className={css.answer} disabled={busy} onClick={() => { sayRight(false); }}><Icon name="close" size={17} /> {t("voice.no")} {kbd("0")}</button>
            </>
          )}
          {step === "ease" && (
            <>
              <span className={css.end} aria-hidden="true">{t("voice.ease.1")}</span>
              {SCALE.map((n) => (
                <button
                  key={n} type="button" data-answer className={css.number} disabled={busy} onClick={(event) => { if (once(event)) sayEase(n); }}
                  aria-label={n === 1 || n === 5 ? `${t("voice.of", { n })}, ${t(`voice.ease.${n}`)}` : t("voice.of", { n })}
                >
                  {n}
                </button>
              ))}
              <span className={css.end} aria-hidden="true">{t("voice.ease.5")}</span>
            </>
          )}
          {step === "why" && (
            <>
              {relied && (
                <label className={css.lost}>{t("voice.lost")} <input inputMode="numeric" size={5} maxLength={5} value={lost} onChange={(event) => { setLost(event.currentTarget.value); }} /></label>
              )}
              {REASONS.map((reason) => <button key={reason} type="button" data-answer className={css.answer} disabled={busy} onClick={(event) => { if (once(event)) finish(reason); }}>{t(`voice.reason.${reason}`)}</button>)}
              <button type="button" className={css.answer} disabled={busy} onClick={() => { finish(); }}>{t("voice.why.none")}</button>
            </>
          )}
        </div>
      </div>
      <div className={css.foot}>
        <p className="small quiet">{t("voice.named", { who })}</p>
        <div className={css.aside}>
          {step !== "right" && <button type="button" className={css.plain} disabled={busy} onClick={back}><Icon name="back" size={15} /> {t("voice.back")}</button>}
          <button type="button" className={css.plain} disabled={busy} onClick={() => { putOff(new Date(Date.now() + HOURS * 3_600_000).toISOString()); }}>{t("voice.later")}</button>
          <button type="button" className={css.plain} disabled={busy} onClick={() => { putOff(null); }}>{t("voice.never")}</button>
        </div>
      </div>
      <Refused error={error ?? off.error} />
    </section>
  );
}
