// The chain as a table: the same as the graph, in the order in which its steps are shown.
import { useId } from "react";
import type { PlanStep } from "../../api/office";
import { useLanguage } from "../../i18n";
import { workingTime } from "../../lib/working-time";
import { Icon } from "../../parts/Icon";
import css from "./Services.module.css";

type Props = { steps: PlanStep[]; nameOf: (party: string) => string; chosen?: string | null; choose?: (step: string) => void; move?: (step: string, by: 1 | -1) => void; title?: string };

export function StepTable({ steps, nameOf, chosen, choose, move, title }: Props) {
  const { t, format } = useLanguage();
  const name = useId();
  const called = (id: string) => steps.find((step) => step.id === id)?.name || t("services.step.unnamed");
  return (
    <section aria-labelledby={name}>
      <h3 id={name} className={title ? undefined : "unseen"}>{title ?? t("services.table")}</h3>
      <div className={css.scroll} role="group" aria-labelledby={name} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("services.step.name")}</th>
              <th scope="col">{t("services.step.provider")}</th>
              <th scope="col" className="number">{t("services.step.time")}</th>
              <th scope="col">{t("services.step.after")}</th>
              <th scope="col">{t("services.step.checklist")}</th>
              {move && <th scope="col"><span className="unseen">{t("services.order")}</span></th>}
            </tr>
          </thead>
          <tbody>
            {steps.map((step, i) => (
              <tr key={step.id} data-chosen={step.id === chosen || undefined}>
                <th scope="row">
                  {choose ? <button type="button" className={css.link} aria-pressed={step.id === chosen} onClick={() => { choose(step.id); }}>{step.name || t("services.step.unnamed")}</button> : step.name}
                </th>
                <td>{step.provider ? nameOf(step.provider) : t("services.nobody")}</td>
                <td className="number">{workingTime(step.seconds, format)}</td>
                <td>{(step.after ?? []).length > 0 ? format.list((step.after ?? []).map(called)) : "–"}</td>
                <td>{(step.checklist ?? []).filter(Boolean).join(", ") || "–"}</td>
                {move && (
                  <td className={css.moves}>
                    <button type="button" disabled={i === 0} aria-label={t("services.up", { step: called(step.id) })} onClick={() => { move(step.id, -1); }}><Icon name="up" size={16} /></button>
                    <button type="button" disabled={i === steps.length - 1} aria-label={t("services.down", { step: called(step.id) })} onClick={() => { move(step.id, 1); }}><Icon name="fold" size={16} /></button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
