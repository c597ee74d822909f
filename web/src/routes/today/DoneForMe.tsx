// What colleagues did for whoever looks in the last days and nobody has received: one tap says that one has it.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { doneForQuery, type ActWord, type Me, type Request } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { soon } from "../../lib/slack";
import { seconds } from "../../lib/time-axis";
import { Icon } from "../../parts/Icon";
import css from "./Today.module.css";

/** What lies longer is found in the list of requests. */
const DAYS = 3;

type Props = { me: Me; now: number; act: (request: Request, word: ActWord) => void; busy: string | null };

export function DoneForMe({ me, now, act, busy }: Props) {
  const { t, format } = useLanguage();
  const parties = [me.person.id, ...me.teams.map(({ id }) => id)];
  const found = useQuery(doneForQuery(parties)).data?.requests ?? [];
  const done = found.filter(({ may, done_at: at }) => may.includes("receive") && at !== null && now - seconds(at) < DAYS * 86_400);
  if (done.length === 0) return null;
  return (
    <section className={css.column} aria-labelledby="done-for-me">
      <h2 id="done-for-me">{t("today.done")} <span className={css.count}>{format.count(done.length)}</span></h2>
      <ol className={css.rows}>
        {done.map((request) => (
          <li key={request.id} className={css.row} aria-busy={busy === request.id || undefined}>
            <div className={css.what}>
              <Link to="/requests/$request" params={{ request: String(request.number) }} className={css.subject}>{request.subject || t("request.hidden")} <span className={css.number}>#{request.number}</span></Link>
              <p className={css.for}>{t("today.done.by", { who: request.provider.name })}{request.done_at && <> · <time dateTime={request.done_at} title={format.full(request.done_at)}>{soon(request.done_at, now, format)}</time></>}</p>
            </div>
            <div className={css.acts}>
              <button type="button" className={css.act} data-first disabled={busy === request.id} onClick={() => { act(request, "receive"); }} aria-label={`${t("act.word.receive")}: #${request.number} ${request.subject}`}>
                <Icon name="check" size={17} /> <span>{t("act.word.receive")}</span>
              </button>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
