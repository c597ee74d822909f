// The scores of the answers that the list holds; none where those were chosen by what they say.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { scoresQuery } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { hasInsight, useDesk } from "../../parts/pages";
import { Score } from "../../parts/Score";
import css from "./Feedback.module.css";

const route = getRouteApi("/feedback");

export function Scores() {
  const { t } = useLanguage();
  const { me } = useDesk();
  const filter = route.useSearch();
  const chosen = filter.poor !== undefined;
  const found = useQuery({ ...scoresQuery(filter), enabled: !chosen });
  if (chosen) return <p className="small quiet">{t("feedback.scores.poor")}</p>;
  if (!found.data || found.data.scores.length === 0) return null;
  return (
    <section className={css.scores} aria-label={t("feedback.scores")}>
      {found.data.scores.map(({ purpose, score }) => (
        <div key={`${purpose} ${score.scale}`}>
          <p>{t(`experience.scale.${score.scale}`)} <span className="small quiet">{t(`experience.purpose.${purpose}`)}</span></p>
          <Score score={score} />
        </div>
      ))}
      {hasInsight(me) && <p className="small"><Link to="/experience">{t("nav.experience")}</Link></p>}
    </section>
  );
}
