// The edges: how many times as often a promise breaks when the hand-off below it came late. A picture of
// the ratios on a logarithmic scale, and all figures as a table.
import { Skeleton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Edge, Report, Share } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Filters } from "../../lib/address";
import { EdgeFigures } from "../../parts/EdgeFigures";
import { Figure } from "../../parts/Figure";
import { Picture } from "../../parts/Picture";
import { Table, type Column } from "../../parts/Table";
import css from "./Domino.module.css";
import { EdgeRated } from "./Rated";

// The chart library comes with the first picture that needs it.
const Ratios = lazy(() => import("./Ratios").then(({ Ratios }) => ({ default: Ratios })));
const DRAWN = 16;

type Props = { log: string; filters: Filters; report: Report; selected?: string; /** Whether its hand-offs are rated by colleagues. */ rated: boolean };

export function EdgesSection({ log, filters, report, selected, rated }: Props) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { edges } = report.domino;
  const drawn = edges
    .filter((edge) => edge.risk_ratio !== null && (edge.risk_if_broken?.n ?? 0) >= 5)
    .sort((a, b) => (b.risk_if_broken?.n ?? 0) - (a.risk_if_broken?.n ?? 0))
    .slice(0, DRAWN)
    .sort((a, b) => (b.risk_ratio?.value ?? 0) - (a.risk_ratio?.value ?? 0));
  const choose = (edge: string | undefined) => {
    void navigate({ to: ".", search: (now: Record<string, unknown>) => ({ ...now, edge }), replace: true, resetScroll: false });
  };
  const flow = report.pyramid.flows.find((one) => `${one.provider}>${one.customer}` === selected);
  const chosen = edges.find((one) => `${one.provider}>${one.customer}` === selected);
  return (
    <>
      {drawn.length > 0 && (
        <div className={css.columns}>
          <section className="sheet">
            <Picture title={t("domino.picture")} file={[log, t("domino.title")]}>
              <p className="quiet small">{t("domino.picture.read")}</p>
              <Suspense fallback={<Skeleton height={drawn.length * 34 + 60} />}>
                <Ratios edges={drawn} selected={selected} choose={choose} />
              </Suspense>
            </Picture>
          </section>
          <aside aria-live="polite" aria-label={t("domino.panel")}>
            {flow && chosen ? <EdgeFigures log={log} filters={filters} flow={flow} edge={chosen} /> : <p className="quiet">{t("domino.hint")}</p>}
            {rated && chosen && <EdgeRated provider={chosen.provider} customer={chosen.customer} />}
          </aside>
        </div>
      )}
      <EdgeTable log={log} edges={edges} selected={selected} choose={choose} />
    </>
  );
}

type TableProps = { log: string; edges: Edge[]; selected?: string; choose: (edge: string) => void };

function EdgeTable({ log, edges, selected, choose }: TableProps) {
  const { t, format } = useLanguage();
  const id = (edge: Edge) => `${edge.provider}>${edge.customer}`;
  const risk = (key: string, title: string, share: (edge: Edge) => Share | null): Column<Edge> => ({
    key, title, number: true, value: (edge) => share(edge)?.share,
    show: (edge) => {
      const one = share(edge);
      return one
        ? <><Figure quiet name="risk" note={t("interval", { low: format.share(one.interval[0]), high: format.share(one.interval[1]) })} rows={{ edge: id(edge) }}>{format.share(one.share)}</Figure> <span className="small quiet">{format.count(one.k)}/{format.count(one.n)}</span></>
        : "–";
    },
    more: [
      { title: `${title} (2.5 %)`, value: (edge) => share(edge)?.interval[0] }, { title: `${title} (97.5 %)`, value: (edge) => share(edge)?.interval[1] },
      { title: `${title} k`, value: (edge) => share(edge)?.k }, { title: `${title} n`, value: (edge) => share(edge)?.n },
    ],
  });
  return (
    <Table
      title={t("domino.table")} file={[log, t("domino.title")]} rows={edges} rowKey={id} first={12} selected={(edge) => id(edge) === selected}
      columns={[
        {
          key: "edge", title: t("domino.edge"), value: (edge) => `${edge.provider} → ${edge.customer}`,
          show: (edge) => <button type="button" className={css.edge} onClick={() => { choose(id(edge)); }}>{edge.provider} → {edge.customer}</button>,
        },
        risk("broken", t("domino.if_broken"), (edge) => edge.risk_if_broken),
        risk("kept", t("domino.if_kept"), (edge) => edge.risk_if_kept),
        {
          key: "ratio", title: t("figure.risk_ratio.title"), number: true, value: (edge) => edge.risk_ratio?.value,
          show: (edge) => (edge.risk_ratio ? <Figure quiet name="risk_ratio" rows={{ edge: id(edge) }}>{format.decimal(edge.risk_ratio.value, 2)}</Figure> : t("unknown")),
        },
        {
          key: "interval", title: t("domino.interval"), number: true, value: (edge) => edge.risk_ratio?.interval[0],
          show: (edge) => (edge.risk_ratio ? `${format.decimal(edge.risk_ratio.interval[0], 2)} – ${format.decimal(edge.risk_ratio.interval[1], 2)}` : "–"),
          more: [{ title: `${t("domino.interval")} (97.5 %)`, value: (edge) => edge.risk_ratio?.interval[1] }],
        },
        {
          key: "resampled", title: t("domino.resampled"), number: true, value: (edge) => edge.risk_ratio?.resampled?.[0],
          show: (edge) => { const resampled = edge.risk_ratio?.resampled; return resampled ? `${format.decimal(resampled[0], 2)} – ${format.decimal(resampled[1], 2)}` : "–"; },
          more: [{ title: `${t("domino.resampled")} (97.5 %)`, value: (edge) => edge.risk_ratio?.resampled?.[1] }],
        },
      ]}
    />
  );
}
