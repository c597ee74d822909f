// Notes in which a colleague asks somebody by name to look: they stay here until they were looked at.
import { Link } from "@tanstack/react-router";
import { remove } from "../../api/client";
import { deskChanged, type Mention } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { soon } from "../../lib/slack";
import { Icon } from "../../parts/Icon";
import css from "./Today.module.css";

export function Mentions({ mentions, now }: { mentions: readonly Mention[]; now: number }) {
  const { t, format } = useLanguage();
  if (mentions.length === 0) return null;
  // Whoever opens the request looks at the note; that it is taken off the list may come later.
  const seen = (note: string) => { void remove("/api/v1/mentions/{note}", { path: { note } }).then(deskChanged, deskChanged); };
  return (
    <section className={css.column} aria-labelledby="mentions">
      <h2 id="mentions">{t("mention.today")} <span className={css.count}>{format.count(mentions.length)}</span></h2>
      <ol className={css.rows}>
        {mentions.map(({ note, request, author, at, html }) => (
          <li key={note} className={css.row}>
            <div className={css.what}>
              <p className={css.for}>
                <strong>{t("mention.by", { who: author.name || t("pick.erased") })}</strong>{" "}
                <Link to="/requests/$request" params={{ request: String(request.number) }} className={css.subject} onClick={() => { seen(note); }}>{request.subject} <span className={css.number}>#{request.number}</span></Link>
                {" · "}<time dateTime={at} title={format.full(at)}>{soon(at, now, format)}</time>
              </p>
              {/* The server made it safe: nothing in it runs or loads. */}
              <div className={css.noted} dangerouslySetInnerHTML={{ __html: html }} />
            </div>
            <div className={css.acts}>
              <button type="button" className={css.act} data-first onClick={() => { seen(note); }} aria-label={t("mention.seen.of", { who: author.name, number: request.number })}><Icon name="check" size={17} /> <span>{t("mention.seen")}</span></button>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
