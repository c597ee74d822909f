// What is offered while one writes: colleagues after @, ready texts after /. The field keeps the keyboard; the
// arrows choose, Enter or Tab takes, Escape closes.
import { useId, useState, type KeyboardEvent, type RefObject } from "react";
import { typedAt, type Typed } from "../../lib/suggest";
import css from "./Composer.module.css";

export type Suggestion = { id: string; name: string; more?: string; /** What stands there instead of what was typed. */ put: string; taken?: () => void };
type Writes = { field: RefObject<HTMLTextAreaElement | null>; words: string; write: (words: string) => void; offer: (typed: Typed) => Suggestion[] };

export function useSuggestions({ field, words, write, offer }: Writes) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [at, setAt] = useState(0);
  const id = useId();
  const found = typed === null ? [] : offer(typed);
  const chosen = Math.min(at, found.length - 1);

  const look = () => {
    const node = field.current;
    setTyped(node && node.selectionStart === node.selectionEnd ? typedAt(node.value, node.selectionStart) : null);
    setAt(0);
  };
  const close = () => { setTyped(null); };
  /** Puts words in the place of others and the caret behind them. */
  const put = (from: number, to: number, text: string) => {
    write(words.slice(0, from) + text + words.slice(to));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const take = (one: Suggestion | undefined) => {
    if (!typed || !one) return;
    put(typed.from, typed.from + 1 + typed.word.length, one.put);
    one.taken?.();
    close();
  };
  /** Whether a key was for the list. */
  const key = (event: KeyboardEvent): boolean => {
    if (found.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") setAt((chosen + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((chosen + found.length - 1) % found.length);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(found[chosen]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  };
  const list = (label: string) => found.length > 0 && (
    <ul className={css.suggestions} id={id} role="listbox" aria-label={label}>
      {found.map((one, i) => (
        <li
          key={one.id} id={`${id}-${i}`} role="option" aria-selected={i === chosen} onPointerMove={() => { setAt(i); }}
          onPointerDown={(event) => { event.preventDefault(); }} onClick={() => { take(one); }}
        >
          <span>{one.name}</span>{one.more && <span className="quiet small">{one.more}</span>}
        </li>
      ))}
    </ul>
  );
  const open = found.length > 0;
  const aria = { "aria-autocomplete": "list" as const, "aria-haspopup": "listbox" as const, "aria-controls": open ? id : undefined, "aria-activedescendant": open ? `${id}-${chosen}` : undefined };
  return { look, close, key, list, put, aria, sign: typed?.sign ?? "@" };
}
