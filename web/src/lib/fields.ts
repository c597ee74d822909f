// Custom fields: what stands in them, in words, and what a list is narrowed to by them.
import type { Translate } from "../i18n";

export type Kind = "text" | "number" | "date" | "choice" | "choices" | "yes_no";
export type Asked = { id?: string; label: string; kind?: Kind; options?: string[]; required?: boolean; internal?: boolean };
/** What is written into each field so far, by its id. */
export type Given = Readonly<Record<string, readonly string[]>>;

export const KINDS: Kind[] = ["text", "number", "date", "choice", "choices", "yes_no"];

/** The values of a field as one reads them; a day is the same day everywhere. */
export function inWords(kind: Kind | undefined, values: readonly string[], language: string, t: Translate): string[] {
  return values.map((value) => {
    if (kind === "yes_no") return t(value === "yes" ? "fields.yes" : "fields.no");
    if (kind === "date") return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`));
    if (kind === "number") return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(Number(value));
    return value;
  });
}

/** What is sent of it: the fields of one service that are filled in. */
export function sent(fields: readonly Asked[], given: Given): { field: string; values: string[] }[] {
  return fields.flatMap(({ id = "" }) => {
    const values = (given[id] ?? []).map((value) => value.trim()).filter(Boolean);
    return values.length === 0 ? [] : [{ field: id, values }];
  });
}

/** Whether everything is answered that has to be. */
export function complete(fields: readonly Asked[], given: Given): boolean {
  return fields.every(({ id = "", required }) => !required || (given[id] ?? []).some((value) => value.trim() !== ""));
}

export type Sign = "=" | ">=" | "<=";

/** What a list is narrowed to for one field, by its sign. */
export function narrowed(filters: readonly string[] | undefined, field: string, sign: Sign): string {
  const found = filters?.find((filter) => filter.startsWith(field + sign));
  return found?.slice(field.length + sign.length) ?? "";
}

/** The filters with another value for one field; nothing takes it away, and an empty list is none. */
export function narrow(filters: readonly string[] | undefined, field: string, sign: Sign, value: string): string[] | undefined {
  const others = (filters ?? []).filter((filter) => !filter.startsWith(field + sign));
  const next = value === "" ? others : [...others, field + sign + value];
  return next.length === 0 ? undefined : next;
}
