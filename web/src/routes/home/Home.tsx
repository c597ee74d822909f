// The first page: daily work at a desk; else straight to the first log there is, or to bringing one.
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { logsQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { useDesk } from "../../parts/pages";
import { Failure, Loading, Nothing } from "../../parts/States";

export function Home() {
  const { desk } = useDesk();
  return desk ? <Navigate to="/today" replace /> : <FirstLog />;
}

/** To the first log; at a desk that is where the figures begin. */
export function FirstLog() {
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
