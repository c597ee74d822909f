// Why a promise is at risk, each reason a sentence with its figures.
import type { RiskReason } from "../../api/at-risk";
import { useLanguage, type Translate } from "../../i18n";
import type { Format } from "../../lib/format";
import css from "./AtRisk.module.css";

/** A reason as a sentence. */
export function reasonText(reason: RiskReason, t: Translate, format: Format): string {
  switch (reason.why) {
    case "returned":
      return t("risk.why.returned", { step: reason.step, who: reason.provider.name, count: reason.times, n: format.count(reason.times) });
    case "began_late":
      return t(reason.begun ? "risk.why.began_late" : "risk.why.not_begun", { step: reason.step, who: reason.provider.name, by: format.duration(reason.by_seconds) });
    case "slow":
      return t(reason.running ? "risk.why.slow" : "risk.why.was_slow", {
        step: reason.step, who: reason.provider.name, took: format.duration(reason.took_seconds), usual: format.duration(reason.usual_seconds),
        k: format.count(reason.faster.k), n: format.count(reason.faster.n),
      });
    case "broke_before":
      return t("risk.why.before", { k: format.count(reason.broken.k), n: format.count(reason.broken.n), share: format.share(reason.broken.share) });
  }
}

export function Reasons({ reasons }: { reasons: RiskReason[] }) {
  const { t, format } = useLanguage();
  const interval = (reason: RiskReason) => (reason.why === "broke_before" ? t("interval", { low: format.share(reason.broken.interval[0]), high: format.share(reason.broken.interval[1]) }) : undefined);
  if (reasons.length === 0) return <p className={`${css.reasons} quiet small`}>{t("risk.why.none")}</p>;
  return (
    <ul className={css.reasons} aria-label={t("risk.why")}>
      {reasons.map((reason, i) => <li key={i} data-quiet={reason.why === "broke_before" || undefined} title={interval(reason)}>{reasonText(reason, t, format)}</li>)}
    </ul>
  );
}
