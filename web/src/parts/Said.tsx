// What the two sides of a hand-off said of it, as one of them sees it.
import type { Rating, Said } from "../api/voices";
import { useLanguage } from "../i18n";
import css from "./Said.module.css";

export function BothSaid({ rating }: { rating: Rating }) {
  const { t, format } = useLanguage();
  const relied = rating.side === "customer";
  const who = rating.other_party?.name || t("voice.somebody");
  return (
    <dl className={css.said} aria-label={t("voices.title")}>
      <dt>{t("voices.you")}</dt>
      <dd>{rating.own ? <Words said={rating.own} relied={relied} /> : <span className="quiet">{t(rating.waits ? "voices.unanswered" : "voices.nothing")}</span>}</dd>
      <dt>{t("voices.they", { who })}</dt>
      <dd>
        {rating.other ? <Words said={rating.other} relied={!relied} />
          : <span className="quiet">{rating.shown ? t("voices.nothing") : t("voices.not_yet", { at: format.instant(rating.open_until) })}</span>}
      </dd>
    </dl>
  );
}

function Words({ said, relied }: { said: Said; /** It is what the customer of the hand-off said. */ relied: boolean }) {
  const { t } = useLanguage();
  const parts = [
    t(relied ? (said.right ? "voices.is_right" : "voices.not_right") : said.right ? "voices.is_clear" : "voices.not_clear"),
    said.ease === null ? "" : t("voice.of", { n: said.ease }),
    said.reason === null ? "" : t(`voice.reason.${said.reason}`),
    said.lost_minutes === null ? "" : t("voices.lost", { count: said.lost_minutes }),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
