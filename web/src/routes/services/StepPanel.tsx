// One step of the chain: what is done, by whom, in how much working time, after what, and what has to be
// there when it is handed over.
import { Button, MultiSelect, Select, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Party, PlanStep } from "../../api/office";
import { useLanguage } from "../../i18n";
import { SpanField } from "../../parts/SpanField";
import css from "./Services.module.css";

type Props = {
  step: PlanStep;
  steps: PlanStep[];
  parties: Party[];
  nameOf: (party: string) => string;
  locked: boolean;
  change: (words: Partial<PlanStep>) => void;
  connect: (from: string) => void;
  disconnect: (from: string) => void;
  remove: () => void;
};

export function StepPanel({ step, steps, parties, nameOf, locked, change, connect, disconnect, remove }: Props) {
  const { t } = useLanguage();
  const name = useRef<HTMLInputElement>(null);
  // Who adds a step goes on by naming it.
  useEffect(() => {
    if (step.name === "") name.current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [step.id]);
  const after = step.after ?? [];
  const known = parties.some((party) => party.id === step.provider) || step.provider === "";
  return (
    <fieldset className={css.form} disabled={locked}>
      <legend className={css.formTitle}>{step.name || t("services.step.unnamed")}</legend>
      <TextInput ref={name} label={t("services.step.name")} required maxLength={120} value={step.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} />
      <Select
        label={t("services.step.provider")} required searchable limit={100} allowDeselect={false} disabled={locked} nothingFoundMessage={t("filter.nothing")} value={step.provider || null}
        data={[...(known ? [] : [{ value: step.provider, label: nameOf(step.provider) }]), ...parties.map((party) => ({ value: party.id, label: party.name }))]}
        onChange={(provider) => { change({ provider: provider ?? "" }); }}
      />
      <SpanField legend={t("services.step.time")} hint={t("services.step.time.why")} seconds={step.seconds} change={(seconds) => { change({ seconds: seconds ?? 0 }); }} />
      <MultiSelect
        label={t("services.step.after")} description={t("services.step.after.why")} searchable disabled={locked} nothingFoundMessage={t("filter.nothing")} value={after} placeholder={after.length === 0 ? t("services.step.after.none") : undefined}
        data={steps.filter((one) => one.id !== step.id).map((one) => ({ value: one.id, label: one.name || t("services.step.unnamed") }))}
        onChange={(wanted) => {
          for (const id of after) if (!wanted.includes(id)) disconnect(id);
          for (const id of wanted) if (!after.includes(id)) connect(id);
        }}
      />
      <Textarea
        label={t("services.step.checklist")} description={t("services.step.checklist.why")} autosize minRows={2} maxRows={8} value={(step.checklist ?? []).join("\n")}
        onChange={(event) => { change({ checklist: event.currentTarget.value === "" ? [] : event.currentTarget.value.split("\n") }); }}
      />
      {!locked && <div><Button size="xs" variant="default" onClick={remove}>{t("services.step.remove")}</Button></div>}
    </fieldset>
  );
}
