// Single keys for what is done often. They work outside fields only, `?` lists them, and they can be
// switched off for who works with speech or types by accident (WCAG 2.1.4).
import { Switch } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage, type Key as Text } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import { useLetters } from "../lib/useLetters";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import { useLog } from "./LogSwitcher";
import { useDesk, usePages, works } from "./pages";
import css from "./tools.module.css";

const ACTS: { key: string; does: Text }[] = [
  { key: "a", does: "act.word.accept" },
  { key: "r", does: "act.word.return" },
  { key: "d", does: "act.word.finish" },
  { key: "u", does: "toast.undo" },
];

export function Shortcuts() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { log } = useLog();
  const { desk, me, aboutLogs } = useDesk();
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const [open, setOpen] = useState(false);
  const { on, setOn } = useLetters();
  const { keys: pages } = usePages(log);

  useHotkeys(
    on
      ? [
          // Where the question mark needs the shift key, and where it does not.
          ["shift+?", () => { setOpen(true); }],
          ["?", () => { setOpen(true); }],
          ...pages.map((page): [string, () => void] => [
            page.key,
            () => void navigate({ to: page.to, params: { log: log ?? "" }, search: page.to.startsWith("/logs") ? filters : (page.search ?? {}) }),
          ]),
          ...(works(me) ? [["n", () => void navigate({ to: "/requests/new" })] as [string, () => void]] : []),
        ]
      : [],
  );

  return (
    <>
      <button type="button" className={`${css.tool} ${css.keyboard}`} aria-label={t("keys.title")} title={`${t("keys.title")} (?)`} onClick={() => { setOpen(true); }}>
        <Icon name="keyboard" />
      </button>
      <Dialog title={t("keys.title")} opened={open} close={() => { setOpen(false); }}>
        <dl className={css.keys}>
          <dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>{t(desk ? "find.desk" : "find.label")}</dd>
          <dt><kbd>?</kbd></dt><dd>{t("keys.title")}</dd>
          {(!desk || aboutLogs) && <Key name="f" does={t("filter.title")} />}
          {pages.map((page) => (
            <Key key={page.key} name={page.key} does={t(page.label)} />
          ))}
          {works(me) && <Key name="n" does={t("new.title")} />}
          {desk && !aboutLogs && ACTS.map(({ key, does }) => <Key key={key} name={key} does={t(does)} />)}
          <dt><kbd>↑</kbd> <kbd>↓</kbd></dt><dd>{t("keys.rows")}</dd>
          <dt><kbd>Esc</kbd></dt><dd>{t("keys.close")}</dd>
        </dl>
        <Switch checked={on} onChange={(event) => { setOn(event.currentTarget.checked); }} label={t("keys.on")} />
      </Dialog>
    </>
  );
}

function Key({ name, does }: { name: string; does: string }) {
  return (
    <>
      <dt><kbd>{name}</kbd></dt>
      <dd>{does}</dd>
    </>
  );
}
