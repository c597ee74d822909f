// What could be promised now: when the chain could be done at the earliest, and whether a day that
// somebody would like leaves enough time.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { possibleQuery, type Service } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { StateMark } from "../../parts/StateMark";
import css from "./Services.module.css";

export function PossibleNote({ service }: { service: Service }) {
  const { t, format } = useLanguage();
  const [local, setLocal] = useState("");
  const wanted = local === "" || Number.isNaN(Date.parse(local)) ? undefined : new Date(local).toISOString();
  const possible = useQuery(possibleQuery(service.id, service.version, wanted));
  const answer = possible.data;
  return (
    <section className={css.section} aria-labelledby="possible">
      <h2 id="possible">{t("services.possible")}</h2>
      <p>{answer && (answer.earliest_end_at ? t("services.possible.earliest", { at: format.instant(answer.earliest_end_at) }) : t("services.possible.never"))}</p>
      <div className={css.possible}>
        <TextInput type="datetime-local" label={t("services.possible.wanted")} value={local} onChange={(event) => { setLocal(event.currentTarget.value); }} />
        <p aria-live="polite">
          {wanted && answer && !possible.isPlaceholderData && (
            answer.shortfall === null
              ? <StateMark state="kept">{t("services.possible.enough")}</StateMark>
              : <StateMark state="broken">{t("services.possible.short", { time: format.duration(answer.shortfall) })}</StateMark>
          )}
        </p>
      </div>
      <Refused error={possible.error} />
    </section>
  );
}
