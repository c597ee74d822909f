// What happened, in sentences: one text for each kind of event. An event holds ids and figures only, so
// names come from what is known now; what was erased has none.
import type { Happened } from "../api/office";
import type { Key } from "../i18n";
import { all } from "../i18n/all";

export type About = "request" | "party" | "service" | "calendar" | "account" | "other";

/** A sentence with places for who did it (`by`), what it happened to (`about`) and whom else it concerns (`other`). */
export type Told = { text: Key; about: About; other?: string; values: Record<string, string | number> };

const ABOUT: Record<string, About> = {
  rating_asked: "request", rating_given: "request", thanked: "request",
  party_added: "party", party_changed: "party", party_erased: "party", member_joined: "party", member_left: "party", handle_added: "party", handle_removed: "party",
  service_changed: "service", calendar_changed: "calendar", account_added: "account", link_made: "account", link_used: "account", role_changed: "account", password_changed: "account",
  owner_changed: "party", second_factor_added: "account", second_factor_removed: "account", account_closed: "account", identity_linked: "account", identity_unlinked: "account", signed_in: "account", signed_out: "account",
};

type Data = Record<string, unknown>;

/** How an event is told. */
export function told(event: Happened): Told {
  const { kind } = event;
  const data = event.data as unknown;
  const fields: Data = typeof data === "object" && data !== null ? (data as Data) : {};
  const about: About = event.chain ? "request" : (ABOUT[kind] ?? "other");
  const tell = (variant: string | null, values: Told["values"] = {}, other?: unknown): Told => {
    const key = variant === null ? `record.${kind}` : `record.${kind}.${variant}`;
    return { text: (key in all ? key : "record.unknown") as Key, about, values: { kind, ...values }, ...(typeof other === "string" ? { other } : {}) };
  };
  switch (kind) {
    case "did": {
      // One word, or one word with what belongs to it.
      const [what, more] = typeof data === "string" ? [data, undefined] : (Object.entries(fields)[0] ?? ["", undefined]);
      return tell(what === "paused" && typeof more === "string" ? `paused_${more}` : what, {}, what === "transferred" ? more : undefined);
    }
    case "promised":
    case "renegotiated":
      return tell(String(fields.promise));
    case "prioritized":
      return tell(null, { priority: Number(data) });
    case "awaited":
    case "account_closed":
    case "demo_changed":
    case "survey_stopped":
      return tell(data === true ? "true" : "false");
    case "member_joined":
      return tell(fields.leads === true ? "leads" : null, {}, fields.person);
    case "member_left":
      return tell(null, {}, fields.person);
    case "service_changed":
    case "calendar_changed":
    case "policy_changed":
    case "survey_changed":
      return tell(null, { version: Number(fields.version) });
    case "role_changed":
      return tell(null, { role: String(fields.role) });
    default:
      return tell(null);
  }
}
