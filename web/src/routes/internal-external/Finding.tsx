// What was found, in sentences that somebody can read to others: how much, between what, of how many, and what it is not.
import type { PanelFinding, PeriodWord } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";

export function Finding({ finding, period }: { finding: PanelFinding; period: PeriodWord }) {
  const { t, format } = useLanguage();
  if (finding.state === "too_little") {
    const { teams, periods } = finding;
    return <p>{t("panel.too_little", { teams: t("panel.teams", { count: teams, n: format.count(teams) }), periods: t(`panel.${period}.n`, { count: periods, n: format.count(periods) }) })}</p>;
  }
  const { together, tested } = finding;
  const [low, high] = together.interval;
  const text = low > 0 ? "panel.sense.higher" : high < 0 ? "panel.sense.lower" : "panel.sense.unclear";
  const size = text === "panel.sense.unclear" ? signed(together.beta, format) : format.decimal(Math.abs(together.beta), 2);
  return (
    <>
      <p>
        <Sentence
          text={text} values={{ when: t(`panel.${period}.when`), low: signed(low, format), high: signed(high, format) }}
          slots={{ beta: <Figure name="internal_external" note={t("panel.p", { p: format.decimal(together.p, 3), shift: format.decimal(together.p_by_shift, 3) })}>{size}</Figure> }}
        />
      </p>
      <p>
        {t("panel.sense.of", {
          teams: t("panel.teams", { count: together.teams, n: format.count(together.teams) }),
          periods: t(`panel.${period}.n`, { count: together.periods, n: format.count(together.periods) }),
          tested: t("panel.tested", { count: tested, n: format.count(tested) }),
        })}{" "}
        {t("panel.association")}
      </p>
    </>
  );
}

type Format = ReturnType<typeof useLanguage>["format"];

/** A number that says which way it goes. */
export function signed(value: number, format: Format): string {
  return `${value < 0 ? "−" : "+"}${format.decimal(Math.abs(value), 2)}`;
}

/** A number with a sign only below nothing. */
export function minus(value: number, format: Format): string {
  return value < 0 ? signed(value, format) : format.decimal(value, 2);
}
