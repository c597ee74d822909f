// Answers to surveys as they came in, the newest first; or who was asked and has not answered.
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { feedbackQuery, surveysQuery } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import css from "./Feedback.module.css";
import { FeedbackRow } from "./FeedbackRow";
import { Scores } from "./Scores";

const route = getRouteApi("/feedback");
/** What the server counts up to. */
const COUNTED = 1000;

export function Answers() {
  const { t, format } = useLanguage();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const surveys = useQuery(surveysQuery).data?.surveys ?? [];
  const found = useInfiniteQuery(feedbackQuery(filter));
  const narrow = (more: typeof filter) => { void navigate({ search: { ...filter, ...more }, replace: true, resetScroll: false }); };
  const narrowed = filter.state ?? filter.survey ?? filter.kept ?? filter.poor;
  const waits = filter.state === "waiting";
  return (
    <Asked of={found} lines={9}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.feedback);
        const count = pages[0]?.count ?? 0;
        if (all.length === 0 && narrowed === undefined) {
          return <Nothing title={t("feedback.empty")}><p>{t("feedback.empty.do")}</p><p><Link to="/surveys">{t("feedback.surveys")}</Link></p></Nothing>;
        }
        const many = count > COUNTED;
        const n = format.count(many ? COUNTED : count);
        return (
          <>
            <div className={css.bar}>
              <Select
                label={t("feedback.state")} allowDeselect={false} value={filter.state ?? ""}
                data={[{ value: "", label: t("feedback.state.answered") }, { value: "waiting", label: t("feedback.state.waiting") }]}
                onChange={(value) => { narrow({ state: value === "waiting" ? value : undefined, poor: value === "waiting" ? undefined : filter.poor }); }}
              />
              <Select
                label={t("feedback.promise")} allowDeselect={false} value={filter.kept ?? ""}
                data={[{ value: "", label: t("feedback.promise.all") }, { value: "true", label: t("feedback.promise.kept") }, { value: "false", label: t("feedback.promise.broken") }]}
                onChange={(value) => { narrow({ kept: value === "true" || value === "false" ? value : undefined }); }}
              />
              {!waits && (
                <Select
                  label={t("feedback.mood")} allowDeselect={false} value={filter.poor ?? ""}
                  data={[{ value: "", label: t("feedback.mood.all") }, { value: "true", label: t("feedback.mood.poor") }, { value: "false", label: t("feedback.mood.good") }]}
                  onChange={(value) => { narrow({ poor: value === "true" || value === "false" ? value : undefined }); }}
                />
              )}
              {surveys.length > 1 && (
                <Select
                  label={t("feedback.survey")} allowDeselect={false} value={filter.survey ?? ""}
                  data={[{ value: "", label: t("feedback.survey.all") }, ...surveys.map((survey) => ({ value: survey.id, label: survey.name }))]}
                  onChange={(value) => { narrow({ survey: value ? value : undefined }); }}
                />
              )}
            </div>
            {!waits && <Scores />}
            <p className="quiet" role="status">{many ? t(waits ? "feedback.waits.many" : "feedback.count.many", { n }) : t(waits ? "feedback.waits" : "feedback.count", { count, n })}</p>
            {all.length === 0 ? <p className="quiet">{t("feedback.none")}</p> : (
              <ol className={css.list} aria-label={t("feedback.tab.answers")}>{all.map((one) => <FeedbackRow key={one.id} one={one} />)}</ol>
            )}
            {found.hasNextPage
              ? <div><Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("office.more")}</Button></div>
              : all.length > 0 && <p className="quiet small">{t("feedback.end")}</p>}
          </>
        );
      }}
    </Asked>
  );
}
