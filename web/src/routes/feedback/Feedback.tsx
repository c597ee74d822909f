// What customers said: answers as they came in, and, in tabs of their own, what is in no score: public reviews and
// conversations.
import { Button } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../../i18n";
import { Page } from "../../parts/Page";
import { useDesk, works } from "../../parts/pages";
import { Answers } from "./Answers";
import { Conversations } from "./Conversations";
import { Export } from "./Export";
import css from "./Feedback.module.css";
import { HeardForm } from "./HeardForm";
import { ReviewForm } from "./ReviewForm";
import { Reviews } from "./Reviews";

const route = getRouteApi("/feedback");
const TABS = [undefined, "reviews", "conversations"] as const;

export function Feedback() {
  const { t } = useLanguage();
  const { me } = useDesk();
  const { tab } = route.useSearch();
  const [writing, setWriting] = useState<"review" | "heard" | null>(null);
  const [taking, setTaking] = useState(false);
  const may = works(me);
  return (
    <Page
      title={t("feedback.title")} lede={t("feedback.lede")}
      actions={(
        <>
          <Button variant="default" onClick={() => { setTaking(true); }}>{t("taken.button")}</Button>
          <Button variant="default" renderRoot={(props) => <Link to="/surveys" {...props} />}>{t("feedback.surveys")}</Button>
          {may && tab === "reviews" && <Button onClick={() => { setWriting("review"); }}>{t("feedback.review.new")}</Button>}
          {may && tab !== "reviews" && <Button onClick={() => { setWriting("heard"); }}>{t("feedback.heard.new")}</Button>}
        </>
      )}
    >
      <nav className={css.tabs} aria-label={t("feedback.tabs")}>
        {TABS.map((one) => (
          <Link key={one ?? ""} to="/feedback" search={{ tab: one }} aria-current={one === tab ? "page" : undefined} data-here={one === tab || undefined}>
            {t(`feedback.tab.${one ?? "answers"}`)}
          </Link>
        ))}
      </nav>
      {tab === "reviews" ? <Reviews /> : tab === "conversations" ? <Conversations /> : <Answers />}
      {taking && <Export first={tab ?? "answers"} close={() => { setTaking(false); }} />}
      {writing === "review" && <ReviewForm close={() => { setWriting(null); }} />}
      {writing === "heard" && <HeardForm close={() => { setWriting(null); }} />}
    </Page>
  );
}
