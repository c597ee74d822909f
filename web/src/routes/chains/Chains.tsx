// All chains of a log: filtered, sorted and searched on the server, drawn as one list of any length. The
// chain that is open stands beside the list where there is room, over it where there is none.
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useMatch } from "@tanstack/react-router";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useMediaQuery } from "@mantine/hooks";
import { chainsQuery, PAGE } from "../../api/queries";
import type { ChainRow } from "../../api/types";
import { useLanguage } from "../../i18n";
import { readFilters, type ChainsSearch, type Filters } from "../../lib/address";
import { VirtualRows, type RowsHandle } from "../../parts/VirtualRows";
import { Failure, Loading, Nothing } from "../../parts/States";
import { ChainCells, ChainHeader } from "./ChainCells";
import css from "./Chains.module.css";
import { ChainsBar } from "./ChainsBar";

const route = getRouteApi("/logs/$log/chains");

export function Chains() {
  const { t, format } = useLanguage();
  const { log } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const detail = useMatch({ from: "/logs/$log/chains/$root", shouldThrow: false });
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const asked = useMemo(() => pick(search), [search]);
  const key = JSON.stringify(asked);
  const { total, at, want, error, again } = useRows(log, asked);
  const [walked, setWalked] = useState<{ index: number; root: string; list: string }>();
  const list = useRef<RowsHandle>(null);

  const root = detail?.params.root;
  const narrow = phone || (root !== undefined && !detail?.search.wide);
  const open = (index: number) => {
    const row = at(index);
    if (!row) return;
    setWalked({ index, root: row.root, list: key });
    void navigate({ to: "/logs/$log/chains/$root", params: { log, root: row.root }, search: (now) => now, resetScroll: false });
  };
  // Coming back from a chain, the list takes the keyboard where it was left.
  const before = useRef(root);
  useLayoutEffect(() => {
    if (before.current && !root) list.current?.focus();
    before.current = root;
  }, [root]);

  return (
    <div className={css.split} data-open={root !== undefined || undefined} data-wide={detail?.search.wide || undefined}>
      <section className={css.list} aria-labelledby="chains-title">
        <header className={css.head}>
          <h1 id="chains-title">{total === undefined ? t("chains.title") : t("chains.count", { count: total, n: format.count(total) })}</h1>
          <ChainsBar log={log} search={search} />
        </header>
        {error && <Failure error={error} again={again} />}
        {!error && total === undefined && <Loading lines={10} />}
        {total === 0 && <Nothing title={t("chains.none")}><p>{t("chains.none.do")}</p></Nothing>}
        {!error && total !== undefined && total > 0 && (
          <VirtualRows
            key={`${key} ${narrow}`} start={walked?.list === key ? walked.index : 0} ref={list} label={t("chains.title")} total={total} rowHeight={narrow ? 86 : 46} columns={7}
            header={narrow ? null : <ChainHeader search={search} />} selected={walked && walked.root === root ? walked.index : undefined} open={open} seen={want}
            row={(index) => <ChainCells row={at(index)} narrow={narrow} />}
          />
        )}
      </section>
      {root !== undefined && <aside className={css.detail} aria-label={t("chain.title", { root })}><Outlet /></aside>}
    </div>
  );
}

/** What the server is asked: the filters and the list's own parameters, nothing else of the address. */
function pick(search: Filters & ChainsSearch): Filters & ChainsSearch {
  const { outcome, provider, edge, broke, repair, q, sort } = search;
  return { ...readFilters(search), outcome, provider, edge, broke, repair, q, sort };
}

/** The rows of the list, fetched a page at a time as they come into view. */
function useRows(log: string, asked: Filters & ChainsSearch) {
  const queries = useQueryClient();
  const [pages, setPages] = useState<{ key: string; total?: number; rows: Map<number, ChainRow[]>; error?: Error }>({ key: "", rows: new Map() });
  const key = JSON.stringify([log, asked]);
  const current = pages.key === key ? pages : undefined;
  const asking = useRef(new Set<string>());

  const fetchPage = useCallback(
    (page: number) => {
      const mark = `${key} ${page}`;
      if (asking.current.has(mark)) return;
      asking.current.add(mark);
      queries.ensureQueryData(chainsQuery(log, asked, page)).then(
        ({ total, rows }) => {
          setPages((now) => ({ key, total, rows: new Map(now.key === key ? now.rows : []).set(page, rows) }));
        },
        (error: Error) => {
          setPages((now) => ({ ...(now.key === key ? now : { key, rows: new Map<number, ChainRow[]>() }), error }));
        },
      ).finally(() => asking.current.delete(mark));
    },
    [queries, log, asked, key],
  );
  useEffect(() => { fetchPage(0); }, [fetchPage]);

  const want = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) fetchPage(page);
    },
    [fetchPage],
  );
  return {
    total: current?.total,
    error: current?.error,
    at: (index: number) => current?.rows.get(Math.floor(index / PAGE))?.[index % PAGE],
    want,
    again: () => {
      setPages({ key: "", rows: new Map() });
      fetchPage(0);
    },
  };
}
