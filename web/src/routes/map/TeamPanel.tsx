// One team on the map: how far from the customer it stands, who relies on it, on whom it relies.
import { Link } from "@tanstack/react-router";
import type { Flow, Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Filters } from "../../lib/address";
import { flowState, keptShare } from "../../lib/flows";
import { Figure } from "../../parts/Figure";
import { StateMark } from "../../parts/StateMark";
import css from "./Map.module.css";

type Props = { log: string; filters: Filters; report: Report; team: string; choose: (edge: string) => void };

export function TeamPanel({ log, filters, report, team, choose }: Props) {
  const { t, format } = useLanguage();
  const about = report.pyramid.teams.find((one) => one.name === team);
  const { flows } = report.pyramid;
  const given = flows.filter((flow) => flow.provider === team);
  const taken = flows.filter((flow) => flow.customer === team);
  if (!about) return <p className="quiet">{t("map.unknown", { team })}</p>;
  return (
    <div className={css.team}>
      <h2>{team}</h2>
      <p>
        <Figure name="distance">{about.distance === null ? t("map.node.nowhere") : t("map.node.distance", { count: about.distance })}</Figure>
        {about.department !== null && ` · ${about.department}`}
      </p>
      {[{ title: t("map.relies", { team }), list: given, other: (flow: Flow) => flow.customer }, { title: t("map.relies_on", { team }), list: taken, other: (flow: Flow) => flow.provider }].map(({ title, list, other }) => list.length > 0 && (
        <section key={title}>
          <h3>{title}</h3>
          <ul className={css.list}>
            {list.toSorted((a, b) => b.hand_offs - a.hand_offs).map((flow) => {
              const share = keptShare(flow);
              return (
                <li key={other(flow)}>
                  <button type="button" onClick={() => { choose(`${flow.provider}>${flow.customer}`); }}>
                    <span>{other(flow) || t("words.customers")}</span>
                    <StateMark state={flowState(flow)}>{share === null ? "–" : format.share(share)}</StateMark>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <p className="row">
        <Link to="/logs/$log/chains" params={{ log }} search={{ ...filters, provider: team }}>{t("ranking.chains.all")}</Link>
        <Link to="/logs/$log" params={{ log }} search={{ ...filters, team }}>{t("map.in_ranking")}</Link>
      </p>
    </div>
  );
}
