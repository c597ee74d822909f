// What nobody asked for: stars of public reviews and how conversations felt. In no score, because who speaks chose to.
import { Link } from "@tanstack/react-router";
import type { Experience } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { FEELINGS } from "../../api/feedback";
import { Figure } from "../../parts/Figure";
import { NotYet } from "../../parts/Score";
import css from "./Experience.module.css";

export function Beside({ found }: { found: Experience }) {
  const { t, format } = useLanguage();
  const { reviews, conversations } = found;
  return (
    <section className={css.beside} aria-label={t("experience.beside")}>
      <div>
        <h2>{t("experience.reviews")}</h2>
        <p>
          {reviews.mean
            ? (
              <>
                <Figure quiet name="stars" note={t("interval", { low: format.decimal(reviews.mean.interval[0], 1), high: format.decimal(reviews.mean.interval[1], 1) })}>{t("experience.stars", { mean: format.decimal(reviews.mean.mean, 1) })}</Figure>{" "}
                <span className="small quiet">{format.decimal(Math.max(1, reviews.mean.interval[0]), 1)}–{format.decimal(Math.min(5, reviews.mean.interval[1]), 1)} · n {format.count(reviews.n)}{reviews.n < 30 && <> · {t("early")}</>}</span>
              </>
            )
            : <NotYet n={reviews.n} />}
        </p>
        <Bars counts={reviews.counts} label={(i) => t("experience.star", { count: i + 1, n: i + 1 })} />
        <p className="small quiet">{t("feedback.reviews.about")} <Link to="/feedback" search={{ tab: "reviews" }}>{t("experience.read")}</Link></p>
      </div>
      <div>
        <h2>{t("experience.conversations")}</h2>
        <p className="small quiet">{t("experience.told", { count: conversations.n, n: format.count(conversations.n) })}</p>
        <Bars counts={conversations.counts} label={(i) => t(`feedback.feeling.${FEELINGS[i] ?? 0}`)} />
        <p className="small quiet">{t("feedback.conversations.about")} <Link to="/feedback" search={{ tab: "conversations" }}>{t("experience.read")}</Link></p>
      </div>
    </section>
  );
}

/** How often each was given, the highest on top: a list that draws its own bars. */
function Bars({ counts, label }: { counts: readonly number[]; label: (place: number) => string }) {
  const { format } = useLanguage();
  const most = Math.max(1, ...counts);
  return (
    <ul className={css.bars}>
      {counts.map((count, i) => ({ count, i })).reverse().map(({ count, i }) => (
        <li key={i}><span>{label(i)}</span><span className={css.track} aria-hidden="true"><span style={{ inlineSize: `${(count / most) * 100}%` }} /></span><span className="number">{format.count(count)}</span></li>
      ))}
    </ul>
  );
}
