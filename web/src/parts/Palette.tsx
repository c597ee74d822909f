// Ctrl-K: find a page, an action, a request, a person; among the figures a log, a team, a chain.
import { TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useId, useState } from "react";
import { useLanguage } from "../i18n";
import { Dialog } from "./Dialog";
import { useFound, type Found } from "./found";
import { Icon } from "./Icon";
import { useDesk } from "./pages";
import css from "./tools.module.css";

export function Palette({ wide = false }: { wide?: boolean }) {
  const { t } = useLanguage();
  const { desk } = useDesk();
  const [open, setOpen] = useState(false);
  useHotkeys([["mod+K", () => { setOpen(true); }]], []);
  const label = t(desk ? "find.desk" : "find.label");
  return (
    <>
      <button type="button" className={`${css.tool} ${css.search} ${wide ? css.wide : ""}`} aria-label={label} onClick={() => { setOpen(true); }}>
        <Icon name="search" size={18} /> <span>{wide ? label : t("find.short")}</span> <kbd>Ctrl K</kbd>
      </button>
      <Dialog title={label} opened={open} close={() => { setOpen(false); }} size="lg">
        <Finder label={label} close={() => { setOpen(false); }} />
      </Dialog>
    </>
  );
}

function Finder({ label, close }: { label: string; close: () => void }) {
  const { t } = useLanguage();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const found = useFound(words);

  const chosen = Math.min(at, found.length - 1);
  const take = (one: Found | undefined) => {
    if (!one) return;
    close();
    one.go();
  };
  return (
    <>
      <TextInput
        data-autofocus value={words} placeholder={t("find.placeholder")} aria-label={label} leftSection={<Icon name="search" size={18} />}
        role="combobox" aria-expanded aria-controls={list} aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else if (event.key === "Enter") take(found[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <ul className={css.results} id={list} role="listbox" aria-label={label}>
        {found.map((one, i) => (
          <li
            key={one.key} id={`${list}-${i}`} role="option" aria-selected={i === chosen} className={css.result}
            onPointerMove={() => { setAt(i); }} onClick={() => { take(one); }}
          >
            <Icon name={one.icon} size={18} />
            <span className={css.found}>{one.name}{one.more && <span className="quiet small"> · {one.more}</span>}</span>
            <small>{one.kind}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quiet" role="status">{t("filter.nothing")}</p>}
    </>
  );
}
