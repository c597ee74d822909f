// Who else looks at the request right now, in a few quiet words whose room is there before they are.
import { useLanguage } from "../../i18n";
import type { Here } from "../../lib/usePresence";
import { Icon } from "../../parts/Icon";
import css from "./HereToo.module.css";

/** Everybody, for the head of the page; a change is said politely. */
export function HereToo({ others }: { others: Here[] }) {
  const words = useHere(others);
  return (
    <span className={css.here} role="status" title={words || undefined}>
      {words && <><Icon name="person" size={15} /> <span>{words}</span></>}
    </span>
  );
}

/** Those who write an answer, beside the button that sends one. */
export function Writing({ others }: { others: Here[] }) {
  const words = useHere(others.filter(({ writing }) => writing));
  return words ? <span className={css.writing}>{words}</span> : null;
}

/** Who writes, and who else is here. */
function useHere(others: Here[]): string {
  const { t, format } = useLanguage();
  const names = (all: Here[]) => ({ count: all.length, names: format.list(all.map(({ person }) => person.name || t("pick.erased"))) });
  const [writers, lookers] = [others.filter(({ writing }) => writing), others.filter(({ writing }) => !writing)];
  return [
    ...(writers.length > 0 ? [t("here.writes", names(writers))] : []),
    ...(lookers.length > 0 ? [t("here.is", names(lookers))] : []),
  ].join(" · ");
}
