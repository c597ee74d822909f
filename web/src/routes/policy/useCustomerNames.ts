// The names of the few customers that rules speak of.
import { useQueries } from "@tanstack/react-query";
import { partyQuery } from "../../api/office";

/** Names by id, as far as they are known yet. */
export function useCustomerNames(ids: readonly string[]): Map<string, string> {
  const found = useQueries({ queries: [...new Set(ids)].map((id) => partyQuery(id)) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name]] : [])));
}
