// What was said to the customer and by them, and what colleagues noted among themselves: one after the other
// in time, never to be taken for each other. Each kind has its own ground, its own shape and its own words.
import { Link } from "@tanstack/react-router";
import type { Message, Note, RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { soon } from "../../lib/slack";
import { useNow } from "../../lib/useNow";
import type { Here } from "../../lib/usePresence";
import { Attached } from "../../parts/Attached";
import { Icon } from "../../parts/Icon";
import { Composer } from "./Composer";
import css from "./Request.module.css";

type Props = { detail: RequestDetail; staff: boolean; works: boolean; /** Whether whoever looks is the customer. */ mine: boolean; writes: "message" | "note" | null; setWrites: (kind: "message" | "note" | null) => void; /** Who else is here. */ others: Here[]; types: (words: boolean) => void };

export function Conversation({ detail, staff, works, mine, writes, setWrites, others, types }: Props) {
  const { t } = useLanguage();
  const said = [
    ...detail.messages.map((message) => ({ at: message.at, id: message.id, entry: <Said message={message} detail={detail} /> })),
    ...detail.notes.map((note) => ({ at: note.at, id: note.id, entry: <Noted note={note} detail={detail} /> })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <section className={css.talk} aria-labelledby="talk">
      <h2 id="talk">{t("talk.title")}</h2>
      {said.length === 0 ? <p className="quiet">{t("talk.none")}</p> : (
        <ol className={css.said}>{said.map(({ id, entry }) => <li key={id}>{entry}</li>)}</ol>
      )}
      {(works || mine) && detail.merged === null && <Composer detail={detail} staff={staff} mine={mine} writes={writes} setWrites={setWrites} others={others} types={types} />}
    </section>
  );
}

function Said({ message, detail }: { message: Message; detail: RequestDetail }) {
  const customer = detail.root.customer.name;
  const { t, format } = useLanguage();
  const now = useNow();
  return (
    <article className={css.message} data-outward={message.outward || undefined}>
      <header>
        <strong>{message.author.name || t("pick.erased")}</strong>
        <span className="quiet">{message.outward ? t("talk.to", { customer }) : t("talk.from")}</span>
        {message.part !== null && <Link to="/requests/$request" params={{ request: String(message.part) }} className="quiet">{t("merge.from", { number: message.part })}</Link>}
        <time dateTime={message.at} title={format.full(message.at)}>{soon(message.at, now, format)}</time>
      </header>
      {/* The server made it safe: nothing in it runs or loads. */}
      <div className={css.words} dangerouslySetInnerHTML={{ __html: message.html }} />
      <Attached files={message.files} at={`/api/v1/requests/${detail.id}/message-files`} />
    </article>
  );
}

function Noted({ note, detail }: { note: Note; detail: RequestDetail }) {
  const { t, format } = useLanguage();
  const now = useNow();
  const about = note.request === detail.id ? undefined : detail.chain.find(({ id }) => id === note.request);
  return (
    <article className={css.note}>
      <header>
        <span className={css.only}><Icon name="lock" size={15} /> {t("talk.only")}</span>
        <strong>{note.author.name || t("pick.erased")}</strong>
        {about && <span className="quiet">{t("talk.about", { what: `#${about.number} ${about.subject}` })}</span>}
        <time dateTime={note.at} title={format.full(note.at)}>{soon(note.at, now, format)}</time>
      </header>
      <div className={css.words} dangerouslySetInnerHTML={{ __html: note.html }} />
      <Attached files={note.files} at={`/api/v1/requests/${detail.id}/note-files`} />
    </article>
  );
}
