// The fields of a recipe, as the page asks for them: which there are for each kind, and how each is
// filled in. The server owns the format and checks it; this only knows where a field stands.
import type { Recipe } from "../api/types";

export type Kind = Recipe["kind"];

/** How a field is filled in: a column of the file, several, a text, several, a yes or no, one of some words, a table of texts. */
export type Field =
  | { path: string; as: "column" | "columns" | "text" | "texts" | "switch" | "zone"; needed?: boolean }
  | { path: string; as: "choice"; choices: readonly string[]; needed?: boolean }
  | { path: string; as: "pairs"; needed?: boolean }
  | { path: string; as: "list"; fields: readonly Field[]; needed?: boolean };

export type Section = { name: string; fields: readonly Field[]; /** Shown only if something in it is set. */ rare?: boolean };

const column = (path: string, needed = false): Field => ({ path, as: "column", needed });

const OF_KIND: Record<Kind, readonly Field[]> = {
  native: [],
  spans: [
    column("spans.id", true), column("spans.parent", true), column("spans.provider", true), column("spans.customer"),
    column("spans.opened", true), column("spans.started"), column("spans.closed", true), column("spans.due"),
    column("spans.awaited"), column("spans.rating"), column("spans.customer_hold"), column("spans.rework"),
  ],
  transitions: [
    column("transitions.case", true), column("transitions.time", true), column("transitions.team", true),
    { path: "transitions.state", as: "columns" },
    { path: "transitions.waiting", as: "texts" }, { path: "transitions.working", as: "texts" },
    { path: "transitions.customer_waits", as: "texts" }, { path: "transitions.done", as: "texts" },
    { path: "transitions.customer_waits_stop_promise", as: "switch" },
    column("transitions.opened"), column("transitions.closed"), column("transitions.customer"),
    { path: "transitions.front", as: "text" }, column("transitions.rating"),
  ],
  milestones: [
    column("milestones.case", true), { path: "milestones.front", as: "text", needed: true },
    column("milestones.opened", true), column("milestones.closed", true), column("milestones.customer"), column("milestones.rating"),
    {
      path: "milestones.steps", as: "list", needed: true,
      fields: [
        { path: "provider", as: "text", needed: true }, column("from", true), column("to", true), column("started"), column("due"),
        { path: "within", as: "text" }, { path: "customer", as: "text" },
      ],
    },
  ],
  ocel: [
    { path: "ocel.case", as: "text", needed: true }, { path: "ocel.customer", as: "text" }, { path: "ocel.front", as: "text" },
    { path: "ocel.done", as: "texts" }, { path: "ocel.aside", as: "texts" }, { path: "ocel.ignore", as: "texts" },
    { path: "ocel.teams", as: "pairs" },
    { path: "ocel.team", as: "list", fields: [{ path: "object", as: "text", needed: true }, { path: "qualifier", as: "text" }, { path: "attribute", as: "text" }] },
    {
      path: "ocel.follow", as: "list",
      fields: [{ path: "from", as: "text", needed: true }, { path: "to", as: "text", needed: true }, { path: "qualifier", as: "text" }, { path: "by", as: "choice", choices: ["relation", "event"] }],
    },
  ],
};

/** The sections of the form for a recipe of this kind. */
export function sectionsOf(kind: Kind): Section[] {
  const common: Section[] = [
    {
      name: "promise",
      fields: [
        column("promise.due"), column("promise.by"), { path: "promise.within", as: "pairs" }, { path: "promise.otherwise", as: "text" },
        { path: "promise.working.week", as: "pairs" }, { path: "promise.working.holidays", as: "texts" },
      ],
    },
    {
      name: "who",
      fields: [
        { path: "providers", as: "choice", choices: ["teams", "people", "roles"] }, column("step"),
        column("internal.column"), { path: "internal.values", as: "texts" }, { path: "attributes", as: "columns" },
      ],
    },
    { name: "time", fields: [{ path: "time.zone", as: "zone" }, { path: "time.formats", as: "texts" }] },
    { name: "csv", rare: true, fields: [{ path: "csv.delimiter", as: "text" }, { path: "csv.encoding", as: "choice", choices: ["utf-8", "latin-1"] }, { path: "csv.missing", as: "texts" }] },
    {
      name: "join", rare: true,
      fields: [{ path: "join", as: "list", fields: [{ path: "file", as: "text", needed: true }, { path: "name", as: "text" }, { path: "key", as: "text", needed: true }, column("on", true)] }],
    },
  ];
  return kind === "native" ? common.filter(({ name }) => name === "csv" || name === "who") : [{ name: kind, fields: OF_KIND[kind] }, ...common];
}

type Tree = Record<string, unknown>;

/** What stands at `path` ("spans.id"). */
export function read(tree: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, name) => (typeof at === "object" && at !== null ? (at as Tree)[name] : undefined), tree);
}

/** The same with `value` at `path`; a value that is empty leaves no trace, nor does a table that nothing is left in. */
export function write<T>(tree: T, path: string, value: unknown): T {
  const [name = "", ...rest] = path.split(".");
  const before = (typeof tree === "object" && tree !== null ? tree : {}) as Tree;
  const next = rest.length > 0 ? write(before[name] ?? {}, rest.join("."), value) : value;
  const { [name]: _, ...others } = before;
  return (blank(next) ? others : { ...others, [name]: next }) as T;
}

function blank(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** The recipe as the server takes it: of its kind's table nothing that is needed is missing, of other kinds' tables nothing is there. */
export function complete(recipe: Recipe): Recipe {
  let whole: Recipe = { ...recipe };
  for (const kind of Object.keys(OF_KIND) as Kind[]) {
    if (kind === "native") continue;
    if (kind !== recipe.kind) {
      const { [kind]: _, ...rest } = whole;
      whole = rest as Recipe;
      continue;
    }
    const table: Tree = { ...(recipe[kind] as Tree | null | undefined) };
    for (const field of OF_KIND[kind]) {
      const name = field.path.slice(kind.length + 1);
      if (field.needed) table[name] ??= field.as === "list" ? [] : "";
    }
    whole = { ...whole, [kind]: table };
  }
  if (whole.internal) whole = { ...whole, internal: { column: whole.internal.column ?? "", values: whole.internal.values ?? [] } };
  const working = whole.promise?.working;
  if (whole.promise && working) whole = { ...whole, promise: { ...whole.promise, working: { ...working, week: working.week ?? {} } } };
  return whole;
}

/** The fields that must be filled in and are not. */
export function missing(recipe: Recipe): string[] {
  return OF_KIND[recipe.kind].filter((field) => field.needed && blank(read(recipe, field.path))).map((field) => field.path);
}
