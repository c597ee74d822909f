// What the list is narrowed to; everything stands in the address.
import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { directoryQuery, servicesQuery, type RequestsAsked, type StatusWord } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { fromField, toField } from "../../lib/local-time";
import { Icon } from "../../parts/Icon";
import { ColleaguePicker } from "../../parts/PartyPicker";
import { isStaff, useDesk } from "../../parts/pages";
import { STATUSES } from "../desk";
import { FieldFilters } from "./FieldFilters";
import css from "./Requests.module.css";

export function RequestsBar({ asked, phone }: { asked: RequestsAsked; phone: boolean }) {
  const { t } = useLanguage();
  const { me } = useDesk();
  const navigate = useNavigate();
  const staff = isStaff(me);
  const services = useQuery({ ...servicesQuery, enabled: staff });
  const directory = useQuery({ ...directoryQuery, enabled: staff });
  const [more, setMore] = useState(false);
  const set = (change: RequestsAsked) => { void navigate({ to: "/requests", search: { ...asked, ...change }, replace: true }); };
  const named = (id: string) => directory.data?.parties.find((party) => party.id === id)?.name ?? "…";
  const few = Object.entries(asked).filter(([key, value]) => value !== undefined && key !== "open" && key !== "order").length;
  const open = more || !phone;
  const truth = (value: string) => (value === "all" ? undefined : (value as "true" | "false"));
  return (
    <div className={`${css.bar} noprint`} role="search" aria-label={t("list.filters")}>
      <SegmentedControl
        size="xs" aria-label={t("list.state")} value={asked.open ?? "all"} onChange={(value) => { set({ open: truth(value) }); }}
        data={[{ value: "true", label: t("list.open") }, { value: "false", label: t("list.over") }, { value: "all", label: t("list.all") }]}
      />
      {phone && <Button size="xs" variant="default" aria-expanded={more} leftSection={<Icon name="filter" size={16} />} onClick={() => { setMore(!more); }}>{t("list.filters")}{few > 0 && ` (${few})`}</Button>}
      {open && (
        <>
          <SegmentedControl
            size="xs" aria-label={t("list.kind")} value={asked.roots ?? "all"} onChange={(value) => { set({ roots: truth(value) }); }}
            data={[{ value: "true", label: t("list.roots") }, { value: "false", label: t("list.handoffs") }, { value: "all", label: t("list.all") }]}
          />
          {staff && <div className={css.picker}><ColleaguePicker hideLabel size="xs" label={t("list.of")} placeholder={t("list.of")} value={asked.provider?.[0] ?? null} change={(id) => { set({ provider: id ? [id] : undefined }); }} clearable /></div>}
          <Select
            size="xs" className={css.picker} aria-label={t("list.status")} placeholder={t("list.status")} value={asked.status ?? null} clearable clearButtonProps={{ "aria-label": t("filter.remove", { what: t("list.status") }) }}
            data={STATUSES.map((one) => ({ value: one, label: t(`status.${one}`) }))} onChange={(value) => { set({ status: (value as StatusWord | null) ?? undefined }); }}
          />
          {staff && (
            <Select
              size="xs" className={css.picker} aria-label={t("new.service")} placeholder={t("new.service")} value={asked.service ?? null} clearable searchable nothingFoundMessage={t("filter.nothing")} clearButtonProps={{ "aria-label": t("filter.remove", { what: t("new.service") }) }}
              data={(services.data?.services ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(value) => { set({ service: value ?? undefined, field: undefined }); }}
            />
          )}
          {staff && <FieldFilters fields={services.data?.services.find(({ id }) => id === asked.service)?.plan.fields ?? []} filters={asked.field} set={(field) => { set({ field }); }} />}
          <Select
            size="xs" className={css.picker} aria-label={t("list.priority")} placeholder={t("list.priority")} value={asked.priority ?? null} clearable clearButtonProps={{ "aria-label": t("filter.remove", { what: t("list.priority") }) }}
            data={(["1", "2", "3", "4"] as const).map((one) => ({ value: one, label: t(`priority.${one}`) }))} onChange={(value) => { set({ priority: value ?? undefined }); }}
          />
          <Select
            size="xs" className={css.picker} aria-label={t("list.promise")} placeholder={t("list.promise")} value={asked.kept ?? null} clearable clearButtonProps={{ "aria-label": t("filter.remove", { what: t("list.promise") }) }}
            data={[{ value: "true", label: t("list.kept") }, { value: "false", label: t("list.broken") }]} onChange={(value) => { set({ kept: (value as "true" | "false" | null) ?? undefined }); }}
          />
          <Words key={asked.tag ?? ""} label={t("list.tag")} value={asked.tag ?? ""} set={(tag) => { set({ tag: tag || undefined }); }} />
          <label className={css.due}>
            <span>{t("list.due_before")}</span>
            <TextInput size="xs" type="datetime-local" aria-label={t("list.due_before")} defaultValue={asked.due_before ? toField(asked.due_before) : ""} key={asked.due_before ?? ""} onBlur={(event) => { set({ due_before: fromField(event.currentTarget.value) ?? undefined }); }} />
          </label>
          <Select
            size="xs" className={css.picker} aria-label={t("list.order")} value={asked.order ?? "urgency"} allowDeselect={false}
            data={[{ value: "urgency", label: t("list.order.urgency") }, { value: "newest", label: t("list.order.newest") }]} onChange={(value) => { set({ order: value === "newest" ? "newest" : undefined }); }}
          />
          {asked.customer?.map((id) => (
            <Button key={id} size="compact-xs" variant="default" rightSection={<Icon name="close" size={13} />} aria-label={t("filter.remove", { what: t("list.customer.one", { name: named(id) }) })} onClick={() => { set({ customer: undefined }); }}>
              {t("list.customer.one", { name: named(id) })}
            </Button>
          ))}
          {few > 0 && <Button size="xs" variant="subtle" color="gray" onClick={() => { void navigate({ to: "/requests", search: { open: asked.open }, replace: true }); }}>{t("filter.clear")}</Button>}
        </>
      )}
    </div>
  );
}

/** A word that is asked for once it is typed. */
function Words({ label, value, set }: { label: string; value: string; set: (words: string) => void }) {
  const [words, setWords] = useState(value);
  return (
    <TextInput
      size="xs" className={css.picker} aria-label={label} placeholder={label} value={words} onChange={(event) => { setWords(event.currentTarget.value); }} onBlur={() => { if (words.trim() !== value) set(words.trim()); }}
      onKeyDown={(event) => { if (event.key === "Enter") set(words.trim()); }}
    />
  );
}
