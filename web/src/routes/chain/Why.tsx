// The verdict on a chain, step by step, and what is known of it beside.
import type { ChainDetail } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Step } from "../../lib/story";
import { Figure } from "../../parts/Figure";
import { StateShape } from "../../parts/StateMark";
import css from "./Chain.module.css";

const MARKS = { charged: "broken", late: "risk", repair: "kept", gap: "none", hold: "none" } as const;

export function Why({ steps, chain }: { steps: Step[]; chain: ChainDetail; log: string }) {
  const { t, format } = useLanguage();
  return (
    <section className={css.why} aria-labelledby="why">
      <h2 id="why">{t("chain.why")}</h2>
      <ol className={css.steps}>
        {steps.map((step) => (
          <li key={step.text} className={css.step} data-kind={step.kind}>
            <span className={css.dot} aria-hidden="true"><StateShape size={12} state={step.kind === "promise" ? chain.outcome : MARKS[step.kind]} /></span>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      <dl className={css.facts}>
        <div>
          <dt>{t("figure.lead.title")}</dt>
          <dd><Figure quiet name="lead" note={format.exact(chain.lead_seconds)}>{format.duration(chain.lead_seconds)}</Figure></dd>
        </div>
        {chain.rating !== null && (
          <div><dt>{t("figure.rating.title")}</dt><dd>{chain.rating}</dd></div>
        )}
        {Object.entries(chain.attributes).map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </section>
  );
}
