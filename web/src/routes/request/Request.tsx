// One request: the conversation in the middle, the chain and the customer beside it, what can be done above.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { requestQuery, type RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { forecastWords, promiseOf, promiseState } from "../../lib/link-story";
import { slackOf } from "../../lib/slack";
import { useNow } from "../../lib/useNow";
import { usePresence } from "../../lib/usePresence";
import { Refusal } from "../../parts/Asked";
import { isStaff, useDesk, works } from "../../parts/pages";
import { Loading } from "../../parts/States";
import { StateShape } from "../../parts/StateMark";
import { TimeLeft } from "../../parts/TimeLeft";
import { ActBar } from "./ActBar";
import { ChainPanel } from "./ChainPanel";
import { Conversation } from "./Conversation";
import { CustomerPanel } from "./CustomerPanel";
import { Facts } from "./Facts";
import { FieldsPanel } from "./FieldsPanel";
import { HereToo } from "./HereToo";
import { History } from "./History";
import { Joined } from "./Joined";
import { Verdict } from "./Verdict";
import css from "./Request.module.css";
import { Voices } from "./Voices";

const route = getRouteApi("/requests/$request");

export function Request() {
  const { request } = route.useParams();
  const found = useQuery(requestQuery(request));
  const detail = found.data;
  const title = detail ? `#${detail.number} ${detail.subject}` : `#${request}`;
  useEffect(() => { document.title = `${title} · Catena`; }, [title]);
  if (detail) return <Shown key={detail.id} detail={detail} />;
  return (
    <div className={css.page}>
      {found.isError ? <Refusal page error={found.error} again={() => void found.refetch()} /> : <Loading page lines={10} />}
    </div>
  );
}

function Shown({ detail }: { detail: RequestDetail }) {
  const { t, format } = useLanguage();
  const { me } = useDesk();
  const { chain: wide } = route.useSearch();
  const now = useNow();
  const [writes, setWrites] = useState<"message" | "note" | null>(null);
  const slack = slackOf(detail, now, { t, format });
  const staff = isStaff(me);
  const { others, types } = usePresence(detail.id, staff);
  const part = detail.merged !== null;
  const working = works(me) && !part;
  const inner = detail.root.id !== detail.id;
  const sure = forecastWords(detail.forecast, { t, format });
  const panel = <ChainPanel detail={detail} now={now} wide={wide === "wide"} />;
  return (
    <article className={css.page}>
      <header className={css.head}>
        <div className={css.trail}>
          <p className="quiet">
            <Link to="/requests">{t("nav.requests")}</Link> · #{detail.number}
            {inner && <> · {t("request.part")} <Link to="/requests/$request" params={{ request: String(detail.root.number) }}>#{detail.root.number} {detail.root.subject}</Link></>}
          </p>
          {staff && <HereToo others={others} />}
        </div>
        <h1 data-long={detail.subject.length > 120 || undefined}>{detail.subject || t("request.hidden")}</h1>
        <p className={css.line}>
          <span className={css.status}>{part ? t("merge.status") : t(`status.${detail.status}`)}{!part && detail.rests && ` · ${t(`rests.${detail.rests}`)}`}</span>
          {!part && <TimeLeft slack={slack} />}
          <span className="quiet">{t("request.between", { customer: detail.customer.name, provider: detail.provider.name })}</span>
          {detail.asked_by.id !== detail.customer.id && detail.asked_by.name !== "" && !inner && <span className="quiet">{t("request.asked_by", { who: detail.asked_by.name })}</span>}
        </p>
        {!part && (
          <p className={css.promise}>
            <StateShape state={promiseState(detail)} /> {promiseOf(detail, now, { t, format })}{" "}
            {sure && <span className={detail.forecast?.state === "known" ? css.sure : "quiet"}>{sure}.</span>}
          </p>
        )}
        <Joined detail={detail} works={works(me)} />
        {!part && <ActBar detail={detail} works={works(me)} write={setWrites} />}
        {staff && <Voices detail={detail} />}
      </header>
      {wide === "wide" && panel}
      <div className={css.columns}>
        <div className={css.centre}>
          {detail.details && <section className={css.details} aria-label={t("request.details")}><p>{detail.details}</p></section>}
          {detail.checklist.length > 0 && (
            <section className={css.checklist} aria-labelledby="checklist">
              <h2 id="checklist">{t("request.checklist")}</h2>
              <ul>{detail.checklist.map((one) => <li key={one}>{one}</li>)}</ul>
            </section>
          )}
          <Conversation detail={detail} staff={staff} works={working} mine={me?.person.id === detail.root.customer.id} writes={writes} setWrites={setWrites} others={others} types={types} />
          <History detail={detail} staff={staff} now={now} />
        </div>
        <aside className={css.beside} aria-label={t("request.beside")}>
          {wide !== "wide" && panel}
          {staff && <Verdict detail={detail} />}
          <CustomerPanel detail={detail} now={now} staff={staff} />
          <FieldsPanel detail={detail} works={working} />
          {staff && <Facts detail={detail} now={now} works={working} />}
        </aside>
      </div>
    </article>
  );
}
