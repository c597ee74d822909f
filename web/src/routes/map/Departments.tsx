// Hand-offs inside against across departments, and the teams whose hand-offs cross and wait there.
import type { Cooperation } from "../../api/types";
import { useLanguage } from "../../i18n";
import { flowState, keptShare } from "../../lib/flows";
import { Figure } from "../../parts/Figure";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";
import css from "./Map.module.css";

export function Departments({ cooperation }: { cooperation: Cooperation }) {
  const { t, format } = useLanguage();
  const { inside, across, crossing } = cooperation;
  return (
    <section className="stack">
      <h2>{t("map.cooperation")}</h2>
      <div className={css.pair}>
        {([["map.inside", inside], ["map.across", across]] as const).map(([title, traffic]) => {
          const share = keptShare(traffic);
          return (
            <div key={title} className="sheet">
              <h3>{t(title)}</h3>
              <p>
                {t("words.hand_offs.count", { count: traffic.hand_offs, n: format.count(traffic.hand_offs) })}{" · "}
                {share === null ? t("edge.no_due") : <StateMark state={flowState(traffic)}>{t("words.kept.share", { share: format.share(share) })}</StateMark>}
              </p>
              <p className="quiet">
                {t("map.waits", { time: traffic.hand_offs > 0 ? format.duration(traffic.waiting_seconds / traffic.hand_offs) : "–" })}
              </p>
            </div>
          );
        })}
      </div>
      <Table
        title={t("map.crossing")} file={[t("map.crossing")]} rows={crossing} rowKey={(one) => one.provider} first={10}
        columns={[
          { key: "provider", title: t("ranking.team"), value: (one) => one.provider },
          { key: "n", title: t("words.hand_offs"), number: true, value: (one) => one.hand_offs, show: (one) => <Figure quiet name="flow" rows={{ provider: one.provider }}>{format.count(one.hand_offs)}</Figure> },
          { key: "waiting", title: t("figure.waiting.title"), number: true, value: (one) => one.waiting_seconds, show: (one) => <Figure quiet name="waiting" note={format.exact(one.waiting_seconds)} rows={{ provider: one.provider }}>{format.duration(one.waiting_seconds)}</Figure> },
          { key: "share", title: t("map.kept_share"), number: true, value: (one) => keptShare(one), show: (one) => { const share = keptShare(one); return <StateMark state={flowState(one)}>{share === null ? t("edge.no_due") : format.share(share)}</StateMark>; } },
        ]}
      />
    </section>
  );
}
