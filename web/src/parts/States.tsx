// What a page shows while it has nothing to show: it waits, it failed, or there is nothing.
import { Button, Progress, Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { Problem } from "../api/client";
import { useLanguage, type Key } from "../i18n";
import css from "./States.module.css";

/** Grey shapes at once; after one second also a bar and the seconds that have passed. */
export function Loading({ lines = 6, page = false }: { lines?: number; /** It stands for the whole page, whose heading it then has. */ page?: boolean }) {
  const { t } = useLanguage();
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => { setPassed((s) => s + 1); }, 1000);
    return () => { clearInterval(clock); };
  }, []);
  return (
    <div className={css.loading} role="status">
      {page ? <h1 className="unseen">{t("state.loading")}</h1> : <span className="unseen">{t("state.loading")}</span>}
      {passed > 0 && (
        <div>
          <p className="small quiet">{t("state.loading.seconds", { count: passed })}</p>
          <Progress value={100} animated striped size="xs" aria-label={t("state.loading")} />
        </div>
      )}
      {Array.from({ length: lines }, (_, i) => <Skeleton key={i} height={22} width={`${96 - ((i * 17) % 40)}%`} radius="sm" />)}
    </div>
  );
}

const WHAT_TO_DO: Partial<Record<string, Key>> = {
  unreachable: "problem.unreachable.do",
  unknown_log: "problem.gone.do",
  unknown_chain: "problem.gone.do",
  unknown_upload: "problem.gone.do",
  upload_too_large: "problem.large.do",
  bad_parameter: "problem.address.do",
  bad_recipe: "problem.recipe.do",
  unreadable_file: "problem.unreadable.do",
  took_too_long: "problem.slow.do",
};

type FailureProps = { error: unknown; again?: () => void; /** It stands for the whole page, whose heading it then is. */ page?: boolean };

/** What happened, what to do, and the id under which the server logged it. */
export function Failure({ error, again, page = false }: FailureProps) {
  const { t } = useLanguage();
  const problem = error instanceof Problem ? error : new Problem(0, "unexpected", error instanceof Error ? error.message : "", null);
  const Heading = page ? "h1" : "h2";
  const advice = WHAT_TO_DO[problem.code] ?? "problem.do";
  return (
    <section className={css.failure} role="alert">
      <Heading>{problem.code === "unreachable" ? t("problem.unreachable") : t("problem.title")}</Heading>
      {problem.message && <p>{problem.message}</p>}
      <p className="quiet">{t(advice)}</p>
      {problem.requestId && <p className="small quiet">{t("problem.request")} <code>{problem.requestId}</code></p>}
      {again && <Button variant="default" onClick={again}>{t("act.again")}</Button>}
    </section>
  );
}

/** A page without data is still a page: what is missing and what one can do. */
export function Nothing({ title, children, page = false }: { title: string; children?: React.ReactNode; page?: boolean }) {
  const Heading = page ? "h1" : "h2";
  return (
    <section className={css.nothing}>
      <svg aria-hidden="true" width="88" height="40" viewBox="0 0 88 40" fill="none" stroke="currentColor" strokeWidth="2">
        <rect x="3" y="12" width="32" height="16" rx="8" />
        <rect x="28" y="12" width="32" height="16" rx="8" strokeDasharray="3 4" />
        <rect x="53" y="12" width="32" height="16" rx="8" strokeDasharray="1 5" />
      </svg>
      <Heading>{title}</Heading>
      {children && <div className="quiet">{children}</div>}
    </section>
  );
}
