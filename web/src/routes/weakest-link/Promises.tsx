// How many promises were kept, as one bar and its words.
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { StateMark } from "../../parts/StateMark";
import css from "./WeakestLink.module.css";

export function Promises({ report }: { report: Report }) {
  const { t, format } = useLanguage();
  const promised = report.kept_promises + report.broken_promises;
  const left = Object.values(report.left_out).reduce((sum, n) => sum + n, 0);
  const parts = [
    { state: "kept", n: report.kept_promises, css: css.barKept, name: "kept", rows: { outcome: "kept" } },
    { state: "broken", n: report.broken_promises, css: css.barBroken, name: "broken", rows: { outcome: "broken", sort: "-overrun" } },
    { state: "none", n: report.without_promise, css: css.barNone, name: "without", rows: { outcome: "none" } },
  ] as const;
  return (
    <div className={css.promises}>
      <p>
        {promised > 0 && (
          <Sentence
            text="promises.kept" values={{ count: promised }}
            slots={{
              share: <Figure name="kept" note={`${format.count(report.kept_promises)} / ${format.count(promised)}`} rows={{ outcome: "kept" }}>{format.shareFine(report.kept_promises / promised)}</Figure>,
              promised: <Figure name="complete">{format.count(promised)}</Figure>,
            }}
          />
        )}{" "}
        {report.broken_promises > 0 && (
          <Sentence
            text="promises.late"
            slots={{
              overrun: (
                <Figure name="overrun" note={t("promises.late.total", { total: format.duration(report.overrun_seconds) })} rows={{ outcome: "broken", sort: "-overrun" }}>
                  {format.duration(report.overrun_seconds / report.broken_promises)}
                </Figure>
              ),
            }}
          />
        )}
      </p>
      <div className={css.bar} aria-hidden="true">
        {parts.map((part) => part.n > 0 && <span key={part.state} className={part.css} style={{ flexGrow: part.n, flexBasis: 0 }} />)}
      </div>
      <ul className={css.legend}>
        {parts.map((part) => part.n > 0 && (
          <li key={part.state}>
            <StateMark state={part.state}>
              <Figure quiet name={part.name} rows={part.rows}>{format.count(part.n)}</Figure> {t(`state.${part.state}`)}
            </StateMark>
          </li>
        ))}
        {left > 0 && (
          <li className="quiet">
            <Figure quiet name="left_out" note={Object.entries(report.left_out).map(([why, n]) => `${format.count(n)} ${why.replaceAll("_", " ")}`).join(", ")}>{format.count(left)}</Figure> {t("promises.left_out")}
          </li>
        )}
      </ul>
    </div>
  );
}
