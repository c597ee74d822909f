// What a list is narrowed to by the custom fields of the service that it shows: an option, or from where to where.
import { Select, TextInput } from "@mantine/core";
import type { Field } from "../../api/office";
import { useLanguage } from "../../i18n";
import { narrow, narrowed, type Sign } from "../../lib/fields";
import css from "./Requests.module.css";

type Props = { fields: readonly Field[]; filters: readonly string[] | undefined; set: (filters: string[] | undefined) => void };

export function FieldFilters({ fields, filters, set }: Props) {
  const { t } = useLanguage();
  return fields.map(({ id = "", label, kind, options = [] }) => {
    if (kind === "number" || kind === "date") {
      const edge = (sign: Sign, name: string) => (
        <label className={css.due}>
          <span>{name}</span>
          <TextInput
            size="xs" type={kind} step="any" aria-label={name} key={narrowed(filters, id, sign)} defaultValue={narrowed(filters, id, sign)} className={css.edge}
            onBlur={(event) => { if (event.currentTarget.value !== narrowed(filters, id, sign)) set(narrow(filters, id, sign, event.currentTarget.value)); }}
            onKeyDown={(event) => { if (event.key === "Enter") event.currentTarget.blur(); }}
          />
        </label>
      );
      return <span key={id} className={css.edges}>{edge(">=", t("fields.at_least", { label }))}{edge("<=", t("fields.at_most", { label }))}</span>;
    }
    if (kind === undefined || kind === "text") return null;
    return (
      <Select
        key={id} size="xs" className={css.picker} aria-label={label} placeholder={label} value={narrowed(filters, id, "=") || null} clearable clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }}
        data={kind === "yes_no" ? [{ value: "yes", label: `${label}: ${t("fields.yes")}` }, { value: "no", label: `${label}: ${t("fields.no")}` }] : options} onChange={(value) => { set(narrow(filters, id, "=", value ?? "")); }}
      />
    );
  });
}
