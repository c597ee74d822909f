// Public reviews, the newest first. They stand apart: who writes one chose to.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { remove } from "../../api/client";
import { reviewsQuery, type Review } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import { Correct } from "./Correct";
import css from "./Feedback.module.css";
import { ReviewForm } from "./ReviewForm";

export function Reviews() {
  const { t } = useLanguage();
  const found = useInfiniteQuery(reviewsQuery);
  return (
    <Asked of={found} lines={6}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.reviews);
        if (all.length === 0) return <Nothing title={t("feedback.review.empty")}><p>{t("feedback.reviews.about")}</p></Nothing>;
        return (
          <>
            <p className="quiet">{t("feedback.reviews.about")}</p>
            <ol className={css.list} aria-label={t("feedback.tab.reviews")}>{all.map((one) => <ReviewRow key={one.id} one={one} />)}</ol>
            {found.hasNextPage && <div><Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("office.more")}</Button></div>}
          </>
        );
      }}
    </Asked>
  );
}

export function ReviewRow({ one }: { one: Review }) {
  const { t, format } = useLanguage();
  const [correcting, setCorrecting] = useState(false);
  const marks = [...(one.verified ? [t("feedback.review.is_verified")] : []), ...(one.incentive ? [t("feedback.review.is_incentive")] : [])];
  return (
    <li className={css.item}>
      <div className={css.about}>
        <p className={css.who}>{one.customer ? <Link to="/customers/$party" params={{ party: one.customer.id }}>{one.customer.name || t("office.erased")}</Link> : t("feedback.review.unknown")}</p>
        {one.request && <p className="small"><Link to="/requests/$request" params={{ request: String(one.request.number) }}>#{one.request.number} {one.request.subject}</Link></p>}
        <p className="small quiet"><time dateTime={one.at}>{format.date(one.at)}</time></p>
      </div>
      <div className={css.said}>
        <p className={css.rated}>
          {one.stars !== null && <Stars n={one.stars} />}
          <span className="quiet">{one.source}</span>
        </p>
        {one.words !== "" && <blockquote className={css.words}>{one.words}</blockquote>}
      </div>
      <div className={css.next}>
        {marks.length > 0 && <p className="small quiet">{format.list(marks)}</p>}
        {one.link !== "" && <p className="small"><a href={one.link} target="_blank" rel="noreferrer noopener nofollow">{t("feedback.review.open")}</a></p>}
        {one.may_change && <Correct about={one.source} edit={() => { setCorrecting(true); }} remove={() => remove("/api/v1/reviews/{review}", { path: { review: one.id }, seen: one.revision })} />}
        {correcting && <ReviewForm one={one} close={() => { setCorrecting(false); }} />}
      </div>
    </li>
  );
}

function Stars({ n }: { n: number }) {
  const { t } = useLanguage();
  return <span className={css.stars}><span aria-hidden="true">{"★".repeat(n)}{"☆".repeat(5 - n)}</span><span className="unseen">{t("feedback.stars", { count: n })}</span></span>;
}
