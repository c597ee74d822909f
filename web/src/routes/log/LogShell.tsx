// What all pages of one log share: the filters above them, and the answer when the log is not there.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { logQuery } from "../../api/queries";
import { FilterBar } from "../../parts/FilterBar";
import { Failure } from "../../parts/States";
import css from "./LogShell.module.css";

const route = getRouteApi("/logs/$log");

export function LogShell() {
  const { log } = route.useParams();
  const found = useQuery(logQuery(log));
  if (found.isError) return <div className={css.page}><Failure page error={found.error} again={() => void found.refetch()} /></div>;
  return (
    <>
      <FilterBar log={log} about={found.data} />
      <div className={css.page}><Outlet /></div>
    </>
  );
}
