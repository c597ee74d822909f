// The page that answers the question: what was kept and broken, which team's repair would keep the most,
// what a repair of several would do, and what nobody could have kept.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { analysisQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { onlyFilters } from "../../lib/address";
import { Failure, Loading, Nothing } from "../../parts/States";
import { Beyond } from "./Beyond";
import { Promises } from "./Promises";
import { Ranking } from "./Ranking";
import { RepairPlan } from "./RepairPlan";
import { Verdict } from "./Verdict";
import { WhatIf } from "./WhatIf";
import css from "./WeakestLink.module.css";

const route = getRouteApi("/logs/$log/");

export function WeakestLink() {
  const { t } = useLanguage();
  const { log } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = onlyFilters(search);
  const analysis = useQuery(analysisQuery(log, filters));
  if (analysis.isPending) return <Loading page lines={9} />;
  if (analysis.isError) return <Failure page error={analysis.error} again={() => void analysis.refetch()} />;
  const report = analysis.data;
  if (report.complete_chains === 0) return <Nothing page title={t("weakest.empty")}><p>{t("weakest.empty.do")}</p></Nothing>;

  const repair = search.repair ?? [];
  const set = (next: string[]) => {
    void navigate({ search: (now) => ({ ...now, repair: next.length > 0 ? next : undefined }), replace: true, resetScroll: false });
  };
  const toggle = (provider: string) => {
    set(repair.includes(provider) ? repair.filter((other) => other !== provider) : [...repair, provider]);
  };

  return (
    <div className="stack">
      <header className={css.head}>
        <Verdict report={report} />
        <Promises report={report} />
      </header>
      {report.broken_promises === 0 && <Ranking log={log} filters={filters} report={report} repair={[]} toggle={toggle} open={search.team} />}
      {report.broken_promises > 0 && (
        <>
          <WhatIf log={log} filters={filters} report={report} repair={repair} clear={() => { set([]); }} />
          <div className={css.columns}>
            <Ranking log={log} filters={filters} report={report} repair={repair} toggle={toggle} open={search.team} />
            <RepairPlan report={report} repair={repair} toggle={toggle} set={set} />
          </div>
        </>
      )}
      <Beyond report={report} />
    </div>
  );
}
