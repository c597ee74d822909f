// One question of a service, as the customer's own browser asks it.
import { useId } from "react";
import { useLanguage } from "../../i18n";
import sheet from "../track/Sheet.module.css";
import type { Offer } from "./Ask";
import css from "./Ask.module.css";

type Props = { field: Offer["fields"][number]; values: readonly string[]; change: (values: string[]) => void };

export function FieldQuestion({ field, values, change }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const { label, kind, required = false, options = [] } = field;
  const value = values[0] ?? "";
  const set = (words: string) => { change(words === "" ? [] : [words]); };
  const title = <>{label}{!required && <span className="small quiet"> {t("ask.optional")}</span>}</>;
  const choices = kind === "yes_no" ? [{ value: "yes", words: t("fields.yes") }, { value: "no", words: t("fields.no") }] : options.map((option) => ({ value: option, words: option }));
  if (kind === "choices" || kind === "yes_no") {
    const several = kind === "choices";
    return (
      <fieldset className={sheet.field}>
        <legend>{title}</legend>
        {choices.map((one, i) => (
          <label key={one.value} className={css.choice}>
            <input
              type={several ? "checkbox" : "radio"} name={several ? undefined : id} required={required && (several ? values.length === 0 && i === 0 : true)} checked={values.includes(one.value)}
              onChange={(event) => { change(several ? (event.currentTarget.checked ? [...values, one.value] : values.filter((other) => other !== one.value)) : [one.value]); }}
            />
            {one.words}
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <div className={sheet.field}>
      <label htmlFor={id}>{title}</label>
      {kind === "choice" ? (
        <select id={id} required={required} value={value} onChange={(event) => { set(event.currentTarget.value); }}>
          <option value="" />
          {choices.map((one) => <option key={one.value} value={one.value}>{one.words}</option>)}
        </select>
      ) : <input id={id} type={kind === "number" || kind === "date" ? kind : "text"} step={kind === "number" ? "any" : undefined} required={required} maxLength={1000} value={value} onChange={(event) => { set(event.currentTarget.value); }} />}
    </div>
  );
}
