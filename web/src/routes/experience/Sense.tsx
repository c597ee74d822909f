// The page in a few sentences, each figure of which answers a click.
import type { ChangeView, Experience, ScoreView } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { isKnown, isSure, pointsOf, valueOf } from "../../lib/score";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";

export function Sense({ found }: { found: Experience }) {
  const { t, format } = useLanguage();
  const at = found.promises.find(({ kept, broken }) => isKnown(kept.score) && isKnown(broken.score));
  const moved = found.scores.filter(({ change }) => change?.arrow);
  return (
    <>
      {at?.difference && isSure(at.difference) ? (
        <Sentence
          text={`experience.sense.${at.scale}`}
          slots={{ kept: <Shown score={at.kept.score} />, broken: <Shown score={at.broken.score} />, by: <By score={at.kept.score} change={at.difference} /> }}
        />
      ) : at ? <Sentence text="experience.sense.alike" slots={{ kept: <Shown score={at.kept.score} />, broken: <Shown score={at.broken.score} /> }} />
      : t("experience.sense.few")}{" "}
      {moved.length > 0
        ? moved.map(({ purpose, score, change }) => change && (
          <Sentence
            key={`${purpose} ${score.scale}`} text={change.arrow === "up" ? "experience.sense.up" : "experience.sense.down"}
            values={{ what: t(`experience.scale.${score.scale}`) }} slots={{ by: <By score={score} change={change} /> }}
          />
        ))
        : t("experience.sense.same")}{" "}
      {t("experience.sense.answered", { count: found.asked, answered: format.count(found.answered), asked: format.count(found.asked) })}
    </>
  );
}

function Shown({ score }: { score: ScoreView }) {
  const { t, format } = useLanguage();
  if (!isKnown(score)) return null;
  const [low, high] = score.interval.map((end) => valueOf(score.scale, end, format)) as [string, string];
  return <Figure name={score.scale} note={`${t("interval", { low, high })}, n ${format.count(score.n)}`}>{valueOf(score.scale, score.value, format)}</Figure>;
}

function By({ score, change }: { score: ScoreView; change: ChangeView }) {
  const { t, format } = useLanguage();
  const [low, high] = change.interval.map((end) => pointsOf(score.scale, end, format)) as [string, string];
  return <Figure name="change" note={t("interval", { low, high })}>{format.count(Math.abs(score.scale === "nps" ? change.by : change.by * 100))}</Figure>;
}
