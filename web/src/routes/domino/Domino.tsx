// How lateness travels: from a hand-off to the promise it serves, to the customers, and who stops it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ratedLinksQuery } from "../../api/experience";
import { analysisQuery, logQuery } from "../../api/queries";
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { onlyFilters, readFilters } from "../../lib/address";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { Failure, Loading, Nothing } from "../../parts/States";
import { EdgesSection } from "./EdgesSection";
import { RatingsSection, ReworkSection } from "./CustomersSection";
import { RatedSection } from "./Rated";
import { AbsorberTable, BlastTable } from "./TeamTables";
import css from "./Domino.module.css";

const route = getRouteApi("/logs/$log/domino");

export function Domino() {
  const { t } = useLanguage();
  const { log } = route.useParams();
  const search = route.useSearch();
  const filters = onlyFilters(readFilters(search));
  const analysis = useQuery(analysisQuery(log, filters));
  const about = useQuery(logQuery(log));
  const isDesk = about.data?.source === "desk";
  const rated = useQuery({ ...ratedLinksQuery, enabled: isDesk });
  if (analysis.isPending) return <Loading page lines={9} />;
  if (analysis.isError) return <Failure page error={analysis.error} again={() => void analysis.refetch()} />;
  const report = analysis.data;
  if (report.complete_chains === 0) return <Nothing page title={t("weakest.empty")}><p>{t("weakest.empty.do")}</p></Nothing>;
  return (
    <div className="stack">
      <header className="stack" style={{ gap: "0.5rem" }}>
        <h1>{t("domino.title")}</h1>
        <p className="lede"><Sense report={report} /></p>
      </header>
      {report.domino.edges.length === 0
        ? <Nothing title={t("domino.none")}><p>{t("domino.none.do")}</p></Nothing>
        : <EdgesSection log={log} filters={filters} report={report} selected={search.edge} rated={isDesk} />}
      <div className={css.pair}>
        <BlastTable log={log} blast={report.domino.blast} />
        <AbsorberTable log={log} absorbers={report.domino.absorbers} pulse={isDesk} borne={rated.data && new Map(rated.data.borne.map((one) => [one.provider, one.seconds]))} />
        <RatingsSection log={log} ratings={report.ratings} />
        <ReworkSection log={log} rework={report.rework} />
      </div>
      {isDesk && <RatedSection log={log} />}
    </div>
  );
}

/** The strongest edge whose interval leaves no doubt, and the absorbers. */
function Sense({ report }: { report: Report }) {
  const { t, format } = useLanguage();
  const sure = report.domino.edges
    .filter((edge) => edge.risk_ratio !== null && edge.risk_ratio.interval[0] > 1 && (edge.risk_if_broken?.n ?? 0) >= 10)
    .sort((a, b) => (b.risk_ratio?.interval[0] ?? 0) - (a.risk_ratio?.interval[0] ?? 0))[0];
  const absorbers = report.domino.absorbers.filter((one) => one.absorber).map((one) => one.provider);
  return (
    <>
      {sure?.risk_ratio ? (
        <Sentence
          text="domino.sentence" values={{ provider: sure.provider, customer: sure.customer }}
          slots={{
            ratio: (
              <Figure name="risk_ratio" note={t("interval", { low: format.decimal(sure.risk_ratio.interval[0], 2), high: format.decimal(sure.risk_ratio.interval[1], 2) })} rows={{ edge: `${sure.provider}>${sure.customer}` }}>
                {format.decimal(sure.risk_ratio.value, 1)}
              </Figure>
            ),
          }}
        />
      ) : t("domino.unsure")}{" "}
      {absorbers.length > 0 && t("domino.absorbers", { count: absorbers.length, teams: format.list(absorbers) })}
    </>
  );
}
