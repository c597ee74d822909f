// Which chains the page speaks of: a period of opening, attributes, whose promises. Kept in the
// address, shown in words, each removable on its own.
import { Button, Popover, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useHotkeys, useLocalStorage } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { Log } from "../api/types";
import { useLanguage } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import css from "./FilterBar.module.css";
import { Icon } from "./Icon";

export function FilterBar({ log, about }: { log: string; about: Log | undefined }) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const [open, setOpen] = useState(false);
  const [keys] = useLocalStorage({ key: "catena.keys", defaultValue: true, getInitialValueInEffect: false });
  useHotkeys(keys ? [["f", () => { setOpen(true); }]] : []);

  const set = (change: Partial<Filters>) => {
    void navigate({ to: ".", search: (now: Record<string, unknown>) => ({ ...now, ...change }), replace: true });
  };
  const where = filters.where ?? [];
  const chips = [
    ...(filters.from || filters.to ? [{ words: period(filters, t, format.date), clear: { from: undefined, to: undefined } }] : []),
    ...where.map((pair) => ({ words: attribute(pair, t("filter.team")), clear: { where: where.filter((other) => other !== pair) } })),
    ...(filters.internal ? [{ words: t("filter.internal"), clear: { internal: undefined } }] : []),
  ];

  return (
    <div className={css.bar}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button variant="default" size="xs" leftSection={<Icon name="filter" size={16} />} onClick={() => { setOpen(!open); }} className="noprint" aria-expanded={open}>
            {t("filter.title")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("filter.title")}>
          <Form log={log} about={about} filters={filters} set={set} close={() => { setOpen(false); }} />
        </Popover.Dropdown>
      </Popover>
      {chips.length > 0 && about?.departments_only && <span className="small quiet">{t("log.departments")}</span>}
      {chips.length === 0 && (
        <span className="small quiet">
          {t(about?.departments_only ? "filter.departments" : "filter.all")}
          {about?.first_opened && about.last_closed ? ` · ${format.date(about.first_opened)} – ${format.date(about.last_closed)}` : ""}
        </span>
      )}
      <ul className={css.chips}>
        {chips.map((chip) => (
          <li key={chip.words} className={css.chip}>
            <span>{chip.words}</span>
            <button type="button" aria-label={t("filter.remove", { what: chip.words })} onClick={() => { set(chip.clear); }}><Icon name="close" size={14} /></button>
          </li>
        ))}
      </ul>
    </div>
  );
}

type FormProps = { log: string; about: Log | undefined; filters: Filters; set: (change: Partial<Filters>) => void; close: () => void };

function Form({ about, filters, set, close }: FormProps) {
  const { t, format } = useLanguage();
  const [name, setName] = useState<string | null>(null);
  const attributes = about?.attributes ?? [];
  const TEAM = "provider";
  const choices =
    name === TEAM
      ? (about?.providers ?? []).map((value) => ({ value, label: value }))
      : (attributes.find((one) => one.name === name)?.values ?? []).map(({ value, chains }) => ({ value, label: `${value} (${format.count(chains)})` }));
  return (
    <div className={css.form}>
      <fieldset className={css.pair}>
        <legend>{t("filter.period")}</legend>
        <TextInput type="date" size="xs" label={t("filter.from")} value={filters.from?.slice(0, 10) ?? ""} onChange={(event) => { set({ from: event.currentTarget.value || undefined }); }} />
        <TextInput type="date" size="xs" label={t("filter.to")} value={filters.to?.slice(0, 10) ?? ""} onChange={(event) => { set({ to: event.currentTarget.value || undefined }); }} />
      </fieldset>
      <fieldset className={css.pair}>
        <legend>{t("filter.attribute")}</legend>
        <Select
          size="xs" label={t("filter.name")} value={name} onChange={setName} searchable nothingFoundMessage={t("filter.nothing")}
          data={[{ value: TEAM, label: t("filter.team") }, ...attributes.filter((one) => one.name !== TEAM).map((one) => ({ value: one.name, label: one.name }))]}
        />
        <Select
          key={name} size="xs" label={t("filter.value")} value={null} data={choices} searchable disabled={!name} limit={200}
          nothingFoundMessage={t("filter.nothing")}
          onChange={(value) => {
            if (!value || !name) return;
            const pair = `${name}=${value}`;
            set({ where: [...(filters.where ?? []).filter((other) => other !== pair), pair] });
          }}
        />
      </fieldset>
      <div>
        <p className="small" id="filter-whose">{t("filter.whose")}</p>
        <SegmentedControl
          fullWidth size="xs" aria-labelledby="filter-whose" value={filters.internal ? "internal" : "external"}
          onChange={(value) => { set({ internal: value === "internal" || undefined }); }}
          data={[{ value: "external", label: t("filter.external") }, { value: "internal", label: t("filter.internal") }]}
        />
      </div>
      <div className="row spread">
        <Button variant="subtle" size="xs" onClick={() => { set({ from: undefined, to: undefined, where: undefined, internal: undefined }); }}>{t("filter.clear")}</Button>
        <Button size="xs" onClick={close}>{t("act.done")}</Button>
      </div>
    </div>
  );
}

function period({ from, to }: Filters, t: ReturnType<typeof useLanguage>["t"], date: (at: string) => string): string {
  if (from && to) return t("filter.between", { from: date(from), to: date(to) });
  return from ? t("filter.since", { from: date(from) }) : t("filter.until", { to: date(to ?? "") });
}

/** "region=North" as "region: North". */
function attribute(pair: string, team: string): string {
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  return `${name === "provider" ? team : name}: ${pair.slice(at + 1)}`;
}
