// What the lines of the map mean.
import { useLanguage } from "../../i18n";
import { StateMark } from "../../parts/StateMark";
import css from "./Map.module.css";

export function MapLegend() {
  const { t } = useLanguage();
  const lines = [
    [css.legendKept, t("map.legend.kept"), null],
    [css.legendRisk, t("map.legend.risk"), "risk"],
    [css.legendBroken, t("map.legend.broken"), "broken"],
    [css.legendNone, t("map.legend.none"), null],
  ] as const;
  return (
    <ul className={css.legend}>
      {lines.map(([line, words, state]) => (
        <li key={words}><svg aria-hidden="true" width="42" height="10"><path d="M0 5h42" className={line} /></svg>{state ? <StateMark state={state}>{words}</StateMark> : words}</li>
      ))}
      <li>{t("map.legend.width")}</li>
      <li>{t("map.legend.keys")}</li>
    </ul>
  );
}
