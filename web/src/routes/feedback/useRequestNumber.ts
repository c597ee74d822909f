// The request that somebody names by its number: found, or not there.
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { requestQuery, type RequestDetail } from "../../api/desk";

export type Named = { request: RequestDetail | null; /** Nobody outside asked for such a request. */ missing: boolean; /** It is being looked up. */ pending: boolean };

/** Looks a number up once somebody stops typing. */
export function useRequestNumber(typed: string): Named {
  const number = typed.trim().replace(/^#/, "");
  const [asked] = useDebouncedValue(number, 200);
  const found = useQuery({ ...requestQuery(asked), enabled: /^\d+$/.test(asked), retry: false });
  if (number === "") return { request: null, missing: false, pending: false };
  const detail = asked === number ? (found.data ?? null) : null;
  const root = detail !== null && detail.root.id === detail.id && detail.root.external ? detail : null;
  const pending = asked !== number || found.isFetching;
  return { request: root, missing: !pending && root === null, pending };
}
