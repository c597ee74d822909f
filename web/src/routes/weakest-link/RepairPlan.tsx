// The repair plan: whom to repair, one after the other, as a staircase that rises towards all broken
// promises, and as a list to tick.
import { Checkbox } from "@mantine/core";
import { useState } from "react";
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { climb } from "../../lib/staircase";
import { Figure, type Rows } from "../../parts/Figure";
import { Picture } from "../../parts/Picture";
import { Sentence } from "../../parts/Sentence";
import { CsvButton } from "../../parts/Table";
import { Staircase } from "./Staircase";
import css from "./WeakestLink.module.css";

/** Steps listed at first; the staircase draws them all. */
const FIRST = 12;

type Props = { report: Report; repair: string[]; toggle: (provider: string) => void; set: (providers: string[]) => void };

export function RepairPlan({ report, repair, toggle, set }: Props) {
  const { t, format } = useLanguage();
  const [all, setAll] = useState(false);
  const steps = climb(report.repair_plan, report.needs_several);
  const title = t("plan.title");
  const last = report.repair_plan.length;
  const total = report.repair_plan.reduce((sum, step) => sum + step.saves, 0);
  const upTo = (n: number) => report.repair_plan.slice(0, n).map((step) => step.provider);
  if (steps.length === 0) return <section className="sheet"><h2>{title}</h2><p className="quiet">{t("plan.empty")}</p></section>;
  return (
    <section className="sheet">
      <Picture
        title={title} file={[title]}
        tools={
          <CsvButton
            title={title} file={[title]} rows={steps}
            columns={[
              { key: "n", title: "#", value: (step) => step.n },
              { key: "team", title: t("ranking.team"), value: (step) => step.provider ?? t("plan.several") },
              { key: "saves", title: t("plan.adds"), value: (step) => step.to - step.from },
              { key: "sum", title: t("plan.sum"), value: (step) => step.to },
            ]}
          />
        }
      >
        <p className="quiet" style={{ marginBlockEnd: "0.5rem" }}>
          <Sentence
            text="plan.sentence" values={{ count: last }}
            slots={{
              saved: <Figure name="repair_plan" rows={{ repair: upTo(last) }}>{format.count(total)}</Figure>,
              broken: <Figure name="broken" rows={{ outcome: "broken" }}>{format.count(report.broken_promises)}</Figure>,
            }}
          />
        </p>
        <Staircase
          steps={steps} broken={report.broken_promises} repair={repair} total={t("plan.all_broken", { count: report.broken_promises, n: format.count(report.broken_promises) })}
          choose={(n) => { set(upTo(n)); }}
        />
      </Picture>
      <ol className={css.steps}>
        {steps.filter((step, i) => all || i < FIRST || step.provider === null || repair.includes(step.provider)).map((step) =>
          step.provider === null ? (
            <li key="several" className={css.step} data-dashed>
              <span aria-hidden="true">┄</span>
              <span>{t("plan.several")}</span>
              <Figure quiet name="needs_several">+{format.count(step.to - step.from)}</Figure>
              <span className="number quiet small">{format.share(step.to / report.broken_promises)}</span>
            </li>
          ) : (
            <Step key={step.provider} n={step.n} provider={step.provider} adds={step.to - step.from} sum={step.to} share={step.to / report.broken_promises} rows={{ repair: upTo(step.n) }} ticked={repair.includes(step.provider)} toggle={toggle} />
          ),
        )}
      </ol>
      {last > FIRST && (
        <button type="button" className={css.show} style={{ marginBlockStart: "0.75rem" }} aria-expanded={all} onClick={() => { setAll(!all); }}>
          {all ? t("ranking.fewer") : t("plan.all", { count: last })}
        </button>
      )}
    </section>
  );
}

type StepProps = { n: number; provider: string; adds: number; sum: number; share: number; rows: Rows; ticked: boolean; toggle: (provider: string) => void };

function Step({ n, provider, adds, sum, share, rows, ticked, toggle }: StepProps) {
  const { t, format } = useLanguage();
  return (
    <li className={css.step} data-ticked={ticked || undefined}>
      <Checkbox size="sm" id={`step-${n}`} checked={ticked} onChange={() => { toggle(provider); }} style={{ justifySelf: "center" }} />
      <label htmlFor={`step-${n}`}>{provider}</label>
      <Figure quiet name="repair_plan" note={t("plan.adds.note", { n: format.count(adds), sum: format.count(sum) })} rows={rows}>+{format.count(adds)}</Figure>
      <span className="number quiet small" title={t("plan.sum")}>{format.share(share)}</span>
    </li>
  );
}
