// Single keys for what is done often. They work outside fields only, `?` lists them, and they can be
// switched off for who works with speech or types by accident (WCAG 2.1.4).
import { Switch } from "@mantine/core";
import { useHotkeys, useLocalStorage } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import { Dialog } from "./Dialog";
import { PAGES } from "./Frame";
import { Icon } from "./Icon";
import { useLog } from "./LogSwitcher";
import css from "./tools.module.css";

export function Shortcuts() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { log } = useLog();
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const [open, setOpen] = useState(false);
  const [on, setOn] = useLocalStorage({ key: "catena.keys", defaultValue: true, getInitialValueInEffect: false });
  const pages = PAGES.filter((page) => log || !page.to.startsWith("/logs"));

  useHotkeys(
    on
      ? [
          // Where the question mark needs the shift key, and where it does not.
          ["shift+?", () => { setOpen(true); }],
          ["?", () => { setOpen(true); }],
          ...pages.map((page): [string, () => void] => [
            page.key,
            () => void navigate({ to: page.to, params: { log: log ?? "" }, search: page.to.startsWith("/logs") ? filters : {} }),
          ]),
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
          <dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>{t("find.label")}</dd>
          <dt><kbd>?</kbd></dt><dd>{t("keys.title")}</dd>
          <dt><kbd>f</kbd></dt><dd>{t("filter.title")}</dd>
          {pages.map((page) => (
            <Key key={page.key} name={page.key} does={t(page.label)} />
          ))}
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
