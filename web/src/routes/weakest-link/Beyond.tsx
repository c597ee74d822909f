// What the ranking cannot say: promises that needed several links at once, that nobody could have kept,
// that waited for the customer; and what customers said of kept and broken ones.
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";
import css from "./WeakestLink.module.css";

export function Beyond({ report }: { report: Report }) {
  const { t, format } = useLanguage();
  const unsaved = report.broken_promises - report.saved_by_all;
  const { kept, broken } = report.ratings;
  return (
    <div className={css.beyond}>
      {report.broken_promises > 0 && (
        <section className="sheet">
          <h2>{t("beyond.gap")}</h2>
          <p>
            <Sentence text="beyond.gap.promises" values={{ count: unsaved }} slots={{ n: <Figure name="plan_gap" rows={{ outcome: "broken", sort: "-overrun" }}>{format.count(unsaved)}</Figure> }} />{" "}
            <Sentence
              text="beyond.gap.time"
              slots={{
                gap: <Figure name="plan_gap" note={format.exact(report.plan_gap_seconds)} rows={{ outcome: "broken", sort: "-overrun" }}>{format.duration(report.plan_gap_seconds)}</Figure>,
                overrun: <Figure name="overrun" note={format.exact(report.overrun_seconds)} rows={{ outcome: "broken", sort: "-overrun" }}>{format.duration(report.overrun_seconds)}</Figure>,
              }}
            />
          </p>
          {report.customer_overrun_seconds > 0 && (
            <p><Sentence text="beyond.customer" slots={{ time: <Figure name="customer_held" note={format.exact(report.customer_overrun_seconds)}>{format.duration(report.customer_overrun_seconds)}</Figure> }} /></p>
          )}
          {report.credit_left_out > 0 && <p className="quiet small">{t("beyond.credit_left_out", { count: report.credit_left_out, n: format.count(report.credit_left_out) })}</p>}
        </section>
      )}
      {(report.needs_several > 0 || report.pairs.length > 0) && (
        <section className="sheet">
          <h2>{t("beyond.pairs")}</h2>
          <p>
            {report.needs_several > 0 && <><Sentence text="beyond.pairs.sentence" values={{ count: report.needs_several }} slots={{ n: <Figure name="needs_several">{format.count(report.needs_several)}</Figure> }} />{" "}</>}
            {report.pairs.length > 0 && t("beyond.pairs.both")}
          </p>
          {report.pairs.length > 0 && (
            <Table
              title={t("beyond.pairs.table")} hideTitle file={[t("beyond.pairs")]} rows={report.pairs} rowKey={(pair) => pair.providers.join(" + ")} first={6}
              columns={[
                { key: "pair", title: t("beyond.pairs.links"), value: (pair) => pair.providers.join(" + ") },
                {
                  key: "n", title: t("words.promises"), number: true, value: (pair) => pair.promises,
                  show: (pair) => <Figure quiet name="pairs" rows={{ outcome: "broken", broke: pair.providers[0], provider: pair.providers[1] }}>{format.count(pair.promises)}</Figure>,
                },
              ]}
            />
          )}
        </section>
      )}
      <div className="stack">
      {(kept ?? broken) && (
        <section className="sheet">
          <h2>{t("beyond.ratings")}</h2>
          <ul className={css.list}>
            {([["kept", kept], ["broken", broken]] as const).map(([state, mean]) => (
              <li key={state}>
                <StateMark state={state} />
                {mean ? (
                  <span>
                    <Figure quiet name="rating" rows={{ outcome: state }}><strong>{format.decimal(mean.mean, 2)}</strong></Figure>{" "}
                    <span className="small quiet">{t("estimate", { low: format.decimal(mean.interval[0], 2), high: format.decimal(mean.interval[1], 2), n: format.count(mean.n) })}</span>
                  </span>
                ) : <span className="quiet">{t("unknown.few")}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {report.internal.complete_chains > 0 && (
        <section className="sheet">
          <h2>{t("beyond.internal")}</h2>
          <p>{t("beyond.internal.sentence", { count: report.internal.complete_chains, n: format.count(report.internal.complete_chains), kept: format.count(report.internal.kept_promises), broken: format.count(report.internal.broken_promises) })}</p>
        </section>
      )}
      </div>
    </div>
  );
}
