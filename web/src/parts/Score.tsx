// A score as it stands everywhere: a dot on its interval, the figure, how many answers it rests on, and in words that it
// is early, or not yet there.
import type { ChangeView, SampledShare, ScoreView } from "../api/experience";
import { useLanguage } from "../i18n";
import { FEWEST, isKnown, placeOf, pointsOf, valueOf } from "../lib/score";
import { Figure } from "./Figure";
import css from "./Score.module.css";
import { Whisker } from "./Whisker";

/** A score with its interval drawn. */
export function Score({ score }: { score: ScoreView }) {
  const { t, format } = useLanguage();
  if (!isKnown(score)) return <NotYet n={score.n} />;
  const { scale, value, interval, n } = score;
  const [low, high] = interval.map((end) => valueOf(scale, end, format)) as [string, string];
  return (
    <span className={css.score}>
      <Whisker value={placeOf(scale, value)} interval={[placeOf(scale, interval[0]), placeOf(scale, interval[1])]} max={1} mark={scale === "nps" ? 0.5 : undefined} />
      <Figure quiet name={scale} note={t("interval", { low, high })}>{valueOf(scale, value, format)}</Figure>
      <Rests n={n} early={score.standing === "early"} low={low} high={high} />
    </span>
  );
}

/** A share of hand-offs that were rated, drawn alike. */
export function Rated({ share, name }: { share: SampledShare | null; name: "right" | "well" }) {
  const { t, format } = useLanguage();
  if (!share) return <span className="small quiet">{t("unknown")}</span>;
  const [low, high] = share.interval.map(format.share) as [string, string];
  return (
    <span className={css.score}>
      <Whisker value={share.share} interval={share.interval} max={1} />
      <Figure quiet name={name} note={t("interval", { low, high })}>{format.share(share.share)}</Figure>
      <Rests n={share.n} early={share.standing === "early"} low={low} high={high} />
    </span>
  );
}

function Rests({ n, early, low, high }: { n: number; early: boolean; low: string; high: string }) {
  const { t, format } = useLanguage();
  return (
    <span className={css.rests}>
      {t("score.between", { low, high })} · n {format.count(n)}{early && <> · <em>{t("early")}</em></>}
    </span>
  );
}

/** Too few answers for a figure. */
export function NotYet({ n }: { n: number }) {
  const { t, format } = useLanguage();
  return <span className="small quiet">{t("score.not_yet", { n: format.count(n), least: format.count(FEWEST) })}</span>;
}

/** What changed: an arrow only where it is no noise, and its figure always with the interval. */
export function Change({ score, change }: { score: ScoreView; change: ChangeView | null }) {
  const { t, format } = useLanguage();
  if (!change) return <span className="small quiet">{t("score.no_change_known")}</span>;
  const [low, high] = change.interval.map((end) => pointsOf(score.scale, end, format)) as [string, string];
  return (
    <span className={css.change}>
      {change.arrow && <span className={css.arrow} data-arrow={change.arrow} aria-hidden="true">{change.arrow === "up" ? "↑" : "↓"}</span>}
      <span>
        <Figure quiet name="change" note={t("interval", { low, high })}>{t("score.points", { by: pointsOf(score.scale, change.by, format) })}</Figure>
        <span className={css.rests}> {t("score.between", { low, high })}{!change.arrow && <> · {t("score.noise")}</>}</span>
      </span>
    </span>
  );
}
