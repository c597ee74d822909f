// One rule while it is written: for which requests, and what is promised. Its sentence stands below.
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { servicesQuery } from "../../api/desk";
import { calendarsQuery, type Rule } from "../../api/office";
import { useLanguage } from "../../i18n";
import { ruleSentence, type Names } from "../../lib/rules";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { Dialog } from "../../parts/Dialog";
import { SpanField } from "../../parts/SpanField";
import css from "./Policy.module.css";

type Props = { rule: Rule; names: Names; keep: (rule: Rule) => void; close: () => void };

export function RuleForm({ rule: first, names, keep, close }: Props) {
  const { t, format } = useLanguage();
  const services = useQuery(servicesQuery).data?.services ?? [];
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  const [rule, setRule] = useState<Rule>(first);
  const [called, setCalled] = useState<Record<string, string>>({});
  const set = (change: Partial<Rule>) => { setRule({ ...rule, ...change }); };
  const usable = (rule.first_response ?? 0) > 0 || (rule.resolution ?? 0) > 0;
  const known: Names = { ...names, customer: (id) => called[id] ?? names.customer(id) };
  return (
    <Dialog title={t("promises.rule")} opened close={close} size="lg">
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (usable) keep({ ...rule, first_response: rule.first_response || null, resolution: rule.resolution || null }); }}>
        <div className={css.pair}>
          <Select label={t("promises.service")} clearable clearButtonProps={{ "aria-label": t("promises.any_service") }} placeholder={t("promises.any_service")} data={services.map((one) => ({ value: one.id, label: one.name }))} value={rule.service ?? null} onChange={(service) => { set({ service }); }} />
          <Select label={t("promises.of_priority")} clearable clearButtonProps={{ "aria-label": t("promises.any_priority") }} placeholder={t("promises.any_priority")} data={["1", "2", "3", "4"].map((n) => ({ value: n, label: t("promises.priority.n", { n }) }))} value={rule.priority ? String(rule.priority) : null} onChange={(priority) => { set({ priority: priority === null ? null : Number(priority) }); }} />
          <CustomerSelect
            label={t("promises.customer")} placeholder={t("promises.any_customer")} value={rule.customer ?? null} name={rule.customer ? known.customer(rule.customer) : ""}
            change={(customer, name) => { if (customer) setCalled({ ...called, [customer]: name }); set({ customer }); }}
          />
          <Select label={t("promises.calendar")} clearable clearButtonProps={{ "aria-label": t("promises.clock") }} placeholder={t("promises.clock")} data={calendars.map((one) => ({ value: one.id, label: one.name }))} value={rule.calendar ?? null} onChange={(calendar) => { set({ calendar }); }} />
          <SpanField legend={t("promises.first_response")} open seconds={rule.first_response ?? null} change={(first_response) => { set({ first_response }); }} />
          <SpanField legend={t("promises.resolution")} open seconds={rule.resolution ?? null} change={(resolution) => { set({ resolution }); }} />
        </div>
        <p className={css.sentence} aria-live="polite">{usable ? ruleSentence(rule, known, { t, format }) : t("promises.lacks")}</p>
        <div className="row">
          <Button type="submit" disabled={!usable}>{t("promises.keep")}</Button>
          <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
