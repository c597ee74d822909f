// Ctrl-K: find a page, a log, a team, or a chain by its words.
import { TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useId, useMemo, useState } from "react";
import { logQuery } from "../api/queries";
import { useLanguage } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import { Dialog } from "./Dialog";
import { PAGES } from "./Frame";
import { Icon, type IconName } from "./Icon";
import { useLog } from "./LogSwitcher";
import css from "./tools.module.css";

type Found = { key: string; icon: IconName; name: string; kind: string; go: () => void };

export function Palette() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  useHotkeys([["mod+K", () => { setOpen(true); }]], []);
  return (
    <>
      <button type="button" className={`${css.tool} ${css.search}`} aria-label={t("find.label")} onClick={() => { setOpen(true); }}>
        <Icon name="search" size={18} /> <span>{t("find.short")}</span> <kbd>Ctrl K</kbd>
      </button>
      <Dialog title={t("find.label")} opened={open} close={() => { setOpen(false); }} size="lg">
        <Finder close={() => { setOpen(false); }} />
      </Dialog>
    </>
  );
}

function Finder({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { log, all } = useLog();
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const about = useQuery({ ...logQuery(log ?? ""), enabled: Boolean(log) });
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();

  const found = useMemo<Found[]>(() => {
    const wanted = words.trim().toLocaleLowerCase();
    const fits = (name: string) => name.toLocaleLowerCase().includes(wanted);
    const pages = PAGES.filter((page) => (log || !page.to.startsWith("/logs")) && fits(t(page.label))).map<Found>((page) => ({
      key: page.to, icon: page.icon, name: t(page.label), kind: t("find.page"),
      go: () => void navigate({ to: page.to, params: { log: log ?? "" }, search: page.to.startsWith("/logs") ? filters : {} }),
    }));
    const logs = all.filter((one) => fits(one.name)).map<Found>((one) => ({
      key: `log ${one.id}`, icon: "table", name: one.name, kind: t("find.log"),
      go: () => void navigate({ to: "/logs/$log", params: { log: one.id } }),
    }));
    if (!wanted || !log) return [...pages, ...logs];
    const teams = (about.data?.providers ?? []).filter(fits).slice(0, 8).map<Found>((team) => ({
      key: `team ${team}`, icon: "link", name: team, kind: t("find.team"),
      go: () => void navigate({ to: "/logs/$log", params: { log }, search: { ...filters, team } }),
    }));
    const chains: Found = {
      key: "chains", icon: "search", name: t("find.chains", { words: words.trim() }), kind: t("nav.chains"),
      go: () => void navigate({ to: "/logs/$log/chains", params: { log }, search: { ...filters, q: words.trim() } }),
    };
    return [...teams, ...pages, ...logs, chains];
  }, [words, log, all, about.data, filters, navigate, t]);

  const chosen = Math.min(at, found.length - 1);
  const take = (one: Found | undefined) => {
    if (!one) return;
    close();
    one.go();
  };
  return (
    <>
      <TextInput
        data-autofocus value={words} placeholder={t("find.placeholder")} aria-label={t("find.label")} leftSection={<Icon name="search" size={18} />}
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
      <ul className={css.results} id={list} role="listbox" aria-label={t("find.label")}>
        {found.map((one, i) => (
          <li
            key={one.key} id={`${list}-${i}`} role="option" aria-selected={i === chosen} className={css.result}
            onPointerMove={() => { setAt(i); }} onClick={() => { take(one); }}
          >
            <Icon name={one.icon} size={18} /> <span>{one.name}</span> <small>{one.kind}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
