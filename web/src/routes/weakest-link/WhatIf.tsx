// The answer to "what if these teams had kept their promises?": at once from the report where it holds
// the answer already, from a replay on the server for any other set.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { whatIfQuery } from "../../api/queries";
import type { Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Filters } from "../../lib/address";
import { knownSaved } from "../../lib/what-if";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import css from "./WeakestLink.module.css";

type Props = { log: string; filters: Filters; report: Report; repair: string[]; clear: () => void };

export function WhatIf({ log, filters, report, repair, clear }: Props) {
  const { t, format } = useLanguage();
  const known = knownSaved(report, repair);
  const asked = useQuery({ ...whatIfQuery(log, filters, [...repair].sort()), enabled: known === null });
  const saved = known ?? asked.data?.saved;
  const share = saved === undefined ? 0 : saved / report.broken_promises;
  return (
    <section className={css.whatif} data-active={repair.length > 0 || undefined} aria-label={t("whatif.title")}>
      <p aria-live="polite" aria-busy={known === null && asked.isFetching}>
        {repair.length === 0 && t("whatif.none")}
        {repair.length > 0 && saved === undefined && (asked.isError ? t("problem.title") : t("whatif.waiting", { teams: format.list(repair) }))}
        {repair.length > 0 && saved !== undefined && (
          <Sentence
            text="whatif.answer"
            values={{ teams: format.list(repair), count: saved }}
            slots={{
              saved: <Figure name="repair_plan" note={format.share(share)} rows={{ repair }}>{format.count(saved)}</Figure>,
              broken: <Figure name="broken" rows={{ outcome: "broken" }}>{format.count(report.broken_promises)}</Figure>,
            }}
          />
        )}
      </p>
      <Button variant="default" size="xs" onClick={clear} disabled={repair.length === 0}>{t("whatif.clear")}</Button>
      <div className={css.gauge} aria-hidden="true"><span style={{ inlineSize: `${share * 100}%` }} /></div>
    </section>
  );
}
