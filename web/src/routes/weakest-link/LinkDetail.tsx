// What lies behind one link: its figures, whom it works for, and the ways to its chains.
import { Link as Goto } from "@tanstack/react-router";
import type { Link, Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Filters } from "../../lib/address";
import { keptShare } from "../../lib/flows";
import type { FigureName } from "../../lib/figures";
import { Figure, type Rows } from "../../parts/Figure";
import css from "./WeakestLink.module.css";

type Props = { log: string; filters: Filters; link: Link; report: Report };

export function LinkDetail({ log, filters, link, report }: Props) {
  const { t, format } = useLanguage();
  const broke: Rows = { outcome: "broken", broke: link.provider };
  const facts: { name: FigureName; value: string; note?: string; rows?: Rows }[] = [
    { name: "broke", value: format.count(link.broke), rows: broke },
    { name: "charged", value: format.duration(link.charged_seconds), note: format.exact(link.charged_seconds), rows: broke },
    { name: "credit", value: format.decimal(link.credit, 1), rows: broke },
    {
      name: "budget",
      value: link.typical_seconds == null ? "–" : format.duration(link.typical_seconds),
      note: t("ranking.budgets", { due: format.count(link.with_due), typical: format.count(link.with_typical), none: format.count(link.without_budget) }),
      rows: { provider: link.provider },
    },
  ];
  const flows = report.pyramid.flows.filter((flow) => flow.provider === link.provider).sort((a, b) => b.hand_offs - a.hand_offs).slice(0, 6);
  return (
    <>
      <dl className={css.facts}>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name === "budget" ? t("ranking.typical") : t(`figure.${fact.name}.title`)}</dt>
            <dd><Figure quiet name={fact.name} note={fact.note} rows={fact.rows}>{fact.value}</Figure></dd>
          </div>
        ))}
      </dl>
      <h3>{t("ranking.edges", { team: link.provider })}</h3>
      <ul className={css.list}>
        {flows.map((flow) => {
          const share = keptShare(flow);
          return (
            <li key={flow.customer}>
              <Goto to="/logs/$log/chains" params={{ log }} search={flow.customer ? { ...filters, edge: `${flow.provider}>${flow.customer}` } : { ...filters, provider: flow.provider }}>
                {flow.customer || t("words.customers")}
              </Goto>
              <span className="quiet">
                {t("words.hand_offs.count", { count: flow.hand_offs, n: format.count(flow.hand_offs) })}
                {share !== null && ` · ${t("words.kept.share", { share: format.share(share) })}`}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="row" style={{ marginBlockStart: "0.75rem" }}>
        <Goto to="/logs/$log/chains" params={{ log }} search={{ ...filters, outcome: "broken", broke: link.provider, sort: "-overrun" }}>{t("ranking.chains.broke")}</Goto>
        <Goto to="/logs/$log/chains" params={{ log }} search={{ ...filters, provider: link.provider }}>{t("ranking.chains.all")}</Goto>
        <Goto to="/logs/$log/map" params={{ log }} search={{ ...filters, focus: link.provider }}>{t("ranking.map")}</Goto>
      </p>
    </>
  );
}
