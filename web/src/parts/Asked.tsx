// What was asked of the server, on its way to the page: grey shapes, a problem, a calm word where one
// has no right, or the answer.
import type { UseQueryResult } from "@tanstack/react-query";
import { Problem } from "../api/client";
import { useLanguage } from "../i18n";
import css from "./Asked.module.css";
import { Failure, Loading, Nothing } from "./States";

type Props<T> = { of: Pick<UseQueryResult<T>, "data" | "error" | "refetch">; lines?: number; page?: boolean; children: (answer: T) => React.ReactNode };

export function Asked<T>({ of, lines, page, children }: Props<T>) {
  const gone = of.error instanceof Problem && (of.error.code === "missing" || of.error.code === "not_allowed");
  // An answer that could not be renewed is still better than none, unless it may not be seen any more.
  if (of.data !== undefined && !gone) return children(of.data);
  if (of.error) return <Refusal error={of.error} page={page} again={() => void of.refetch()} />;
  return <Loading lines={lines} page={page} />;
}

/** Why there is nothing to see. */
export function Refusal({ error, page, again }: { error: unknown; page?: boolean; again?: () => void }) {
  const { t } = useLanguage();
  const code = error instanceof Problem ? error.code : "";
  if (code === "not_allowed") return <Nothing page={page} title={t("office.no_right")}><p>{t("office.no_right.why")}</p></Nothing>;
  if (code === "missing") return <Nothing page={page} title={t("office.missing")}><p>{t("office.missing.why")}</p></Nothing>;
  return <Failure page={page} error={error} again={again} />;
}

/** Why something that was sent did not happen; nothing while there is no such reason. */
export function Refused({ error, children }: { error: unknown; children?: React.ReactNode }) {
  const { t } = useLanguage();
  if (!error) return null;
  const problem = error instanceof Problem ? error : new Problem(0, "unexpected", error instanceof Error ? error.message : "", null);
  const words = problem.code === "unreachable" ? t("problem.unreachable.do") : problem.code === "stale" ? t("office.stale") : problem.code === "not_allowed" ? t("office.not_allowed") : problem.message || t("problem.do");
  return (
    <div className={css.refused} role="alert">
      <p>{words}</p>
      {children}
      {problem.requestId && <p className="small quiet">{t("problem.request")} <code>{problem.requestId}</code></p>}
    </div>
  );
}
