// The customer at the top of the chain, and everything else they asked for.
import { Link } from "@tanstack/react-router";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { slackOf } from "../../lib/slack";
import { TimeLeft } from "../../parts/TimeLeft";
import css from "./Request.module.css";

export function CustomerPanel({ detail, now, staff }: { detail: RequestDetail; now: number; staff: boolean }) {
  const { t, format } = useLanguage();
  const { customer, external } = detail.root;
  return (
    <section className={css.panel} aria-labelledby="customer">
      <h2 id="customer">{staff ? <Link to={`/customers/${customer.id}` as string}>{customer.name || t("pick.erased")}</Link> : customer.name}</h2>
      <p className="small quiet">{t(external ? "customer.external" : "customer.internal")}</p>
      {detail.others.length === 0 ? <p className="quiet">{t("customer.nothing_else")}</p> : (
        <>
          <h3>{t("customer.else")}</h3>
          <ul className={css.others}>
            {detail.others.map((other) => {
              const slack = slackOf(other, now, { t, format });
              return (
                <li key={other.id}>
                  <Link to="/requests/$request" params={{ request: String(other.number) }}>#{other.number} {other.subject}</Link>
                  <span className="small"><TimeLeft slack={slack} /></span>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
