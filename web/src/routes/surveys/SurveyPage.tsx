// One survey: finds it, or begins an empty one.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { surveysQuery } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import { Editor } from "./Editor";

const route = getRouteApi("/surveys/$survey");

export function SurveyPage() {
  const { t } = useLanguage();
  const { survey: id } = route.useParams();
  const surveys = useQuery(surveysQuery);
  return (
    <Asked of={surveys} page>
      {({ surveys: all }) => {
        const survey = all.find((one) => one.id === id);
        if (!survey && id !== "new") return <Nothing page title={t("office.missing")}><p>{t("office.missing.why")}</p></Nothing>;
        return <Editor key={id} survey={survey} />;
      }}
    </Asked>
  );
}
