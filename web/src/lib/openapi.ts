// The server's description of itself (OpenAPI 3.1), as far as the page that shows it needs it. Pure: no screen, no
// network. A schema may hold itself, so nothing here walks down more than one step.
import type { Translate } from "../i18n";

export type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  enum?: unknown[];
  default?: unknown;
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  allOf?: Schema[];
};
type Content = Record<string, { schema?: Schema }>;
export type Parameter = { name: string; in: "path" | "query" | "header"; description?: string; required?: boolean; schema?: Schema };
type Described = {
  tags?: string[];
  summary?: string;
  description?: string;
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};
export type Description = {
  info: { title: string; version: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Described>>;
  components?: { schemas?: Record<string, Schema> };
};

/** What the server can be asked for at one address by one method. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: { type: string; schema: Schema | undefined }[];
  answers: { status: string; type: string | null; schema: Schema | undefined }[];
};
export type Subject = { name: string; description: string; operations: Operation[] };

/** All operations by what they are about, in the order of the description. */
export function subjects({ tags = [], paths }: Description): Subject[] {
  const found = new Map<string, Subject>(tags.map(({ name, description = "" }) => [name, { name, description, operations: [] }]));
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, one] of Object.entries(methods)) {
      const name = one.tags?.[0] ?? "";
      const subject = found.get(name) ?? { name, description: "", operations: [] };
      found.set(name, subject);
      subject.operations.push({
        id: one.operationId, method: method.toUpperCase(), path, summary: one.summary ?? "", description: one.description ?? "", parameters: one.parameters ?? [],
        body: content(one.requestBody?.content),
        answers: Object.entries(one.responses).flatMap(([status, answer]): Operation["answers"] => {
          const all = content(answer.content);
          return all.length > 0 ? all.map((each) => ({ status, ...each })) : [{ status, type: null, schema: undefined }];
        }),
      });
    }
  }
  return [...found.values()].filter(({ operations }) => operations.length > 0);
}

const content = (all: Content = {}) => Object.entries(all).map(([type, { schema }]) => ({ type, schema }));

/** The operations in which every word stands: in their method, address, name or sentence. */
export function fitting(all: Subject[], words: string): Subject[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ method, path, id, summary }: Operation) => {
    const text = `${method} ${path} ${id} ${summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return all.map((subject) => ({ ...subject, operations: subject.operations.filter(fits) })).filter(({ operations }) => operations.length > 0);
}

/** A schema where it is declared, with what is said where it is used. */
export function declared(doc: Description, schema: Schema): Schema {
  const name = nameOf(schema);
  const there = name === null ? undefined : doc.components?.schemas?.[name];
  return there ? { ...there, description: schema.description ?? there.description } : schema;
}

/** What a shared schema is called. */
export const nameOf = ({ $ref }: Schema): string | null => $ref?.split("/").at(-1) ?? null;

/** What a value is, in a few words: `text · uuid or null`, `list of RequestSummary`. */
export function typeOf(schema: Schema, t: Translate): string {
  const name = nameOf(schema);
  if (name !== null) return name;
  const choices = (schema.oneOf ?? []).map((one) => typeOf(one, t));
  if (choices.length > 0) return either([...new Set(choices)], t);
  if (schema.allOf) return schema.allOf.map((one) => nameOf(one)).filter(Boolean).join(" + ") || "object";
  const kinds = [schema.type ?? []].flat();
  if (kinds.length === 0) return schema.properties ? "object" : t("api.any");
  return either(kinds.map((kind) => one(kind, schema, t)), t);
}

function one(kind: string, { format, items, prefixItems, properties, additionalProperties }: Schema, t: Translate): string {
  if (kind === "array") return prefixItems ? `[${prefixItems.map((each) => typeOf(each, t)).join(", ")}]` : t("api.list", { what: typeOf(items ?? {}, t) });
  if (kind === "object" && !properties && typeof additionalProperties === "object") return t("api.map", { what: typeOf(additionalProperties, t) });
  return format && kind !== "null" ? `${kind} · ${format}` : kind;
}

const either = (all: string[], t: Translate) => all.reduce((one, other) => t("api.or", { one, other }));

export type Field = { name: string; schema: Schema; required: boolean };

/** The fields of an object, those that have to be there first. */
export function fields(doc: Description, schema: Schema): Field[] {
  const { properties = {}, required = [], allOf = [] } = declared(doc, schema);
  const own = Object.entries(properties).map(([name, field]) => ({ name, schema: field, required: required.includes(name) }));
  const all = [...allOf.flatMap((part) => fields(doc, part)), ...own];
  return [...all.filter((field) => field.required), ...all.filter((field) => !field.required)];
}

/** What is one step further in: what a list holds, what a map leads to, which one it may be; null for plain values. */
export function inner(doc: Description, schema: Schema): Schema[] {
  const { items, additionalProperties, oneOf, properties, allOf } = declared(doc, schema);
  if (properties || allOf) return [schema];
  const next = [items, typeof additionalProperties === "object" ? additionalProperties : undefined, ...(oneOf ?? [])].filter((one) => one !== undefined);
  return next.flatMap((one) => inner(doc, one));
}

/** The words that a value may be. */
export function words(doc: Description, schema: Schema): string[] {
  const there = declared(doc, schema);
  const own = there.enum ?? (there.oneOf ?? []).flatMap((one) => declared(doc, one).enum ?? []);
  return own.length > 0 ? own.map(String) : there.items ? words(doc, there.items) : [];
}

/** Where a GET with these values goes; null while something is missing in the address. */
export function address({ path, parameters }: Operation, values: Record<string, string>): string | null {
  let missing = false;
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]?.trim() ?? "";
    missing ||= value === "";
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const { name, in: where, schema } of parameters) {
    const value = values[name]?.trim() ?? "";
    if (where !== "query" || value === "") continue;
    // Several values of one parameter stand one in a line.
    for (const each of [schema?.type ?? []].flat().includes("array") ? value.split("\n") : [value]) query.append(name, each.trim());
  }
  return missing ? null : `${place}${query.size > 0 ? `?${query.toString()}` : ""}`;
}

/** Each kind of problem: its code, its status, and what it means. */
export function problems(markdown: string): { code: string; text: string }[] {
  return markdown.split(/^## /m).slice(1).map((part) => {
    const [code = "", ...rest] = part.split("\n");
    return { code: code.trim(), text: rest.join(" ").trim() };
  });
}
