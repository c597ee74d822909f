// Answering: first what is kept and of whom, then the questions. Nothing is stored in the browser, and no draft is sent.
import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { Problem } from "../../api/client";
import { pulseQuery, sendAnswer, slipQuery, type OpenPulse } from "../../api/pulse";
import { useLanguage } from "../../i18n";
import { answerOf, blank, inLanguage, saysSomething, type Draft } from "../../lib/pulse";
import { Asked, Refused } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Pulse.module.css";

const ENPS = Array.from({ length: 11 }, (_, value) => value);
const AGREES = [1, 2, 3, 4, 5];
/** The most letters of a comment. */
const LONGEST = 4_000;

export function Answer() {
  const { t } = useLanguage();
  const pulse = useQuery(pulseQuery);
  return (
    <Page title={pulse.data?.open?.name ?? t("nav.pulse")} lede={t("pulse.form.lede")}>
      <Asked of={pulse} lines={6}>
        {({ open }) => !open ? <Nothing title={t("pulse.none")} /> : !open.mine ? <Nothing title={t("pulse.not_asked")} /> : <Sheet key={open.id} pulse={open} />}
      </Asked>
    </Page>
  );
}

function Sheet({ pulse }: { pulse: OpenPulse }) {
  const slip = useQuery(slipQuery(pulse.id));
  const [done, setDone] = useState(false);
  if (done) return <Thanks />;
  return (
    <Asked of={slip} lines={6}>
      {({ slip: own, used }) => used ? <Thanks before /> : <Form pulse={pulse} slip={own} done={() => { setDone(true); }} />}
    </Asked>
  );
}

function Form({ pulse, slip, done }: { pulse: OpenPulse; slip: string; done: () => void }) {
  const { t, language } = useLanguage();
  const [draft, setDraft] = useState<Draft>(() => blank(pulse.items.length));
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = (more: Partial<Draft>) => {
    setDraft({ ...draft, ...more });
    setMissing(false);
  };
  const send = async (event: React.FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!saysSomething(draft)) {
      setMissing(true);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await sendAnswer(pulse.id, answerOf(slip, draft));
      done();
    } catch (refused) {
      // It arrived, and the word of that was lost on the way.
      if (refused instanceof Problem && refused.code === "slip_used") done();
      else setError(refused);
    }
    setBusy(false);
  };
  return (
    <form className={css.sheet} onSubmit={(event) => void send(event)} noValidate>
      <Told pulse={pulse} />
      <Scale
        words={t("pulse.enps")} values={ENPS} value={draft.recommends} ends={[t("pulse.enps.low"), t("pulse.enps.high")]}
        change={(recommends) => { change({ recommends }); }}
      />
      {pulse.items.map((item, at) => (
        <Scale
          key={item.id} words={inLanguage(item.words, language)} values={AGREES} value={draft.items[at] ?? null} ends={[t("pulse.agree.low"), t("pulse.agree.high")]}
          change={(value) => { change({ items: draft.items.map((other, place) => (place === at ? value : other)) }); }}
        />
      ))}
      <Textarea
        label={t("pulse.comment")} description={t("pulse.comment.who")} autosize minRows={3} maxLength={LONGEST} autoComplete="off"
        value={draft.comment} onChange={(event) => { change({ comment: event.currentTarget.value }); }}
      />
      {missing && <p role="alert">{t("pulse.form.missing")}</p>}
      <Refused error={error} />
      <div className={css.row}>
        <Button type="submit" loading={busy}>{t("pulse.send")}</Button>
        <span className="small quiet">{t("pulse.send.once")}</span>
      </div>
    </form>
  );
}

/** What is kept of an answer, said before it is given. */
function Told({ pulse }: { pulse: OpenPulse }) {
  const { t, format } = useLanguage();
  const { floor, crowd, mine } = pulse;
  const place = mine?.unit === "company" ? t("pulse.everybody") : (mine?.name ?? "");
  return (
    <section className={css.told} aria-labelledby="told">
      <h2 id="told">{t("pulse.told")}</h2>
      <ul>
        <li>{t("pulse.told.floor", { floor })}</li>
        <li>{t("pulse.told.where", { place, people: format.count(mine?.people ?? 0) })}</li>
        <li>{t("pulse.told.memory", { crowd, most: 2 * crowd - 1 })}</li>
        <li>{t("pulse.told.shown", { crowd })}</li>
        <li>{t("pulse.told.not")}</li>
      </ul>
    </section>
  );
}

type ScaleProps = { words: string; values: number[]; value: number | null; ends: [string, string]; change: (value: number | null) => void };

function Scale({ words, values, value, ends, change }: ScaleProps) {
  const { t } = useLanguage();
  const name = useId();
  const label = (one: number) => (one === values[0] ? `${one}, ${ends[0]}` : one === values.at(-1) ? `${one}, ${ends[1]}` : String(one));
  return (
    <fieldset className={css.question}>
      <legend>{words}</legend>
      <div className={values.length === 5 ? `${css.scale} ${css.five}` : css.scale}>
        {values.map((one) => (
          <label key={one} className={css.value} data-on={value === one || undefined}>
            <input type="radio" name={name} checked={value === one} onChange={() => { change(one); }} aria-label={label(one)} />
            <span aria-hidden="true">{one}</span>
          </label>
        ))}
        <p className={css.ends} aria-hidden="true"><span>{ends[0]}</span><span>{ends[1]}</span></p>
      </div>
      {value !== null && <button type="button" className={css.clear} onClick={() => { change(null); }}>{t("pulse.leave_out")}</button>}
    </fieldset>
  );
}

function Thanks({ before = false }: { before?: boolean }) {
  const { t } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { heading.current?.focus(); }, []);
  return (
    <section className={css.open}>
      <h2 ref={heading} tabIndex={-1}>{t(before ? "pulse.thanks.before" : "pulse.thanks")}</h2>
      <p>{t(before ? "pulse.thanks.before.why" : "pulse.thanks.then")}</p>
      <p><Link to="/pulse">{t("pulse.back")}</Link></p>
    </section>
  );
}
