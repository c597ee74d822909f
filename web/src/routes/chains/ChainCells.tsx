// One chain in the list: who promised what to whom, what became of it, how long it took, who broke it.
import { Skeleton } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import type { ChainRow } from "../../api/types";
import { useLanguage, type Key } from "../../i18n";
import type { ChainsSearch, Sort } from "../../lib/address";
import { StateMark } from "../../parts/StateMark";
import css from "./Chains.module.css";

const COLUMNS: { title: Key; sort?: "root" | "opened" | "overrun" | "lead" | "hand_offs"; className?: string }[] = [
  { title: "chains.root", sort: "root" },
  { title: "chains.customer" },
  { title: "chains.opened", sort: "opened", className: css.opened },
  { title: "chains.outcome", sort: "overrun" },
  { title: "chains.lead", sort: "lead", className: css.end },
  { title: "chains.hand_offs", sort: "hand_offs", className: `${css.end} ${css.wideOnly}` },
  { title: "chains.broke", className: css.wideOnly },
];

/** The headers; those with an order are links to the list in that order. */
export function ChainHeader({ search }: { search: ChainsSearch }) {
  const { t } = useLanguage();
  const { log = "" } = useParams({ strict: false });
  const sort = search.sort ?? "-overrun";
  return (
    <div role="row" aria-rowindex={1} className={`${css.cells} ${css.header}`}>
      {COLUMNS.map((column) => {
        const down = sort === `-${column.sort}`;
        const here = down || sort === column.sort;
        const next = (down ? column.sort : `-${column.sort}`) as Sort;
        return (
          <div key={column.title} role="columnheader" className={column.className} aria-sort={here ? (down ? "descending" : "ascending") : undefined}>
            {column.sort ? (
              <Link from="/logs/$log/chains" to="/logs/$log/chains" params={{ log }} search={(now) => ({ ...now, sort: next })} replace className={css.sort}>
                {t(column.title)} <span aria-hidden="true">{here ? (down ? "↓" : "↑") : ""}</span>
              </Link>
            ) : t(column.title)}
          </div>
        );
      })}
    </div>
  );
}

export function ChainCells({ row, narrow }: { row: ChainRow | undefined; narrow: boolean }) {
  const { t, format } = useLanguage();
  if (!row) {
    return <div className={css.cells} role="gridcell" aria-label={t("state.loading")}><Skeleton height={12} width="70%" /><Skeleton height={12} width="60%" /></div>;
  }
  const outcome = (
    <StateMark state={row.outcome}>
      {row.outcome === "broken" ? t("chains.late", { time: format.duration(row.overrun_seconds) }) : t(`state.${row.outcome}`)}
    </StateMark>
  );
  if (narrow) {
    return (
      <div className={css.card} role="gridcell">
        <span className={css.root}>{row.root}</span>
        <span className="number">{outcome}</span>
        <span className="quiet">{row.provider} → {row.customer}</span>
        <span className="number quiet">{format.duration(row.lead_seconds)}</span>
        <span className={`small quiet ${css.broke}`}>{row.broke.length > 0 ? t("chains.broke.by", { teams: format.list(row.broke) }) : format.instant(row.opened)}</span>
      </div>
    );
  }
  return (
    <div className={css.cells} role="presentation">
      <div role="gridcell" className={css.root} title={row.root}>{row.root}</div>
      <div role="gridcell" className={css.cut} title={`${row.provider} → ${row.customer}`}>{row.provider} <span className="quiet">→ {row.customer}</span></div>
      <div role="gridcell" className={`${css.opened} quiet`} title={format.full(row.opened)}>{format.instant(row.opened)}</div>
      <div role="gridcell">{outcome}</div>
      <div role="gridcell" className={css.end} title={format.exact(row.lead_seconds)}>{format.duration(row.lead_seconds)}</div>
      <div role="gridcell" className={`${css.end} ${css.wideOnly}`}>{format.count(row.hand_offs)}</div>
      <div role="gridcell" className={`${css.cut} ${css.wideOnly} quiet`} title={row.broke.join(", ")}>{row.broke.length > 0 ? row.broke.join(", ") : "–"}</div>
    </div>
  );
}
