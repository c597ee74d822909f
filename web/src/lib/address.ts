// The address is the state: what a view is filtered by stands there in plain `name=value` pairs, so
// that it can be read, edited and sent to a colleague. Repeated names make lists.

export type Raw = Record<string, string | string[]>;

/** Reads `?a=1&b=2&b=3` into `{a: "1", b: ["2", "3"]}`. */
export function readSearch(search: string): Raw {
  const found: Raw = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const before = found[name];
    found[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return found;
}

/** Writes it back; what is empty, false or undefined leaves no trace. */
export function writeSearch(search: Record<string, unknown>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === "" || one === false) continue;
      pairs.append(name, one === true ? "true" : String(one));
    }
  }
  const text = pairs.toString();
  return text ? `?${text}` : "";
}

/** The one value of `name`, if it has one. */
export function one(raw: Record<string, unknown>, name: string): string | undefined {
  const value = raw[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === null || first === "" ? undefined : String(first as string);
}

/** All values of `name`. */
export function many(raw: Record<string, unknown>, name: string): string[] | undefined {
  const value = raw[name];
  if (value === undefined || value === null || value === "") return undefined;
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The value of `name` if it is one of `allowed`. */
export function among<T extends string>(raw: Record<string, unknown>, name: string, allowed: readonly T[]): T | undefined {
  const value = one(raw, name);
  return allowed.find((a) => a === value);
}

/** Which chains a view is about; every page of a log understands these. */
export type Filters = { from?: string; to?: string; where?: string[]; internal?: boolean };

/** The filters in an address. */
export function readFilters(raw: Record<string, unknown>): Filters {
  return {
    from: one(raw, "from"),
    to: one(raw, "to"),
    where: many(raw, "where")?.filter((pair) => pair.includes("=")),
    internal: one(raw, "internal") === "true" ? true : undefined,
  };
}

/** Only the filters of a wider search, for links from one page to another. */
export function onlyFilters({ from, to, where, internal }: Filters): Filters {
  return { from, to, where, internal };
}

export const OUTCOMES = ["kept", "broken", "none"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const BY = ["overrun", "opened", "lead", "hand_offs", "root"] as const;
export const SORTS = [...BY, "-overrun", "-opened", "-lead", "-hand_offs", "-root"] as const;
export type Sort = (typeof SORTS)[number];

export const FOLDS = ["department", "none"] as const;
export const FLOWS = ["main", "all"] as const;

/** What the addresses of the pages hold beside the filters. */
export type WeakestSearch = { repair?: string[]; team?: string };
export type ChainsSearch = { outcome?: Outcome; provider?: string; edge?: string; broke?: string; repair?: string[]; q?: string; sort?: Sort };
export type ChainSearch = { wide?: boolean };
export type MapSearch = { focus?: string; edge?: string; fold?: (typeof FOLDS)[number]; flows?: (typeof FLOWS)[number] };
export type DominoSearch = { edge?: string };
