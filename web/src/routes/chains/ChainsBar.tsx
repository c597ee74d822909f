// What the list is narrowed to beside the filters of the frame: outcome, words, a team or an edge that
// took part, a team that broke the promise, teams whose repair would have kept it; and the whole list as CSV.
import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { logQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { readFilters, writeSearch, type ChainsSearch, type Filters, type Outcome } from "../../lib/address";
import { Icon } from "../../parts/Icon";
import tools from "../../parts/Table.module.css";
import css from "./Chains.module.css";

export function ChainsBar({ log, search }: { log: string; search: Filters & ChainsSearch }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const about = useQuery(logQuery(log));
  const [words, setWords] = useState(search.q ?? "");
  const [last, setLast] = useState(search.q);
  if (search.q !== last) {
    setLast(search.q);
    if ((search.q ?? "") !== words.trim()) setWords(search.q ?? "");
  }
  const set = (change: ChainsSearch) => {
    void navigate({ to: ".", search: (now: Record<string, unknown>) => ({ ...now, ...change }), replace: true });
  };
  const look = useDebouncedCallback((q: string) => { set({ q: q.trim() || undefined }); }, 250);
  const { outcome, provider, edge, broke, repair, q, sort } = search;
  const teams = about.data?.providers ?? [];
  const edges = (about.data?.edges ?? []).map((one) => ({ value: `${one.provider}>${one.customer}`, label: `${one.provider} → ${one.customer}` }));
  const repaired = repair?.join(", ");
  const repairs = repair && repaired && repair.length > 1 ? [...teams, repaired] : teams;
  const pickers = [
    { label: t("chains.provider"), value: provider, data: teams, set: (value?: string) => { set({ provider: value }); } },
    { label: t("chains.edge"), value: edge, data: edges, set: (value?: string) => { set({ edge: value }); } },
    { label: t("chains.broke"), value: broke, data: teams, set: (value?: string) => { set({ broke: value }); } },
    { label: t("chains.repair"), value: repaired, data: repairs, set: (value?: string) => { set({ repair: value === undefined ? undefined : value === repaired ? repair : [value] }); } },
  ];
  return (
    <div className={`${css.bar} noprint`}>
      <SegmentedControl
        size="xs" aria-label={t("chains.outcome")} value={outcome ?? "all"} onChange={(value) => { set({ outcome: value === "all" ? undefined : (value as Outcome) }); }}
        data={[{ value: "all", label: t("chains.all") }, { value: "kept", label: t("state.kept") }, { value: "broken", label: t("state.broken") }, { value: "none", label: t("state.none") }]}
      />
      <TextInput
        size="xs" className={css.search} aria-label={t("chains.search")} placeholder={t("chains.search")} leftSection={<Icon name="search" size={16} />} value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
      />
      {pickers.map((picker) => (
        <Select
          key={picker.label} size="xs" className={css.picker} aria-label={picker.label} placeholder={picker.label} value={picker.value ?? null} data={picker.data} limit={100}
          searchable clearable nothingFoundMessage={t("filter.nothing")} title={picker.value} clearButtonProps={{ "aria-label": t("filter.remove", { what: picker.label }) }}
          onChange={(value) => { picker.set(value ?? undefined); }}
        />
      ))}
      <a className={tools.tool} href={`/api/v1/logs/${encodeURIComponent(log)}/chains.csv${writeSearch({ ...readFilters(search), outcome, provider, edge, broke, repair, q, sort })}`} download>
        <Icon name="download" size={16} /> CSV
      </a>
    </div>
  );
}
