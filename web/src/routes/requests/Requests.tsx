// All requests, filtered by the address: fetched a page at a time while one scrolls, drawn only where they are
// seen, selected for acts on many at once.
import { Button, Checkbox } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { requestsQuery, type Request } from "../../api/desk";
import { useLine } from "../../api/live";
import { useLanguage } from "../../i18n";
import { slackOf } from "../../lib/slack";
import { useNow } from "../../lib/useNow";
import { Refusal } from "../../parts/Asked";
import { useDesk, works } from "../../parts/pages";
import { Loading, Nothing } from "../../parts/States";
import { TimeLeft } from "../../parts/TimeLeft";
import { VirtualRows, type RowsHandle } from "../../parts/VirtualRows";
import { BulkBar } from "./BulkBar";
import css from "./Requests.module.css";
import { RequestsBar } from "./RequestsBar";
import { Views } from "./Views";

const route = getRouteApi("/requests");
/** What the server counts up to. */
const COUNTED = 1001;

export function Requests() {
  const { t, format } = useLanguage();
  const { me } = useDesk();
  const asked = route.useSearch();
  const navigate = useNavigate();
  const phone = useMediaQuery("(max-width: 56em)", false, { getInitialValueInEffect: false });
  const found = useInfiniteQuery(requestsQuery(asked));
  const now = useNow();
  const line = useLine();
  const [selected, setSelected] = useState<ReadonlyMap<string, Request>>(new Map());
  const list = useRef<RowsHandle>(null);
  const key = JSON.stringify(asked);
  const [filteredBy, setFilteredBy] = useState(key);
  // What is not seen any more must not be acted on.
  if (filteredBy !== key) {
    setFilteredBy(key);
    setSelected(new Map());
  }

  const rows = useMemo(() => found.data?.pages.flatMap(({ requests }) => requests) ?? [], [found.data]);
  const count = found.data?.pages.at(-1)?.count;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const total = rows.length + (hasNextPage ? 1 : 0);
  const seen = useCallback((_: number, last: number) => {
    if (last >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const toggle = (request: Request) => {
    const next = new Map(selected);
    if (!next.delete(request.id)) next.set(request.id, request);
    setSelected(next);
  };
  const open = (index: number) => {
    const request = rows[index];
    if (request) void navigate({ to: "/requests/$request", params: { request: String(request.number) } });
  };
  const may = works(me);
  const header = phone ? null : (
    <div role="row" aria-rowindex={1} className={`${css.cells} ${css.header}`} data-may={may || undefined}>
      {may && <span role="columnheader"><span className="unseen">{t("bulk.label")}</span></span>}
      {([t("list.subject"), t("list.for"), t("list.of"), t("list.status"), t("list.time"), t("list.priority")]).map((title) => <span key={title} role="columnheader">{title}</span>)}
    </div>
  );
  const row = (index: number) => {
    const request = rows[index];
    if (!request) return <div role="gridcell" className={css.waiting}>{t("list.loading")}</div>;
    return <Cells request={request} phone={phone} now={now} selected={selected.has(request.id)} toggle={may ? () => { toggle(request); } : undefined} />;
  };
  const words = count === undefined ? t("list.title") : count >= COUNTED ? t("list.many", { n: format.count(COUNTED - 1) }) : t("list.count", { count, n: format.count(count) });
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className="row spread">
          <h1 aria-live="polite">{words}</h1>
          <Views asked={asked} />
        </div>
        <RequestsBar asked={asked} phone={phone} />
        {selected.size > 0 && <BulkBar selected={selected} rows={rows} select={(next) => { setSelected(new Map(next.map((one) => [one.id, one]))); }} />}
        {found.data && found.data.pages.length > 3 && line === "live" && found.isStale && (
          <p className={css.changed} role="status"><span>{t("list.changed")}</span> <Button size="compact-sm" variant="default" onClick={() => void found.refetch()}>{t("list.renew")}</Button></p>
        )}
      </header>
      {found.isError && rows.length === 0 && <Refusal error={found.error} again={() => void found.refetch()} />}
      {found.isPending && <Loading lines={10} />}
      {found.data && rows.length === 0 && <Nothing title={t("list.none")}><p>{t("list.none.do")}</p></Nothing>}
      {rows.length > 0 && (
        <VirtualRows
          key={`${key} ${phone}`} ref={list} label={t("list.title")} total={total} rowHeight={phone ? 104 : 52} columns={may ? 7 : 6} header={header} open={open} seen={seen} row={row}
          act={{ " ": (index) => { const request = rows[index]; if (request && may) toggle(request); } }}
        />
      )}
    </div>
  );
}

type CellsProps = { request: Request; phone: boolean; now: number; selected: boolean; toggle?: () => void };

function Cells({ request, phone, now, selected, toggle }: CellsProps) {
  const { t, format } = useLanguage();
  const slack = slackOf(request, now, { t, format });
  const { number, subject, root, provider, status, priority, step } = request;
  const pick = toggle && (
    <span role="gridcell" className={css.pick} onClick={(event) => { event.stopPropagation(); }}>
      <Checkbox size="sm" tabIndex={-1} checked={selected} aria-label={t("list.select", { number, subject })} onChange={toggle} />
    </span>
  );
  const what = <><span className="quiet">#{number}</span> <strong>{subject || t("request.hidden")}</strong>{step !== null && <span className="quiet"> · {root.subject}</span>}</>;
  const time = <TimeLeft slack={slack} />;
  if (phone) {
    return (
      <div className={css.card}>
        {pick}
        <div role="gridcell" className={css.cardWords}>
          <p className={css.cut}>{what}</p>
          <p className={`${css.cut} small quiet`}>{root.customer.name} · {provider.name} · {t(`status.${status}`)}</p>
          <p className={`${css.cut} small`}>{time}</p>
        </div>
      </div>
    );
  }
  return (
    <div role="presentation" className={css.cells} data-may={toggle ? true : undefined}>
      {pick}
      <span role="gridcell" className={css.cut} title={subject}>{what}</span>
      <span role="gridcell" className={css.cut} title={root.customer.name}>{root.customer.name}</span>
      <span role="gridcell" className={css.cut} title={provider.name}>{provider.name}</span>
      <span role="gridcell" className={css.cut}>{t(`status.${status}`)}</span>
      <span role="gridcell" className={css.cut}>{time}</span>
      <span role="gridcell" className={css.cut}>{t(`priority.${String(priority) as "1" | "2" | "3" | "4"}`)}</span>
    </div>
  );
}
