// What customers said of kept and broken promises, and which work came back.
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { Figure, type Rows } from "../../parts/Figure";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";

type Rated = { key: string; team: string | null; state: "kept" | "broken"; rating: Report["ratings"]["kept"]; rows: Rows };

export function RatingsSection({ log, ratings }: { log: string; ratings: Report["ratings"] }) {
  const { t, format } = useLanguage();
  if (!ratings.kept && !ratings.broken) return null;
  const rows: Rated[] = [
    { key: "kept", team: null, state: "kept", rating: ratings.kept, rows: { outcome: "kept" } },
    { key: "broken", team: null, state: "broken", rating: ratings.broken, rows: { outcome: "broken" } },
    ...ratings.by_link.map<Rated>(({ provider, rating }) => ({ key: ` ${provider}`, team: provider, state: "broken", rating, rows: { outcome: "broken", broke: provider } })),
  ];
  return (
    <Table<Rated>
      title={t("domino.ratings")} file={[log, t("domino.ratings")]} rows={rows} rowKey={(row) => row.key}
      columns={[
        { key: "what", title: t("words.promises"), value: (row) => (row.team === null ? t(`state.${row.state}`) : t("chains.broke.by", { teams: row.team })), show: (row) => <StateMark state={row.state}>{row.team === null ? t(`state.${row.state}`) : t("chains.broke.by", { teams: row.team })}</StateMark> },
        { key: "mean", title: t("figure.rating.title"), number: true, value: (row) => row.rating?.mean, show: (row) => (row.rating ? <Figure quiet name="rating" rows={row.rows}>{format.decimal(row.rating.mean, 2)}</Figure> : t("unknown.few")) },
        {
          key: "interval", title: t("domino.interval"), number: true, value: (row) => row.rating?.interval[0],
          show: (row) => (row.rating ? `${format.decimal(row.rating.interval[0], 2)} – ${format.decimal(row.rating.interval[1], 2)}` : "–"),
          more: [{ title: "97.5 %", value: (row) => row.rating?.interval[1] }],
        },
        { key: "n", title: "n", number: true, value: (row) => row.rating?.n, show: (row) => (row.rating ? <>{row.rating.n < 30 && <span className="small quiet">{t("early")} </span>}{format.count(row.rating.n)}</> : "–") },
      ]}
    />
  );
}

export function ReworkSection({ log, rework }: { log: string; rework: Report["rework"] }) {
  const { t, format } = useLanguage();
  return (
    <section className="stack" style={{ gap: "0.5rem" }}>
      <Table
        title={t("domino.rework")} file={[log, t("domino.rework")]} rows={rework.teams} rowKey={(one) => one.provider} first={10}
        columns={[
          { key: "team", title: t("ranking.team"), value: (one) => one.provider },
          { key: "ping", title: t("figure.ping_pong.title"), number: true, value: (one) => one.ping_pong_chains, show: (one) => <Figure quiet name="ping_pong" rows={{ provider: one.provider }}>{format.count(one.ping_pong_chains)}</Figure> },
          { key: "rework", title: t("figure.rework.title"), number: true, value: (one) => one.rework_hand_offs, show: (one) => <Figure quiet name="rework" rows={{ provider: one.provider }}>{format.count(one.rework_hand_offs)}</Figure> },
        ]}
      />
      <p className="small quiet">
        {t("domino.rework.sum", { count: rework.ping_pong_chains, chains: format.count(rework.ping_pong_chains), handoffs: format.count(rework.rework_hand_offs) })}
      </p>
    </section>
  );
}
