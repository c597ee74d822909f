// Ready texts for one request: filled in with what is known of it, and with what they do when they are sent.
import { useQuery } from "@tanstack/react-query";
import { directoryQuery, macrosQuery, signaturesQuery, type RequestDetail } from "../../api/desk";
import { regional, useLanguage } from "../../i18n";
import { does, filled, type Also, type Macro } from "../../lib/macros";
import { inFull } from "../../lib/when";
import { useDesk } from "../../parts/pages";

export function useWords(detail: RequestDetail, staff: boolean) {
  const { language } = useLanguage();
  const { me } = useDesk();
  const macros = useQuery({ ...macrosQuery, enabled: staff }).data?.macros ?? [];
  const signature = useQuery({ ...signaturesQuery, enabled: staff }).data?.used ?? "";
  const directory = useQuery({ ...directoryQuery, enabled: staff }).data?.parties ?? [];
  const people = directory.filter(({ kind, closed, name, id }) => (kind === "person" || kind === "team") && !closed && name !== "" && id !== me?.person.id);
  const due = detail.root.due_at;
  const words = ({ body }: Macro) => filled(body, {
    customer: detail.root.customer.name,
    number: `#${detail.root.number}`,
    me: me?.person.name,
    // Whoever reads it later reads the same day.
    due: due === null ? undefined : inFull(due, regional(language, navigator.languages)),
  });
  /** What a text does beside; a rest only where the request can rest. */
  const also = (one: Macro): { also: Also | null; cannot: boolean } => {
    const cannot = one.rests !== null && !detail.may.includes("pause");
    const possible = { priority: one.priority, tags: one.tags, rests: cannot ? null : one.rests };
    return { also: does(possible) ? possible : null, cannot };
  };
  return { macros, signature, people, words, also };
}
