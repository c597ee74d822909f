// What customers are asked, and when.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { surveysQuery } from "../../api/feedback";
import { useAdministers } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Surveys.module.css";

export function Surveys() {
  const { t, format } = useLanguage();
  const administers = useAdministers();
  const surveys = useQuery(surveysQuery);
  const begin = administers && <Button renderRoot={(props) => <Link to="/surveys/$survey" params={{ survey: "new" }} {...props} />}>{t("surveys.new")}</Button>;
  return (
    <Page title={t("surveys.title")} lede={t("surveys.lede")} actions={begin}>
      <p className={`small ${css.back}`}><Link to="/feedback">{t("surveys.back")}</Link></p>
      <Asked of={surveys} lines={4}>
        {({ surveys: all }) => all.length === 0 ? <Nothing title={t("surveys.empty")}><p>{t("surveys.empty.do")}</p></Nothing> : (
          <ul className={css.list}>
            {all.map((survey) => (
              <li key={survey.id}>
                <span><Link to="/surveys/$survey" params={{ survey: survey.id }}>{survey.name}</Link> {!survey.running && <span className={css.mark}>{t("surveys.stopped")}</span>}</span>
                <span className="quiet">{t(`surveys.about.${survey.purpose}`)} · {t("surveys.version", { version: survey.version })}</span>
                <span className="small quiet number">{t("surveys.counts", { answered: format.count(survey.answered), waiting: format.count(survey.waiting) })}</span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Page>
  );
}
