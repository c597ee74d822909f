// The map as a table: every flow with its promises and the time it held.
import type { Flow } from "../../api/types";
import { useLanguage } from "../../i18n";
import { flowState, keptShare } from "../../lib/flows";
import { Figure, type Rows } from "../../parts/Figure";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";

export function FlowTable({ log, flows }: { log: string; flows: Flow[] }) {
  const { t, format } = useLanguage();
  const rows = (flow: Flow): Rows => (flow.customer ? { edge: `${flow.provider}>${flow.customer}` } : { provider: flow.provider });
  return (
    <Table
      title={t("map.table")} file={[log, t("map.table")]} rows={flows.toSorted((a, b) => b.hand_offs - a.hand_offs)} rowKey={(flow) => `${flow.provider}>${flow.customer}`} first={15}
      columns={[
        { key: "provider", title: t("words.provider"), value: (flow) => flow.provider },
        { key: "customer", title: t("table.customer"), value: (flow) => flow.customer || t("words.customers") },
        { key: "n", title: t("words.hand_offs"), number: true, value: (flow) => flow.hand_offs, show: (flow) => <Figure quiet name="flow" rows={rows(flow)}>{format.count(flow.hand_offs)}</Figure> },
        {
          key: "share", title: t("map.kept_share"), number: true, value: (flow) => keptShare(flow),
          show: (flow) => <StateMark state={flowState(flow)}>{keptShare(flow) === null ? t("edge.no_due") : format.share(keptShare(flow) ?? 0)}</StateMark>,
          more: [{ title: t("state.kept"), value: (flow) => flow.kept }, { title: t("state.broken"), value: (flow) => flow.broken }, { title: t("state.none"), value: (flow) => flow.without_due }],
        },
        { key: "held", title: t("figure.held.title"), number: true, value: (flow) => flow.held_seconds, show: (flow) => <Figure quiet name="held" note={format.exact(flow.held_seconds)} rows={rows(flow)}>{format.duration(flow.held_seconds)}</Figure> },
        { key: "waiting", title: t("figure.waiting.title"), number: true, value: (flow) => flow.waiting_seconds, show: (flow) => <Figure quiet name="waiting" note={format.exact(flow.waiting_seconds)} rows={rows(flow)}>{format.duration(flow.waiting_seconds)}</Figure> },
      ]}
    />
  );
}
