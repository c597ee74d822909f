// What a customer did next, the last first; whoever may corrects it.
import { Select } from "@mantine/core";
import { useState } from "react";
import { put, remove } from "../../api/client";
import { OUTCOMES, type Outcome } from "../../api/feedback";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Correct } from "./Correct";
import css from "./Feedback.module.css";

export function Outcomes({ outcomes, customer }: { outcomes: Outcome[]; customer: string }) {
  const { t } = useLanguage();
  return (
    <>
      <h3>{t("feedback.outcomes")}</h3>
      <ul className={css.outcomes} aria-label={t("feedback.outcomes")}>{outcomes.map((one) => <OutcomeRow key={one.id} one={one} customer={customer} />)}</ul>
    </>
  );
}

function OutcomeRow({ one, customer }: { one: Outcome; customer: string }) {
  const { t, format } = useLanguage();
  const [correcting, setCorrecting] = useState(false);
  const what = t(`feedback.outcome.${one.what}`);
  const change = useSend((next: Outcome["what"]) => put("/api/v1/outcomes/{outcome}", { path: { outcome: one.id }, body: { customer, ask: one.ask, what: next, at: one.at }, seen: one.revision }));
  return (
    <li>
      {correcting ? (
        <Select
          size="xs" aria-label={t("feedback.outcome")} allowDeselect={false} defaultDropdownOpened value={one.what} data={OUTCOMES.map((next) => ({ value: next, label: t(`feedback.outcome.${next}`) }))}
          onChange={(value) => { const next = OUTCOMES.find((known) => known === value); if (next) change.mutate(next, { onSuccess: () => { setCorrecting(false); } }); }} onDropdownClose={() => { setCorrecting(false); }}
        />
      ) : <span>{what}</span>}
      <time className="small quiet" dateTime={one.at} title={format.full(one.at)}>{format.date(one.at)}</time>
      {one.may_change && <Correct about={what} edit={() => { setCorrecting(true); }} remove={() => remove("/api/v1/outcomes/{outcome}", { path: { outcome: one.id }, seen: one.revision })} />}
      <Refused error={change.error} />
    </li>
  );
}
