// Teams in the middle of it: how far their lateness reaches, and how much of others' they absorb.
import { useQuery } from "@tanstack/react-query";
import { teamsQuery } from "../../api/pulse";
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { Figure } from "../../parts/Figure";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";
import { Whisker } from "../../parts/Whisker";

type Blast = Report["domino"]["blast"][number];
type Absorber = Report["domino"]["absorbers"][number];

export function BlastTable({ log, blast }: { log: string; blast: Blast[] }) {
  const { t, format } = useLanguage();
  return (
    <Table<Blast>
      title={t("domino.blast")} file={[log, t("domino.blast")]} rows={blast} rowKey={(one) => one.provider} first={10}
      columns={[
        { key: "team", title: t("ranking.team"), value: (one) => one.provider },
        { key: "roots", title: t("domino.reached"), number: true, value: (one) => one.roots, show: (one) => <Figure quiet name="blast" rows={{ provider: one.provider }}>{format.count(one.roots)}</Figure> },
        { key: "broke", title: t("domino.reached.broke"), number: true, value: (one) => one.broke, show: (one) => <Figure quiet name="blast" rows={{ provider: one.provider, outcome: "broken" }}>{format.count(one.broke)}</Figure> },
        { key: "share", title: t("domino.share"), number: true, value: (one) => (one.roots > 0 ? one.broke / one.roots : null), show: (one) => (one.roots > 0 ? format.share(one.broke / one.roots) : "–") },
      ]}
    />
  );
}

type Absorbing = {
  log: string;
  absorbers: Absorber[];
  /** Seconds of lateness that each team made good, where that is known. */
  borne?: ReadonlyMap<string, number>;
  /** Whether what it costs them stands beside, as far as the pulse tells: only of the desk's own teams. */
  pulse?: boolean;
};

export function AbsorberTable({ log, absorbers, borne, pulse = false }: Absorbing) {
  const { t, format } = useLanguage();
  const { data: told } = useQuery({ ...teamsQuery, enabled: pulse });
  const teams = new Map(told?.teams.map((one) => [one.team, one]));
  const range = ({ low, high }: { low: number; high: number }) => t("domino.pulse.range", { low: format.share(low), high: format.share(high) });
  return (
    <Table<Absorber>
      title={t("domino.absorbing")} file={[log, t("domino.absorbing")]} rows={absorbers} rowKey={(one) => one.provider} first={10}
      columns={[
        {
          key: "team", title: t("ranking.team"), value: (one) => one.provider,
          show: (one) => <>{one.provider} {one.absorber && <StateMark state="kept">{t("domino.absorber")}</StateMark>}</>,
          more: [{ title: t("domino.absorber"), value: (one) => one.absorber }],
        },
        { key: "cases", title: t("domino.late_received"), number: true, value: (one) => one.cases, show: (one) => <Figure quiet name="absorber" rows={{ provider: one.provider }}>{format.count(one.cases)}</Figure> },
        {
          key: "share", title: t("domino.still_on_time"), number: true, value: (one) => one.share,
          show: (one) => (
            <span style={{ display: "inline-grid", gridTemplateColumns: "6rem 3rem", gap: "0.5rem", alignItems: "center" }}>
              <Whisker value={one.share} interval={one.interval} max={1} mark={one.others_share ?? undefined} />
              <Figure quiet name="absorber" note={t("interval", { low: format.share(one.interval[0]), high: format.share(one.interval[1]) })} rows={{ provider: one.provider }}>{format.share(one.share)}</Figure>
            </span>
          ),
          more: [
            { title: t("domino.closed_by_due"), value: (one) => one.closed_by_due },
            { title: "2.5 %", value: (one) => one.interval[0] }, { title: "97.5 %", value: (one) => one.interval[1] },
            { title: t("domino.others"), value: (one) => one.others_share },
          ],
        },
        ...(borne ? [{
          key: "borne", title: t("rated.borne"), number: true, value: (one: Absorber) => borne.get(one.provider),
          show: (one: Absorber) => { const seconds = borne.get(one.provider); return seconds === undefined ? "–" : <Figure quiet name="borne" note={format.exact(seconds)} rows={{ provider: one.provider }}>{format.duration(seconds)}</Figure>; },
        }] : []),
        ...(teams.size === 0 ? [] : [{
          key: "pulse", title: t("domino.pulse"), hint: t("domino.pulse.hint"), number: true,
          value: (one: Absorber) => teams.get(one.provider)?.now.low,
          show: (one: Absorber) => {
            const team = teams.get(one.provider);
            if (!team) return <span className="quiet">{t("domino.pulse.none")}</span>;
            return (
              <>
                {range(team.now)} <span className="small quiet">{t("domino.pulse.n", { count: team.now.n })}</span>
                {team.before && <div className="small quiet">{t("domino.pulse.before", { range: range(team.before) })}</div>}
              </>
            );
          },
          more: [{ title: t("domino.pulse.most"), value: (one: Absorber) => teams.get(one.provider)?.now.high }],
        }]),
      ]}
    />
  );
}
