// One answer: how it was in figures and in words, whose it is, the promise that it is about, the chain behind that
// promise as it was, and what came of it.
import { Button, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { OUTCOMES, type Feedback } from "../../api/feedback";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { useDesk, works } from "../../parts/pages";
import { StateMark, StateShape } from "../../parts/StateMark";
import css from "./Feedback.module.css";
import { FeedbackLink } from "./FeedbackLink";
import { Given } from "./Given";

type Props = { one: Feedback; /** It stands where the customer, or the request, is known already. */ inside?: "customer" | "request" };

export function FeedbackRow({ one, inside }: Props) {
  const { t, format } = useLanguage();
  const { me } = useDesk();
  const [linking, setLinking] = useState(false);
  const who = one.customer.name || t("office.erased");
  const at = one.answered_at ?? one.asked_at;
  const may = works(me);
  return (
    <li className={css.item} data-poor={one.poor || undefined}>
      <div className={css.about}>
        {inside === undefined && <p className={css.who}><Link to="/customers/$party" params={{ party: one.customer.id }}>{who}</Link></p>}
        {inside !== "request" && (
          <p className={inside === "customer" ? css.who : "small"}>
            {one.request
              ? <Link to="/requests/$request" params={{ request: String(one.request.number) }}>#{one.request.number} {one.request.subject}</Link>
              : <span className="quiet">{t("feedback.about_us")}</span>}
          </p>
        )}
        <p className="small">
          {one.kept !== null && <StateMark state={one.kept ? "kept" : "broken"} />}
          {one.moment === "milestone" && <span className="quiet">{t("feedback.milestone")}</span>}
        </p>
        <p className="small quiet"><time dateTime={at} title={format.full(at)}>{one.state === "answered" ? format.instant(at) : t("feedback.asked", { at: format.instant(at) })}</time></p>
      </div>
      <div className={css.said}>
        <Given answers={one.answers} poor={one.poor} />
        {one.state === "waiting" && <p className="quiet">{t("feedback.until", { at: format.instant(one.expires_at) })}</p>}
        {one.chain.length > 1 && <Behind one={one} />}
      </div>
      <div className={css.next}>
        {one.follow_up && (
          <p className="small">
            <Link to="/requests/$request" params={{ request: String(one.follow_up.number) }}>{t("feedback.follow", { n: one.follow_up.number })}</Link>
            <span className="quiet"> · {t(`customers.status.${one.follow_up.status}`)}</span>
          </p>
        )}
        {one.poor && !one.follow_up && <p className="small quiet">{t("feedback.follow.none")}</p>}
        {(one.poor || one.outcome !== null) && <Outcome one={one} who={who} locked={!may} />}
        {one.state === "waiting" && may && <Button size="xs" variant="default" aria-label={t("feedback.link.of", { who })} onClick={() => { setLinking(true); }}>{t("feedback.link")}</Button>}
      </div>
      {linking && <FeedbackLink ask={one.id} who={who} close={() => { setLinking(false); }} />}
    </li>
  );
}

/** The chain behind the promise as it was when the customer was asked: who held it, and what was kept. */
function Behind({ one }: { one: Feedback }) {
  const { t } = useLanguage();
  return (
    <details className={css.behind}>
      <summary className="small">{t("feedback.chain")}</summary>
      <p className="small quiet">{t("feedback.chain.was")}</p>
      <ol>
        {one.chain.map((link) => (
          <li key={link.request}>
            <StateShape state={link.kept === null ? "none" : link.kept ? "kept" : "broken"} />{" "}
            {link.number === null ? link.provider.name : <Link to="/requests/$request" params={{ request: String(link.number) }}>{link.provider.name || t("office.erased")}</Link>}
            {link.kept !== null && <span className="quiet"> {t(link.kept ? "state.kept" : "state.broken")}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What the customer did next; who knows it writes it down. */
function Outcome({ one, who, locked }: { one: Feedback; who: string; locked: boolean }) {
  const { t } = useLanguage();
  const record = useSend((what: (typeof OUTCOMES)[number]) => post("/api/v1/outcomes", { body: { ask: one.id, what } }));
  if (locked) return one.outcome && <p className="small quiet">{t(`feedback.outcome.${one.outcome}`)}</p>;
  return (
    <>
      <Select
        size="xs" aria-label={t("feedback.outcome.of", { who })} description={t("feedback.outcome")} allowDeselect={false} disabled={record.isPending} value={one.outcome ?? ""}
        data={[...(one.outcome ? [] : [{ value: "", label: t("feedback.outcome.choose") }]), ...OUTCOMES.map((what) => ({ value: what, label: t(`feedback.outcome.${what}`) }))]}
        onChange={(value) => { const what = OUTCOMES.find((known) => known === value); if (what && what !== one.outcome) record.mutate(what); }}
      />
      <Refused error={record.error} />
    </>
  );
}
