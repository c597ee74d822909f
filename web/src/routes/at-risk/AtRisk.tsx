// What is at risk by what the past says: open promises, and customers who may not come back.
import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../i18n";
import { Page } from "../../parts/Page";
import css from "./AtRisk.module.css";
import { Chains } from "./Chains";
import { Customers } from "./Customers";

const route = getRouteApi("/at-risk");
const TABS = [undefined, "customers"] as const;

export function AtRisk() {
  const { t } = useLanguage();
  const { tab } = route.useSearch();
  return (
    <Page title={t("risk.title")}>
      <nav className={css.tabs} aria-label={t("risk.tabs")}>
        {TABS.map((one) => (
          <Link key={one ?? ""} to="/at-risk" search={{ tab: one }} aria-current={one === tab ? "page" : undefined} data-here={one === tab || undefined}>
            {t(`risk.tab.${one ?? "chains"}`)}
          </Link>
        ))}
      </nav>
      {tab === "customers" ? <Customers /> : <Chains />}
    </Page>
  );
}
