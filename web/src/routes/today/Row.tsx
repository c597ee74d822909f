// One row of work: whom for, what, the outer promise it serves, the time that is left, and what can be done.
import { Link } from "@tanstack/react-router";
import type { ActWord, Request } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { slackOf, soon } from "../../lib/slack";
import { Icon, type IconName } from "../../parts/Icon";
import { TimeLeft } from "../../parts/TimeLeft";
import css from "./Today.module.css";

const OFFERED: { act: ActWord; icon: IconName; key: string }[] = [
  { act: "accept", icon: "take", key: "a" },
  { act: "finish", icon: "check", key: "d" },
  { act: "return", icon: "giveBack", key: "r" },
  { act: "resume", icon: "resume", key: "" },
];
const WAITED: typeof OFFERED = [
  { act: "offer", icon: "offer", key: "" },
  { act: "receive", icon: "check", key: "" },
];

type Props = { request: Request; side: "mine" | "others"; now: number; act: (word: ActWord) => void; busy: boolean; /** Shows the keys: they act on this row. */ keys: boolean };

export function Row({ request, side, now, act, busy, keys }: Props) {
  const { t, format } = useLanguage();
  const { number, subject, root, customer, provider, service, status, may, id } = request;
  const slack = slackOf(request, now, { t, format });
  const inner = root.id !== id;
  const acts = (side === "mine" ? OFFERED : WAITED).filter(({ act: word }) => may.includes(word));
  const who = side === "mine" ? (inner || customer.id !== root.customer.id ? customer.name : null) : provider.name;
  return (
    <li className={css.row} data-request={id} aria-busy={busy || undefined}>
      <div className={css.what}>
        <Link to="/requests/$request" params={{ request: String(number) }} className={css.subject}>
          {subject || t("request.hidden")} <span className={css.number}>#{number}</span>
        </Link>
        <p className={css.for}>
          {who && <>{side === "mine" ? t("today.asked_by", { who }) : t("today.asked_of", { who })} · </>}
          {t(root.external ? "today.for" : "today.for.colleague", { customer: root.customer.name })}
          {inner && <> · <span className={css.outer}>{root.subject}</span></>}
          {!inner && service && <> · {service.name}</>}
        </p>
        <p className={css.time}>
          <TimeLeft slack={slack} />
          {root.due_at && (
            <span className="quiet">
              {t(root.standing === "broken" ? "today.promised.broken" : "today.promised", { at: soon(root.due_at, now, format) })}
            </span>
          )}
          {side === "others" && <span className="quiet">{t(`status.${status}`)}</span>}
        </p>
      </div>
      {acts.length > 0 && (
        <div className={css.acts}>
          {acts.map(({ act: word, icon, key }, i) => (
            <button
              key={word} type="button" className={css.act} data-first={(i === 0 && side === "mine") || undefined} disabled={busy} onClick={() => { act(word); }}
              aria-label={`${t(`act.word.${word}`)}: #${number} ${subject}`} title={key ? `${t(`act.word.${word}`)} (${key})` : t(`act.word.${word}`)}
            >
              <Icon name={icon} size={17} /> <span>{t(`act.word.${word}`)}</span>{keys && key && <kbd aria-hidden="true">{key}</kbd>}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
