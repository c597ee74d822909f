// Where one is signed in, each to be ended from here.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { remove } from "../../api/client";
import { sessionsQuery, useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { readAgent } from "../../lib/agent";
import { Asked, Refused } from "../../parts/Asked";
import css from "./Account.module.css";

export function Sessions() {
  const { t, format } = useLanguage();
  const sessions = useQuery(sessionsQuery);
  const end = useSend((session: string) => remove("/api/v1/sessions/{session}", { path: { session } }));
  const called = (agent: string) => {
    const { browser, system } = readAgent(agent);
    if (browser && system) return t("account.sessions.on", { browser, system });
    return browser ?? system ?? (agent.slice(0, 60) || t("account.sessions.unknown"));
  };
  return (
    <section className={css.section} aria-labelledby="sessions">
      <h2 id="sessions">{t("account.sessions")}</h2>
      <Asked of={sessions} lines={2}>
        {({ sessions: all }) => (
          <ul className={css.list}>
            {all.map((session) => (
              <li key={session.id}>
                <div>
                  <strong>{called(session.agent)}</strong>{session.this && <span className={css.mark}>{t("account.sessions.this")}</span>}
                  <p className="small quiet">{t("account.sessions.when", { since: format.instant(session.created_at), seen: format.instant(session.seen_at) })}</p>
                </div>
                {!session.this && (
                  <Button size="xs" variant="default" disabled={end.isPending} aria-label={t("account.sessions.end.of", { browser: called(session.agent), since: format.instant(session.created_at) })} onClick={() => { end.mutate(session.id); }}>{t("account.sessions.end")}</Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Asked>
      <Refused error={end.error} />
    </section>
  );
}
