// What happened in a chain, in sentences. Events hold ids and decisions; names and subjects come from the
// chain and from the directory, so that who was erased there is not named here.
import type { ChainLink, Happened } from "../api/desk";
import type { Translate } from "../i18n";
import type { Format } from "./format";

type Told = { t: Translate; format: Format };

export type HistoryLine = { key: string; at: string; who: string; text: string; number: number | null; quiet: boolean };

/** Whom ids name. */
export type Names = (id: string) => string;

/** Names of everybody who takes part in a chain, beside those that `more` knows. */
export function namesOf(chain: readonly ChainLink[], more: readonly { id: string; name: string }[]): Names {
  const names = new Map(more.map(({ id, name }) => [id, name]));
  for (const link of chain) {
    for (const party of [link.customer, link.provider, ...link.holds.map(({ provider }) => provider)]) names.set(party.id, party.name);
  }
  return (id) => names.get(id) ?? "";
}

/** One line for each event that a person would tell, the last first. */
export function historyLines(history: readonly Happened[], chain: readonly ChainLink[], names: Names, told: Told): HistoryLine[] {
  const byId = new Map(chain.map((link) => [link.id, link]));
  const lines: HistoryLine[] = [];
  for (let i = 0; i < history.length; i++) {
    const event = history[i];
    if (!event) continue;
    const link = byId.get(event.subject);
    // The steps of a plan come into being in one moment and are told as one.
    const planned = steps(history, i);
    if (planned.length > 1) {
      const list = told.format.list(planned.map(({ subject }) => byId.get(subject)?.subject ?? "").filter(Boolean));
      lines.push({ key: String(event.seq), at: event.at, who: "", text: told.t("history.planned", { count: planned.length, n: told.format.count(planned.length), steps: list }), number: null, quiet: true });
      i += planned.length - 1;
      continue;
    }
    const text = sentence(event, link, names, told);
    if (text === null) continue;
    lines.push({
      key: String(event.seq), at: event.at, who: event.by?.name ?? "", text, number: link?.number ?? null,
      // What follows by itself, and what is promised to colleagues, is background.
      quiet: event.by === null || event.kind === "promised",
    });
  }
  return lines.reverse();
}

function steps(history: readonly Happened[], from: number): Happened[] {
  const first = history[from];
  const found: Happened[] = [];
  for (let i = from; i < history.length; i++) {
    const event = history[i];
    if (!event || event.kind !== "asked" || event.at !== first?.at || field(event.data, "step") === null) break;
    found.push(event);
  }
  return found;
}

function sentence(event: Happened, link: ChainLink | undefined, names: Names, { t, format }: Told): string | null {
  const who = event.by?.name ?? "";
  const what = link?.subject ?? "";
  const provider = link?.provider.name ?? "";
  const words = { who, what, provider };
  const data: unknown = event.data;
  switch (event.kind) {
    case "asked": {
      const asked = names(field(data, "provider") ?? "") || provider;
      return link?.parent === null ? t("history.asked", { ...words, customer: link.customer.name, provider: asked }) : t("history.handed", { ...words, provider: asked });
    }
    case "did": {
      if (typeof data === "string") {
        const key = DID[data as keyof typeof DID] as (typeof DID)[keyof typeof DID] | undefined;
        if (!key) return null;
        return t(who === "" ? `${key}.itself` : key, words);
      }
      const to = field(data, "transferred");
      if (to !== null) return t("history.transferred", { ...words, to: names(to) });
      if (field(data, "returned") !== null) return t("history.returned", words);
      const why = field(data, "paused");
      if (why === "customer" || why === "agreed" || why === "colleague") return t(`history.paused.${why}`, words);
      return null;
    }
    case "promised":
    case "renegotiated": {
      const term = typeof data === "object" && data !== null ? (data as { term?: { until?: string; within?: number } }).term : undefined;
      const kind = field(data, "promise") === "first_response" ? "first_response" : "resolution";
      const until = term?.until ? t("history.until", { at: format.instant(term.until) }) : t("history.within", { time: format.duration(term?.within ?? 0) });
      if (event.kind === "renegotiated") return t("history.renegotiated", { ...words, until });
      // What hand-offs are due by follows from the promise above them.
      if (who === "") return null;
      return t(`history.promised.${kind}`, { ...words, until });
    }
    case "answered": return t("history.answered", words);
    case "wrote": return t("history.wrote", words);
    case "noted": return t("history.noted", words);
    case "prioritized": return t("history.prioritized", { ...words, priority: typeof data === "number" ? data : "" });
    case "field_changed": return t("history.field_changed", { ...words, field: typeof data === "string" ? names(data) : "" });
    case "awaited": return t(data === true ? "history.awaited" : "history.not_awaited", words);
    case "undone": return t("history.undone", words);
    case "merged": return t("history.merged", words);
    case "unmerged": return t("history.unmerged", words);
    case "tracking_made": return t("history.tracking_made", words);
    case "tracking_revoked": return t("history.tracking_revoked", words);
    default: return null;
  }
}

const DID = {
  offered: "history.offered",
  accepted: "history.accepted",
  finished: "history.finished",
  received: "history.received",
  reopened: "history.reopened",
  withdrawn: "history.withdrawn",
  resumed: "history.resumed",
} as const;

/** A text within the decision; null if it is not there. */
function field(data: unknown, name: string): string | null {
  if (typeof data !== "object" || data === null) return null;
  const value = (data as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}
