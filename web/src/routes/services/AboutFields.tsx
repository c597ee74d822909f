// What a service is, apart from its chain: its name, who answers for it, who may ask.
import { Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { Party } from "../../api/office";
import { useLanguage } from "../../i18n";
import type { Draft } from "./draft";
import css from "./Services.module.css";

type Words = Partial<Omit<Draft, "steps" | "fields">>;
type Props = { draft: Draft; parties: Party[]; fresh: boolean; locked: boolean; change: (words: Words) => void };

export function AboutFields({ draft, parties, fresh, locked, change }: Props) {
  const { t } = useLanguage();
  return (
    <fieldset className={css.about} disabled={locked}>
      <legend className={css.title}>{t("services.about")}</legend>
      <TextInput label={t("office.name")} required maxLength={120} value={draft.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} />
      <Select
        label={t("services.provider")} description={t("services.provider.why")} required searchable limit={100} allowDeselect={false} nothingFoundMessage={t("filter.nothing")} disabled={locked}
        data={parties.map((party) => ({ value: party.id, label: party.name }))} value={draft.provider || null} onChange={(provider) => { change({ provider: provider ?? "" }); }}
      />
      <Textarea className={css.wide} label={t("services.description")} description={t("services.description.why")} autosize minRows={2} maxRows={6} value={draft.description} onChange={(event) => { change({ description: event.currentTarget.value }); }} />
      <Switch label={t("services.for_customers")} description={t("services.for_customers.why")} checked={draft.for_customers} onChange={(event) => { change({ for_customers: event.currentTarget.checked }); }} />
      {!fresh && <Switch label={t("services.close")} description={t("services.close.why")} checked={draft.closed} onChange={(event) => { change({ closed: event.currentTarget.checked }); }} />}
    </fieldset>
  );
}
