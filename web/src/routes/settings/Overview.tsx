// What can be set up, and how far it is.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { calendarsQuery, policyQuery } from "../../api/office";
import { directoryQuery, servicesQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Page } from "../../parts/Page";
import { Demo } from "./Demo";
import { usePlaces } from "./places";
import css from "./Settings.module.css";

export function Overview() {
  const { t, format } = useLanguage();
  const places = usePlaces();
  const directory = useQuery(directoryQuery).data;
  const services = useQuery(servicesQuery).data;
  const calendars = useQuery(calendarsQuery).data;
  const policy = useQuery(policyQuery).data;
  const of = (kind: string) => directory?.parties.filter((party) => party.kind === kind && !party.closed).length ?? 0;
  const counted = (key: "settings.n_services" | "settings.n_calendars" | "settings.n_rules" | "settings.n_teams" | "settings.n_people", n: number | undefined) =>
    n === undefined ? undefined : t(key, { count: n, n: format.count(n) });
  const states: Partial<Record<(typeof places)[number]["to"], string | undefined>> = {
    "/settings/people": directory && `${counted("settings.n_teams", of("team")) ?? ""}, ${counted("settings.n_people", of("person")) ?? ""}`,
    "/settings/services": counted("settings.n_services", services?.services.filter((service) => !service.closed).length),
    "/settings/calendars": counted("settings.n_calendars", calendars?.calendars.length),
    "/settings/promises": counted("settings.n_rules", policy?.rules.length),
  };
  return (
    <Page title={t("settings.title")} lede={t("settings.lede")}>
      <Demo />
      <ul className={css.cards}>
        {places.map(({ to, title, about }) => (
          <li key={to}>
            <div className={css.card}>
              <h2><Link to={to}>{t(title)}</Link></h2>
              <p className="quiet">{t(about)}</p>
              {states[to] && <p className={`small ${css.state}`}>{states[to]}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}
