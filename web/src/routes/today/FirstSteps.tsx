// The first five minutes of a desk: a team, a service, a request; what is done is ticked off.
import { Link } from "@tanstack/react-router";
import type { FirstStep } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Icon } from "../../parts/Icon";
import css from "./Today.module.css";

const STEPS: { step: FirstStep; to: string }[] = [
  { step: "team", to: "/settings" },
  { step: "service", to: "/settings" },
  { step: "request", to: "/requests/new" },
];

export function FirstSteps({ left, role }: { left: readonly FirstStep[]; role: string }) {
  const { t } = useLanguage();
  const next = STEPS.find(({ step }) => left.includes(step));
  const may = role === "administrator";
  return (
    <section className={css.steps} aria-labelledby="first-steps">
      <h2 id="first-steps">{t("first.title")}</h2>
      <p className="quiet">{t(may ? "first.lede" : "first.wait")}</p>
      <ol>
        {STEPS.map(({ step, to }, i) => {
          const done = !left.includes(step);
          return (
            <li key={step} data-done={done || undefined} data-next={next?.step === step || undefined}>
              <span className={css.step} aria-hidden="true">{done ? <Icon name="check" size={18} /> : i + 1}</span>
              <div>
                <h3>{t(`first.${step}`)} {done && <span className="unseen">({t("first.done")})</span>}</h3>
                {!done && <p className="quiet">{t(`first.${step}.why`)}</p>}
                {!done && next?.step === step && (may || step === "request") && <Link to={to} className={css.go}>{t(`first.${step}.do`)} <Icon name="forward" size={16} /></Link>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
