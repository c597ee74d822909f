// What waits for each team: a sentence, then the teams, one's own first.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { boardQuery, type BoardTeam } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { StateMark } from "../../parts/StateMark";
import { Nothing } from "../../parts/States";
import css from "./Board.module.css";

export function Board() {
  const { t, format } = useLanguage();
  const board = useQuery(boardQuery);
  return (
    <Asked of={board} page>
      {({ teams }) => {
        const waiting = teams.reduce((sum, team) => sum + team.waiting, 0);
        const late = teams.reduce((sum, team) => sum + team.late, 0);
        const mine = teams.filter((team) => team.mine);
        const others = teams.filter((team) => !team.mine).toSorted((a, b) => b.late - a.late || b.waiting - a.waiting || a.team.name.localeCompare(b.team.name));
        const most = Math.max(1, ...teams.map((team) => team.waiting));
        return (
          <Page
            title={t("board.title")}
            lede={<p>{waiting === 0 ? t("board.sense.none") : `${t("board.sense", { count: waiting, n: format.count(waiting) })} ${late === 0 ? t("board.late.none") : t("board.late", { count: late, n: format.count(late) })}`}</p>}
          >
            {teams.length === 0 && <Nothing title={t("board.empty")}><p><Link to="/settings/people">{t("board.empty.do")}</Link></p></Nothing>}
            {mine.length > 0 && <Teams title={t("board.mine")} teams={mine} most={most} />}
            {others.length > 0 && <Teams title={t(mine.length > 0 ? "board.others" : "board.teams")} teams={others} most={most} />}
          </Page>
        );
      }}
    </Asked>
  );
}

type Props = { title: string; teams: BoardTeam[]; most: number };

function Teams({ title, teams, most }: Props) {
  const { t, format } = useLanguage();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.teams}>
        {teams.map(({ team, waiting, late }) => (
          <li key={team.id}>
            <Link to="/requests" search={{ provider: [team.id], open: "true" }} className={css.name}>{team.name}</Link>
            {/* How much waits, and how much of it is late: the length says it once more than the words. */}
            <span className={css.bar} aria-hidden="true">{waiting > 0 && <span style={{ inlineSize: `${(waiting / most) * 100}%` }}>{late > 0 && <span style={{ inlineSize: `${(late / Math.max(1, waiting)) * 100}%` }} />}</span>}</span>
            <span className={css.words}>
              <span>{waiting === 0 ? t("board.nothing") : t("board.waiting", { count: waiting, n: format.count(waiting) })}</span>
              {late > 0 && <StateMark state="broken">{t("board.n_late", { count: late, n: format.count(late) })}</StateMark>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
