// Everyone's customers: who hands to whom, drawn with the customers on top. A click on a flow shows its
// domino figures, a click on a team its surroundings; the tables below say the same.
import { SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, type CSSProperties } from "react";
import { analysisQuery } from "../../api/queries";
import type { Flow, Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { onlyFilters, readFilters, type Filters, type MapSearch } from "../../lib/address";
import { flowState, keptShare } from "../../lib/flows";
import { drawGraph } from "../../lib/graph";
import { useWidth } from "../../lib/useWidth";
import { EdgeFigures } from "../../parts/EdgeFigures";
import { Figure } from "../../parts/Figure";
import { Icon } from "../../parts/Icon";
import { Picture } from "../../parts/Picture";
import { Sentence } from "../../parts/Sentence";
import { Failure, Loading, Nothing } from "../../parts/States";
import { Canvas } from "./Canvas";
import { Departments } from "./Departments";
import { drawMap } from "./drawMap";
import { FlowTable } from "./FlowTable";
import css from "./Map.module.css";
import { MapLegend } from "./MapLegend";
import { TeamPanel } from "./TeamPanel";

const route = getRouteApi("/logs/$log/map");
/** From so many teams on the map begins folded, if there are departments. */
const FOLD_FROM = 60;

export function Map() {
  const { t } = useLanguage();
  const { log } = route.useParams();
  const search = route.useSearch();
  const filters = onlyFilters(readFilters(search));
  const analysis = useQuery(analysisQuery(log, filters));
  if (analysis.isPending) return <Loading page lines={9} />;
  if (analysis.isError) return <Failure page error={analysis.error} again={() => void analysis.refetch()} />;
  if (analysis.data.complete_chains === 0) return <Nothing page title={t("weakest.empty")}><p>{t("weakest.empty.do")}</p></Nothing>;
  return <Drawn log={log} report={analysis.data} search={search} filters={filters} />;
}

type Props = { log: string; report: Report; search: MapSearch; filters: Filters };

function Drawn({ log, report, search, filters }: Props) {
  const { t, format } = useLanguage();
  const navigate = route.useNavigate();
  const { teams, flows, departments } = report.pyramid;
  const foldable = teams.some((team) => team.department !== null);
  const fold = foldable && (search.fold ? search.fold === "department" : teams.length >= FOLD_FROM && !search.focus);
  const set = (change: MapSearch) => { void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false }); };

  const graph = useMemo(
    () => drawGraph(teams, flows, { fold, flows: search.flows ?? "main", focus: search.focus }),
    [teams, flows, fold, search.flows, search.focus],
  );
  const { element, width } = useWidth<HTMLDivElement>(800);
  const flow = flows.find((one) => `${one.provider}>${one.customer}` === search.edge) ?? summed(search.edge, graph.lines, flows);
  const edge = report.domino.edges.find((one) => one.provider === flow?.provider && one.customer === flow.customer);
  const title = t("map.title");
  return (
    <div className="stack">
      <header className="stack" style={{ gap: "0.5rem" }}>
        <h1>{title}</h1>
        <p className="lede"><Sense report={report} /></p>
      </header>
      <Picture
        title={title} hideTitle file={[log, title]} svg={() => drawMap(graph, title, t, format)} table={<FlowTable log={log} flows={flows} />}
        tools={
          <div className={css.tools}>
            <Select
              size="xs" className={css.find} searchable clearable limit={100} leftSection={<Icon name="search" size={16} />} aria-label={t("map.find")} placeholder={t("map.find")}
              data={teams.map((team) => team.name)} value={search.focus ?? null} nothingFoundMessage={t("filter.nothing")} clearButtonProps={{ "aria-label": t("map.unfocus") }}
              onChange={(focus) => { set({ focus: focus ?? undefined, edge: undefined, fold: focus ? "none" : search.fold }); }}
            />
            {foldable && (
              <SegmentedControl
                size="xs" aria-label={t("map.fold")} value={fold ? "department" : "none"} onChange={(value) => { set({ fold: value as "department" | "none", edge: undefined, focus: undefined }); }}
                data={[{ value: "none", label: t("map.teams") }, { value: "department", label: t("map.departments") }]}
              />
            )}
            {(graph.hidden > 0 || search.flows === "all") && (
              <SegmentedControl
                size="xs" aria-label={t("map.flows")} value={search.flows ?? "main"} onChange={(value) => { set({ flows: value === "all" ? "all" : undefined }); }}
                data={[{ value: "main", label: t("map.flows.main") }, { value: "all", label: t("map.flows.all") }]}
              />
            )}
          </div>
        }
      >
        <div className={css.columns}>
          <div className={css.canvas} ref={element} style={{ "--wanted": `${Math.round((width * (graph.height + 120)) / (graph.width + 120))}px` } as CSSProperties}>
            <Canvas graph={graph} focus={search.focus} edge={search.edge} choose={set} />
          </div>
          <aside className={css.panel} aria-label={t("map.panel")} aria-live="polite">
            {flow && <EdgeFigures log={log} filters={filters} flow={flow} edge={edge} />}
            {!flow && search.focus && <TeamPanel log={log} filters={filters} report={report} team={search.focus} choose={(id) => { set({ edge: id }); }} />}
            {!flow && !search.focus && <p className="quiet">{t("map.hint")}</p>}
            {graph.hidden > 0 && <p className="small quiet">{t("map.hidden", { count: graph.hidden, n: format.count(graph.hidden) })}</p>}
            <MapLegend />
          </aside>
        </div>
      </Picture>
      <FlowTable log={log} flows={flows} />
      {departments && <Departments cooperation={departments} />}
    </div>
  );
}

/** What the map shows, in words: how far the customers are, and which flow keeps the fewest promises. */
function Sense({ report }: { report: Report }) {
  const { format } = useLanguage();
  const { teams, flows } = report.pyramid;
  const deepest = Math.max(0, ...teams.map((team) => team.distance ?? 0));
  const facing = teams.filter((team) => team.distance === 1).length;
  const worst = flows
    .filter((flow) => flow.customer !== "" && flow.kept + flow.broken >= 30)
    .sort((a, b) => (keptShare(a) ?? 1) - (keptShare(b) ?? 1))[0];
  return (
    <>
      <Sentence text="map.sentence" values={{ count: teams.length, teams: format.count(teams.length), facing: format.count(facing) }} slots={{ deepest: <Figure name="distance">{format.count(deepest)}</Figure> }} />{" "}
      {worst && flowState(worst) !== "kept" && (
        <Sentence
          text="map.worst" values={{ provider: worst.provider, customer: worst.customer }}
          slots={{ share: <Figure name="flow" note={`${format.count(worst.kept)} / ${format.count(worst.kept + worst.broken)}`} rows={{ edge: `${worst.provider}>${worst.customer}` }}>{format.share(keptShare(worst) ?? 0)}</Figure> }}
        />
      )}
    </>
  );
}

/** A line between departments stands for several flows: their sum. */
function summed(id: string | undefined, lines: { id: string; provider: string; customer: string; handOffs: number; kept: number; broken: number }[], flows: Flow[]): Flow | undefined {
  const line = lines.find((one) => one.id === id);
  if (!line) return undefined;
  const exact = flows.find((one) => one.provider === line.provider && one.customer === line.customer);
  return exact ?? { provider: line.provider, customer: line.customer, hand_offs: line.handOffs, kept: line.kept, broken: line.broken, without_due: line.handOffs - line.kept - line.broken, held_seconds: 0, waiting_seconds: 0 };
}
