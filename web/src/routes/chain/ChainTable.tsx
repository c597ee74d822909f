// The hand-offs of a chain as a table: all that the waterfall shows, in figures.
import type { ChainDetail, Handoff } from "../../api/types";
import { useLanguage } from "../../i18n";
import { shortInstant } from "../../lib/story";
import { Figure } from "../../parts/Figure";
import { Table, type Column } from "../../parts/Table";

export function ChainTable({ chain, log }: { chain: ChainDetail; log: string }) {
  const { t, format } = useLanguage();
  const at = shortInstant(chain, format);
  const time = (key: "opened" | "started" | "closed" | "due"): Column<Handoff> => ({
    key, title: t(`table.${key}`), value: (h) => h[key],
    show: (h) => (h[key] === null ? "–" : <span title={format.full(h[key])}>{at(h[key])}</span>),
  });
  const length = (key: string, title: string, name: "held" | "waiting" | "own_excess" | "charged", value: (h: Handoff) => number): Column<Handoff> => ({
    key, title, number: true, value, show: (h) => <Figure quiet name={name} note={format.exact(value(h))}>{format.duration(value(h))}</Figure>,
  });
  const columns: Column<Handoff>[] = [
    { key: "id", title: t("table.handoff"), value: (h) => h.id, show: (h) => <span style={{ paddingInlineStart: `${h.depth}em` }}>{h.id}</span>, more: [{ title: t("table.parent"), value: (h) => h.parent }] },
    { key: "provider", title: t("ranking.team"), value: (h) => h.provider, more: [{ title: t("table.customer"), value: (h) => h.customer }] },
    time("opened"), time("started"), time("closed"), time("due"),
    { key: "duration", title: t("table.took"), number: true, value: (h) => h.duration_seconds, show: (h) => format.duration(h.duration_seconds) },
    {
      key: "budget", title: t("figure.budget.title"), number: true, value: (h) => h.budget.seconds,
      show: (h) => (h.budget.seconds === null ? "–" : <Figure quiet name="budget" note={t(`budget.${h.budget.kind}`)}>{format.duration(h.budget.seconds)}{h.budget.kind === "typical" ? " ≈" : ""}</Figure>),
      more: [{ title: t("table.budget_kind"), value: (h) => h.budget.kind }],
    },
    length("held", t("figure.held.title"), "held", (h) => h.on_path_seconds),
    length("waiting", t("figure.waiting.title"), "waiting", (h) => h.waiting_on_path_seconds),
    length("own", t("figure.own_excess.title"), "own_excess", (h) => h.own_excess_seconds),
    length("charged", t("figure.charged.title"), "charged", (h) => h.charged_seconds),
  ];
  return <Table title={t("chain.table")} file={[log, chain.root]} columns={columns} rows={chain.hand_offs} rowKey={(h) => h.id} />;
}
