// The chain of a request as a picture in time, and the same as a table.
import { Link } from "@tanstack/react-router";
import { type ChainLink, type RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { promiseOf } from "../../lib/link-story";
import { inOrder } from "../../lib/live-chain";
import { soon } from "../../lib/slack";
import { Icon } from "../../parts/Icon";
import { LiveWaterfall } from "../../parts/LiveWaterfall";
import { Picture } from "../../parts/Picture";
import { Table, type Column } from "../../parts/Table";
import tools from "../../parts/tools.module.css";

export function ChainPanel({ detail, now, wide }: { detail: RequestDetail; now: number; wide: boolean }) {
  const { t, format } = useLanguage();
  const ordered = inOrder(detail.chain);
  const depth = new Map(ordered.map((one) => [one.link.id, one.depth]));
  const at = (key: "opened_at" | "accepted_at" | "done_at" | "expected_at" | "due_at" | "latest_start_at"): Column<ChainLink> => ({
    key, title: t(`table.live.${key}`), value: (link) => link[key],
    show: (link) => { const value = link[key]; return value === null ? "–" : <span title={format.full(value)}>{soon(value, now, format)}</span>; },
  });
  const columns: Column<ChainLink>[] = [
    { key: "number", title: t("table.live.what"), value: (link) => link.number, show: (link) => <Link to="/requests/$request" params={{ request: String(link.number) }} style={{ paddingInlineStart: `${depth.get(link.id) ?? 0}em` }}>#{link.number} {link.subject}</Link>, more: [{ title: t("new.subject"), value: (link) => link.subject }] },
    { key: "provider", title: t("table.live.provider"), value: (link) => link.provider.name },
    { key: "customer", title: t("table.live.customer"), value: (link) => link.customer.name },
    { key: "status", title: t("list.status"), value: (link) => t(`status.${link.status}`) },
    at("opened_at"), at("accepted_at"), at("done_at"), at("expected_at"), at("due_at"), at("latest_start_at"),
    { key: "allowed", title: t("table.live.allowed"), number: true, value: (link) => link.allowed, show: (link) => (link.allowed === null ? "–" : format.duration(link.allowed)) },
    { key: "slack", title: t("table.live.slack"), number: true, value: (link) => link.slack, show: (link) => (link.slack === null ? "–" : format.duration(link.slack)) },
    { key: "critical", title: t("waterfall.path"), value: (link) => (link.critical ? t("table.live.critical") : "") },
  ];
  const title = t("request.chain");
  return (
    <Picture
      title={title} file={["request", String(detail.root.number)]}
      table={<Table title={t("chain.table")} hideTitle file={["request", String(detail.root.number)]} columns={columns} rows={ordered.map(({ link }) => link)} rowKey={(link) => link.id} />}
      tools={
        <Link
          to="/requests/$request" params={{ request: String(detail.number) }} search={{ chain: wide ? undefined : "wide" }} replace resetScroll={false} className={tools.tool}
          aria-label={t(wide ? "chain.beside" : "chain.wide")} title={t(wide ? "chain.beside" : "chain.wide")}
        >
          <Icon name={wide ? "rail" : "expand"} size={16} />
        </Link>
      }
    >
      <LiveWaterfall chain={detail.chain} now={now} forecast={detail.forecast} here={detail.id} label={`${title}: ${promiseOf(detail, now, { t, format })}`} />
    </Picture>
  );
}
