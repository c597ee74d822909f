// What may be written into a custom field: each kind has its own way to be filled in.
import { MultiSelect, Select, Textarea, TextInput } from "@mantine/core";
import { useLanguage } from "../i18n";
import type { Asked, Given } from "../lib/fields";
import { Icon } from "./Icon";

type Props = { field: Asked; values: readonly string[]; change: (values: string[]) => void };

export function FieldInput({ field, values, change }: Props) {
  const { t } = useLanguage();
  const { label, required = false, kind, options = [], internal } = field;
  const value = values[0] ?? "";
  const set = (words: string) => { change(words === "" ? [] : [words]); };
  const common = { label, required, description: internal ? <><Icon name="lock" size={13} /> {t("fields.internal")}</> : undefined };
  switch (kind) {
    case "number": return <TextInput {...common} type="number" step="any" value={value} onChange={(event) => { set(event.currentTarget.value); }} />;
    case "date": return <TextInput {...common} type="date" value={value} onChange={(event) => { set(event.currentTarget.value); }} />;
    case "choice":
    case "yes_no":
      return (
        <Select
          {...common} value={value || null} clearable={!required} allowDeselect={!required} clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }} onChange={(next) => { set(next ?? ""); }}
          data={kind === "choice" ? options : [{ value: "yes", label: t("fields.yes") }, { value: "no", label: t("fields.no") }]}
        />
      );
    case "choices": return <MultiSelect {...common} value={[...values]} data={options} searchable={options.length > 8} clearable={!required} clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }} onChange={change} />;
    default: return <Textarea {...common} autosize minRows={1} maxRows={8} maxLength={10_000} value={value} onChange={(event) => { set(event.currentTarget.value); }} />;
  }
}

/** All fields of a service, one below the other. */
export function FieldInputs({ fields, given, change }: { fields: readonly Asked[]; given: Given; change: (given: Given) => void }) {
  return fields.map((field) => (
    <FieldInput key={field.id} field={field} values={given[field.id ?? ""] ?? []} change={(values) => { change({ ...given, [field.id ?? ""]: values }); }} />
  ));
}
