// One edge in figures: how well it keeps its promises, and what happens above when it does not.
import { Link } from "@tanstack/react-router";
import type { Edge, Flow, Share } from "../api/types";
import { useLanguage } from "../i18n";
import type { Filters } from "../lib/address";
import { flowState, keptShare } from "../lib/flows";
import css from "./EdgeFigures.module.css";
import { Figure, type Rows } from "./Figure";
import { Sentence } from "./Sentence";
import { StateMark } from "./StateMark";
import { Whisker } from "./Whisker";

type Props = { log: string; filters: Filters; flow: Flow; edge: Edge | undefined };

export function EdgeFigures({ log, filters, flow, edge }: Props) {
  const { t, format } = useLanguage();
  const share = keptShare(flow);
  const rows: Rows = flow.customer ? { edge: `${flow.provider}>${flow.customer}` } : { provider: flow.provider };
  const ratio = edge?.risk_ratio;
  return (
    <div className={css.box}>
      <h2>{flow.provider} → {flow.customer || t("words.customers")}</h2>
      <p>
        <Figure name="flow" rows={rows}>{format.count(flow.hand_offs)}</Figure> {t("edge.hand_offs", { count: flow.hand_offs })}{" "}
        {share === null ? t("edge.no_due") : (
          <StateMark state={flowState(flow)}>{t("words.kept.share", { share: format.share(share) })} ({format.count(flow.kept)}/{format.count(flow.kept + flow.broken)})</StateMark>
        )}
      </p>
      <p className="quiet">
        <Sentence
          text="edge.held"
          slots={{
            held: <Figure name="held" note={format.exact(flow.held_seconds)} rows={rows}>{format.duration(flow.held_seconds)}</Figure>,
            waiting: <Figure name="waiting" note={format.exact(flow.waiting_seconds)} rows={rows}>{format.duration(flow.waiting_seconds)}</Figure>,
          }}
        />
      </p>
      {edge && (
        <>
          <h3>{t("edge.domino")}</h3>
          <dl className={css.risks}>
            <Risk title={t("edge.if_broken")} share={edge.risk_if_broken} rows={rows} />
            <Risk title={t("edge.if_kept")} share={edge.risk_if_kept} rows={rows} />
          </dl>
          {ratio ? (
            <p>
              <Sentence
                text={ratio.interval[0] > 1 ? "edge.ratio" : "edge.ratio_unsure"}
                slots={{
                  ratio: <Figure name="risk_ratio" note={t("interval", { low: format.decimal(ratio.interval[0], 2), high: format.decimal(ratio.interval[1], 2) })} rows={rows}>{format.decimal(ratio.value, 1)}</Figure>,
                  interval: <span>{format.decimal(ratio.interval[0], 2)} – {format.decimal(ratio.interval[1], 2)}</span>,
                }}
              />
            </p>
          ) : <p className="quiet">{t("unknown")}</p>}
        </>
      )}
      <p><Link to="/logs/$log/chains" params={{ log }} search={{ ...filters, ...rows }}>{t("edge.chains")}</Link></p>
    </div>
  );
}

function Risk({ title, share, rows }: { title: string; share: Share | null; rows: Rows }) {
  const { t, format } = useLanguage();
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {share ? (
          <>
            <span className={css.whisker}><Whisker value={share.share} interval={share.interval} max={1} /></span>
            <Figure quiet name="risk" rows={rows}><strong>{format.share(share.share)}</strong></Figure>{" "}
            <span className="small quiet">{format.share(share.interval[0])} – {format.share(share.interval[1])}, {format.count(share.k)}/{format.count(share.n)}</span>
          </>
        ) : <span className="quiet">{t("unknown")}</span>}
      </dd>
    </div>
  );
}
