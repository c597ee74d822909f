// Today: who relies on me, and whom I rely on; what has to begin first first. The most urgent thing is one
// key away, and what was done by a slip of the hand is taken back for ten seconds.
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { todayQuery, type ActWord, type Request } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { slackOf } from "../../lib/slack";
import { covered, useLetters } from "../../lib/useLetters";
import { useNow } from "../../lib/useNow";
import { Refusal } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { isStaff, useDesk, works } from "../../parts/pages";
import { Loading, Nothing } from "../../parts/States";
import { useActs } from "../../parts/useActs";
import { DoneForMe } from "./DoneForMe";
import { FirstSteps } from "./FirstSteps";
import { Mentions } from "./Mentions";
import { OpenPulse } from "./OpenPulse";
import { Question } from "./Question";
import { Row } from "./Row";
import css from "./Today.module.css";

const KEYS: { key: string; act: ActWord }[] = [
  { key: "a", act: "accept" },
  { key: "r", act: "return" },
  { key: "d", act: "finish" },
];

export function Today() {
  const { t, format } = useLanguage();
  const { session, me } = useDesk();
  const today = useQuery(todayQuery);
  const now = useNow(today.data?.ahead ?? 0);
  const { on } = useLetters();
  const { act, busy, dialog, asking } = useActs();
  const columns = useRef<HTMLDivElement>(null);

  const links = () => [...(columns.current?.querySelectorAll<HTMLElement>("[data-request]") ?? [])];
  /** The row that has the keyboard; else the most urgent one. */
  const here = (): number => Math.max(-1, links().findIndex((row) => row.contains(document.activeElement)));
  const walk = (step: number) => {
    const rows = links();
    const at = here();
    const row = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    row?.querySelector<HTMLElement>("a")?.focus();
  };
  const rows = [...(today.data?.relies_on_me ?? []), ...(today.data?.i_rely_on ?? [])];
  const doIt = (word: ActWord) => {
    const id = links()[Math.max(0, here())]?.dataset.request;
    const request = rows.find((one) => one.id === id);
    if (request?.may.includes(word)) void act(request, word);
  };
  useHotkeys(on && !asking ? [
    ...KEYS.map(({ key, act: word }): [string, () => void] => [key, () => { if (!covered()) doIt(word); }]),
    ["j", () => { if (!covered()) walk(1); }],
    ["k", () => { if (!covered()) walk(-1); }],
  ] : []);

  const steps = session.data?.first_steps ?? [];
  if (today.isError && !today.data) return <Page title={t("today.title")}><Refusal error={today.error} again={() => void today.refetch()} /></Page>;
  if (!today.data || !me) return <Page title={t("today.title")}><Loading lines={8} /></Page>;

  const { relies_on_me: mine, i_rely_on: others, i_rely_on_count: othersCount } = today.data;
  const late = mine.filter((one) => slackOf(one, now, { t, format }).state !== "calm").length;
  const lede = mine.length === 0 ? null : late > 0 ? t("today.lede.hurry", { count: late, n: format.count(late) }) : t("today.lede.calm");
  const lost = me.teams.length === 0 && mine.length === 0 && others.length === 0 && today.data.mentions.length === 0;
  const column = (title: string, requests: Request[], side: "mine" | "others", empty: React.ReactNode, more: number) => (
    <section className={css.column} aria-labelledby={`today-${side}`}>
      <h2 id={`today-${side}`}>{title} {requests.length > 0 && <span className={css.count}>{format.count(requests.length)}{more > 0 && "+"}</span>}</h2>
      {requests.length === 0 ? empty : (
        <ol className={css.rows}>
          {requests.map((request, i) => (
            <Row key={request.id} request={request} side={side} now={now} act={(word) => void act(request, word)} busy={busy === request.id} keys={on && side === "mine" && i === 0} />
          ))}
        </ol>
      )}
    </section>
  );
  return (
    <Page title={t("today.title")} lede={steps.length === 0 ? lede : undefined}>
      {session.data?.demo && <p className="quiet small">{t("settings.demo.title")}. {me.role === "administrator" && <Link to={"/settings" as string}>{t("settings.demo.remove")}</Link>}</p>}
      {steps.length > 0 && <FirstSteps left={steps} role={me.role} />}
      <Mentions mentions={today.data.mentions} now={now} />
      {isStaff(me) && <Question />}
      {isStaff(me) && <OpenPulse />}
      {lost && steps.length === 0 ? (
        <Nothing title={t(works(me) ? "today.no_team" : "today.look_on")}><p>{t(me.role === "administrator" ? "today.no_team.admin" : works(me) ? "today.no_team.do" : "today.look_on.do")}</p>{me.role === "administrator" && <p><Link to={"/settings" as string}>{t("nav.settings")}</Link></p>}</Nothing>
      ) : (steps.length === 0 || rows.length > 0) && (
        <div className={css.columns} ref={columns}>
          {column(t("today.mine"), mine, "mine", <Pleasant />, mine.length >= 50 ? 1 : 0)}
          <div className={css.stack}>
            {works(me) && <DoneForMe me={me} now={now} act={(request, word) => void act(request, word)} busy={busy} />}
            {column(t("today.others"), others, "others", <p className={`${css.quiet} quiet`}>{t("today.others.none")}</p>, othersCount - others.length)}
          </div>
        </div>
      )}
      {dialog}
    </Page>
  );
}

/** Nothing to do is good news. */
function Pleasant() {
  const { t } = useLanguage();
  return (
    <div className={css.pleasant}>
      <svg aria-hidden="true" width="132" height="64" viewBox="0 0 132 64" fill="none" strokeWidth="3">
        <path d="M8 52h116" className={css.ground} />
        <circle cx="66" cy="52" r="16" className={css.sun} />
        <path d="M66 22v-8M42 32l-6-6M90 32l6-6M34 50h-8M98 50h8" className={css.sun} />
      </svg>
      <p className={css.good}>{t("today.none")}</p>
      <p className="quiet">{t("today.none.more")}</p>
    </div>
  );
}
