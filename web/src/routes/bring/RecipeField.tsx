// One field of a recipe. What it is called and means stands in the texts under its path.
import { ActionIcon, Button, MultiSelect, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import type { Column } from "../../api/types";
import { useLanguage, type Key } from "../../i18n";
import { all } from "../../i18n/all";
import { read, write, type Field } from "../../lib/recipe";
import { Icon } from "../../parts/Icon";
import css from "./Bring.module.css";

type Props = { field: Field; name: string; value: unknown; columns: Column[]; missing?: boolean; change: (value: unknown) => void };

/** What a field is called. */
export function FieldName({ path }: { path: string }) {
  const { t } = useLanguage();
  return <>{t(`recipe.${path}` as Key)}</>;
}

export function RecipeField({ field, name, value, columns, missing = false, change }: Props) {
  const { t } = useLanguage();
  const label = t(`recipe.${name}` as Key);
  const help = `recipe.${name}.help` in all ? t(`recipe.${name}.help` as Key) : undefined;
  const common = { label, description: help, size: "xs" as const, error: missing ? t("recipe.needed") : undefined, withAsterisk: field.needed };
  const text = typeof value === "string" ? value : "";
  const texts = Array.isArray(value) ? value.map(String) : [];
  switch (field.as) {
    case "column":
      return (
        <Select
          {...common} searchable clearable={!field.needed} value={text || null} data={withOwn(columns, [text])} limit={300} nothingFoundMessage={t("filter.nothing")}
          placeholder={field.needed ? undefined : t("recipe.unset")} onChange={(next) => { change(next ?? undefined); }} clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }}
          renderOption={({ option }) => <ColumnOption name={option.value} columns={columns} />}
        />
      );
    case "columns":
      return <MultiSelect {...common} searchable value={texts} data={withOwn(columns, texts)} onChange={change} renderOption={({ option }) => <ColumnOption name={option.value} columns={columns} />} />;
    case "texts":
      return <TagsInput {...common} value={texts} onChange={change} placeholder={texts.length === 0 ? t("recipe.type_enter") : undefined} acceptValueOnBlur />;
    case "text":
      return <TextInput {...common} value={text} onChange={(event) => { change(event.currentTarget.value); }} />;
    case "zone":
      return <Select {...common} searchable clearable value={text || null} data={withText(Intl.supportedValuesOf("timeZone"), text)} limit={200} placeholder="UTC" onChange={(next) => { change(next ?? undefined); }} clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }} />;
    case "choice":
      return (
        <Select
          {...common} value={text || (field.choices[0] ?? null)} allowDeselect={false} data={field.choices.map((choice) => ({ value: choice, label: `recipe.choice.${choice}` in all ? t(`recipe.choice.${choice}` as Key) : choice }))}
          // The first choice is the default, which a recipe leaves unsaid.
          onChange={(next) => { change(next === field.choices[0] ? undefined : next); }}
        />
      );
    case "switch":
      return <Switch label={label} description={help} size="xs" checked={value === true} onChange={(event) => { change(event.currentTarget.checked); }} className={css.switch} />;
    case "pairs":
      return <Pairs label={label} help={help} value={(value ?? {}) as Record<string, string | string[]>} many={name.endsWith("week")} change={change} />;
    case "list":
      return <List field={field} name={name} label={label} help={help} items={Array.isArray(value) ? (value as unknown[]) : []} columns={columns} change={change} />;
  }
}

function ColumnOption({ name, columns }: { name: string; columns: Column[] }) {
  const { format } = useLanguage();
  const column = columns.find((one) => one.name === name);
  return (
    <span className={css.option}>
      <span>{name}</span>
      {column && <span className="small quiet">{column.examples.slice(0, 3).join(" · ")} {column.filled < 1 && `(${format.share(column.filled)})`}</span>}
    </span>
  );
}

type PairsProps = { label: string; help?: string; value: Record<string, string | string[]>; many: boolean; change: (value: unknown) => void };

/** A table of texts: names on the left, one text or several on the right. */
function Pairs({ label, help, value, many, change }: PairsProps) {
  const { t } = useLanguage();
  const rows = Object.entries(value);
  const said = (text: string | string[]) => (Array.isArray(text) ? text.join(", ") : text);
  const meant = (text: string) => (many ? text.split(",").map((part) => part.trim()).filter(Boolean) : text);
  const put = (next: [string, string | string[]][]) => { change(Object.fromEntries(next)); };
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {help && <p className="small quiet">{help}</p>}
      {rows.map(([name, text], i) => (
        <div key={i} className={css.pairRow}>
          <TextInput size="xs" aria-label={`${label}: ${t("recipe.pair.name")}`} value={name} onChange={(event) => { put(rows.map((row, j) => (i === j ? [event.currentTarget.value, row[1]] : row))); }} />
          <PairText label={`${label}: ${name}`} value={said(text)} change={(next) => { put(rows.map((row, j) => (i === j ? [row[0], meant(next)] : row))); }} />
          <ActionIcon variant="subtle" color="gray" aria-label={t("recipe.remove", { what: name || label })} onClick={() => { put(rows.filter((_, j) => i !== j)); }}><Icon name="close" size={16} /></ActionIcon>
        </div>
      ))}
      <Button size="compact-xs" variant="default" disabled={"" in value} onClick={() => { put([...rows, ["", many ? [] : ""]]); }}>{t("recipe.add")}</Button>
    </fieldset>
  );
}

/** Keeps what is being typed until the field is left: a half-written list must not be tidied under the fingers. */
function PairText({ label, value, change }: { label: string; value: string; change: (value: string) => void }) {
  return <TextInput key={value} size="xs" aria-label={label} defaultValue={value} onBlur={(event) => { if (event.currentTarget.value !== value) change(event.currentTarget.value); }} />;
}

type ListProps = { field: Extract<Field, { as: "list" }>; name: string; label: string; help?: string; items: unknown[]; columns: Column[]; change: (value: unknown) => void };

function List({ field, name, label, help, items, columns, change }: ListProps) {
  const { t } = useLanguage();
  const blank = () => Object.fromEntries(field.fields.filter((inner) => inner.needed).map((inner) => [inner.path, ""]));
  const keep = (item: unknown, path: string, value: unknown) => ({ ...blank(), ...write(item as Record<string, unknown>, path, value) });
  const swap = (i: number, j: number) => {
    const next = [...items];
    [next[i], next[j]] = [next[j], next[i]];
    change(next);
  };
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {help && <p className="small quiet">{help}</p>}
      <ol className={css.items}>
        {items.map((item, i) => (
          <li key={i} className={css.item}>
            <div className={css.itemFields}>
              {field.fields.map((inner) => (
                <RecipeField key={inner.path} field={inner} name={`${name}.${inner.path}`} value={read(item, inner.path)} columns={columns} change={(value) => { change(items.map((other, j) => (i === j ? keep(other, inner.path, value) : other))); }} />
              ))}
            </div>
            <div className={css.itemTools}>
              <ActionIcon variant="subtle" color="gray" disabled={i === 0} aria-label={t("recipe.up", { n: i + 1 })} onClick={() => { swap(i, i - 1); }}><Icon name="up" size={16} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" disabled={i === items.length - 1} aria-label={t("recipe.down", { n: i + 1 })} onClick={() => { swap(i, i + 1); }}><Icon name="fold" size={16} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={t("recipe.remove", { what: String(i + 1) })} onClick={() => { change(items.filter((_, j) => i !== j)); }}><Icon name="close" size={16} /></ActionIcon>
            </div>
          </li>
        ))}
      </ol>
      <Button size="compact-xs" variant="default" onClick={() => { change([...items, blank()]); }}>{t("recipe.add")}</Button>
    </fieldset>
  );
}

/** The columns of the file and, where the recipe names one that is not among them, that one too. */
function withOwn(columns: Column[], own: string[]): string[] {
  const names = columns.map((column) => column.name);
  return [...new Set([...names, ...own.filter(Boolean)])];
}

function withText(choices: string[], own: string): string[] {
  return own && !choices.includes(own) ? [own, ...choices] : choices;
}
