// The first page: straight to the first log there is; without one, to bringing one.
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { logsQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { Failure, Loading, Nothing } from "../../parts/States";

export function Home() {
  const { t } = useLanguage();
  const logs = useQuery(logsQuery);
  if (logs.isPending) return <Loading page />;
  if (logs.isError) return <Failure page error={logs.error} again={() => void logs.refetch()} />;
  const first = logs.data.logs[0];
  if (first) return <Navigate to="/logs/$log" params={{ log: first.id }} replace />;
  return (
    <Nothing page title={t("home.none")}>
      <Link to="/bring">{t("nav.bring")}</Link>
    </Nothing>
  );
}
