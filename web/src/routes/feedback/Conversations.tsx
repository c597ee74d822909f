// What customers said to somebody, the newest first, as it was heard.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { remove } from "../../api/client";
import { conversationsQuery, type Conversation } from "../../api/feedback";
import { useLanguage, type Key } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import { Correct } from "./Correct";
import css from "./Feedback.module.css";
import { HeardForm } from "./HeardForm";

export function Conversations() {
  const { t } = useLanguage();
  const found = useInfiniteQuery(conversationsQuery);
  return (
    <Asked of={found} lines={6}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.conversations);
        if (all.length === 0) return <Nothing title={t("feedback.heard.empty")}><p>{t("feedback.conversations.about")}</p></Nothing>;
        return (
          <>
            <p className="quiet">{t("feedback.conversations.about")}</p>
            <ol className={css.list} aria-label={t("feedback.tab.conversations")}>{all.map((one) => <HeardRow key={one.id} one={one} />)}</ol>
            {found.hasNextPage && <div><Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("office.more")}</Button></div>}
          </>
        );
      }}
    </Asked>
  );
}

export function HeardRow({ one, inside = false }: { one: Conversation; inside?: boolean }) {
  const { t, format } = useLanguage();
  const [correcting, setCorrecting] = useState(false);
  const who = one.customer.name || t("office.erased");
  return (
    <li className={css.item}>
      <div className={css.about}>
        {!inside && <p className={css.who}><Link to="/customers/$party" params={{ party: one.customer.id }}>{who}</Link></p>}
        <p className="small">{t("feedback.heard.to", { who: one.heard_by.name || t("office.erased") })}</p>
        {one.request && <p className="small"><Link to="/requests/$request" params={{ request: String(one.request.number) }}>#{one.request.number} {one.request.subject}</Link></p>}
        <p className="small quiet"><time dateTime={one.at} title={format.full(one.at)}>{format.instant(one.at)}</time></p>
      </div>
      <div className={css.said}>
        {one.words === "" ? <p className="small quiet">{t("feedback.erased")}</p> : <blockquote className={css.words}>{one.words}</blockquote>}
      </div>
      <div className={css.next}>
        {one.feeling !== null && <p className="small"><span className="quiet">{t("feedback.heard.feeling")}:</span> {t(`feedback.feeling.${one.feeling}` as Key)}</p>}
        {one.may_change && <Correct about={who} edit={() => { setCorrecting(true); }} remove={() => remove("/api/v1/conversations/{conversation}", { path: { conversation: one.id }, seen: one.revision })} />}
        {correcting && <HeardForm one={one} close={() => { setCorrecting(false); }} />}
      </div>
    </li>
  );
}
