// What customers experienced: in a sentence, as scores beside those of the period before, and by what became of the
// promise, with the words behind each figure. What nobody asked for stands beside it and in no score.
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { experienceQuery, type Experience as Found } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Change, Score } from "../../parts/Score";
import { Nothing } from "../../parts/States";
import { Table } from "../../parts/Table";
import { AtThePromise } from "./AtThePromise";
import { Beside } from "./Beside";
import css from "./Experience.module.css";
import { PeriodBar } from "./PeriodBar";
import { Sense } from "./Sense";

const route = getRouteApi("/experience");

export function Experience() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const found = useQuery(experienceQuery(search));
  return (
    <Page title={t("experience.title")} lede={found.data ? <Sense found={found.data} /> : t("experience.lede")}>
      <Asked of={found} lines={9}>{(answer) => <Inside found={answer} />}</Asked>
    </Page>
  );
}

function Inside({ found }: { found: Found }) {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = found.promises.find(({ scale }) => scale === search.scale) ?? found.promises[0];
  const quiet = found.scores.length === 0 && found.reviews.n === 0 && found.conversations.n === 0;
  return (
    <div className="stack">
      <PeriodBar found={found} />
      {quiet && <Nothing title={t("experience.empty")}><p>{t("experience.empty.do")}</p></Nothing>}
      {found.scores.length > 0 && <Scores found={found} />}
      {chosen && (
        <section className="stack" aria-label={t("experience.promise")}>
          <div className={css.head}>
            <h2>{t("experience.promise")}</h2>
            {found.promises.length > 1 && (
              <SegmentedControl
                size="xs" aria-label={t("experience.scale")} value={chosen.scale}
                data={found.promises.map(({ scale }) => ({ value: scale, label: t(`experience.scale.${scale}`) }))}
                onChange={(value) => { void navigate({ search: { ...search, scale: found.promises.find(({ scale }) => scale === value)?.scale, point: undefined }, replace: true, resetScroll: false }); }}
              />
            )}
          </div>
          <AtThePromise key={chosen.scale} at={chosen} />
        </section>
      )}
      {!quiet && <Beside found={found} />}
    </div>
  );
}

/** Each score beside that of the period before. Those about one promise and those about the organisation are never added. */
function Scores({ found }: { found: Found }) {
  const { t, format } = useLanguage();
  return (
    <Table
      title={t("experience.scores")} file={[t("experience.title"), t("experience.scores")]} rows={found.scores} rowKey={({ purpose, score }) => `${purpose} ${score.scale}`}
      columns={[
        {
          key: "what", title: t("experience.what"), value: ({ purpose, score }) => `${score.scale} ${purpose}`,
          show: ({ purpose, score }) => <>{t(`experience.scale.${score.scale}`)} <span className="small quiet">{t(`experience.purpose.${purpose}`)}</span></>,
        },
        {
          key: "now", title: t("experience.now"), value: ({ score }) => score.value, show: ({ score }) => <Score score={score} />,
          more: [{ title: "2.5 %", value: ({ score }) => score.interval?.[0] }, { title: "97.5 %", value: ({ score }) => score.interval?.[1] }, { title: "n", value: ({ score }) => score.n }],
        },
        {
          key: "mean", title: t("experience.mean"), number: true, value: ({ score }) => score.mean?.mean,
          show: ({ score }) => (score.mean ? <>{format.decimal(score.mean.mean, 2)} <span className="small quiet">{format.decimal(score.mean.interval[0], 2)}–{format.decimal(score.mean.interval[1], 2)}</span></> : "–"),
        },
        { key: "before", title: t("experience.before"), value: ({ before }) => before.value, show: ({ before }) => <Score score={before} />, more: [{ title: "n", value: ({ before }) => before.n }] },
        { key: "change", title: t("experience.change"), value: ({ change }) => change?.by, show: ({ score, change }) => <Change score={score} change={change} /> },
      ]}
    />
  );
}
