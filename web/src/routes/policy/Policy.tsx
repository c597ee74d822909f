// What is promised to whom: rules as sentences, the one that counts first on top. Promises that were made
// keep the terms they were made with.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { Problem, put } from "../../api/client";
import { directoryQuery, servicesQuery } from "../../api/desk";
import { calendarsQuery, policyQuery, useAdministers, useSend, type Policy as Known, type Rule } from "../../api/office";
import { useLanguage } from "../../i18n";
import { inForce, ruleSentence, type Names } from "../../lib/rules";
import { Asked, Refused } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Policy.module.css";
import { RuleForm } from "./RuleForm";
import { useCustomerNames } from "./useCustomerNames";

export function Policy() {
  const policy = useQuery(policyQuery);
  return <Asked of={policy} page>{(known) => <Rules known={known} />}</Asked>;
}

type Open = { at: number | null; rule: Rule };

function Rules({ known }: { known: Known }) {
  const { t, format } = useLanguage();
  const administers = useAdministers();
  // What is written here begins with one version; a later one by somebody else does not throw it away.
  const [base, setBase] = useState(known);
  const [rules, setRules] = useState(() => inForce(known.rules));
  const [open, setOpen] = useState<Open | null>(null);
  const names = useNames(rules);
  const begin = (from: Known) => {
    setBase(from);
    setRules(inForce(from.rules));
  };
  const save = useSend(async (next: Rule[]) => { begin(await put("/api/v1/policy", { body: { version: base.version, rules: next } })); });
  const dirty = JSON.stringify(rules) !== JSON.stringify(inForce(base.rules));
  const later = known.version > base.version;
  if (later && !dirty && open === null) begin(known);
  useBlocker({ shouldBlockFn: () => !window.confirm(t("office.leave")), enableBeforeUnload: true, disabled: !dirty });
  const keep = (rule: Rule) => {
    setRules(inForce(open?.at === null || open === null ? [...rules, rule] : rules.map((one, i) => (i === open.at ? rule : one))));
    setOpen(null);
  };
  const refused = save.error ?? (later && dirty ? new Problem(412, "stale", "", null) : null);
  const stale = refused instanceof Problem && refused.code === "stale";
  return (
    <Page
      title={t("settings.promises")} lede={t("promises.lede")}
      actions={administers && (
        <>
          <Button variant="default" onClick={() => { setOpen({ at: null, rule: {} }); }}>{t("promises.new")}</Button>
          <Button loading={save.isPending} disabled={!dirty} onClick={() => { save.mutate(rules); }}>{t("promises.save")}</Button>
        </>
      )}
    >
      <div aria-live="polite" className={css.news}>{dirty && <p className="small quiet">{t("promises.unsaved")}</p>}</div>
      <Refused error={refused}>{stale && <Button size="xs" variant="default" onClick={() => { save.reset(); begin(known); }}>{t("promises.reload")}</Button>}</Refused>
      {rules.length === 0 && <Nothing title={t("promises.empty")}><p>{t("promises.empty.do")}</p></Nothing>}
      {rules.length > 0 && (
        <>
          <ol className={css.rules}>
            {rules.map((rule, i) => {
              const sentence = ruleSentence(rule, names, { t, format });
              return (
                <li key={i}>
                  <p>{sentence}</p>
                  {administers && (
                    <div className={css.tools}>
                      <Button size="compact-sm" variant="default" aria-label={t("promises.edit.of", { rule: sentence })} onClick={() => { setOpen({ at: i, rule }); }}>{t("promises.edit")}</Button>
                      <Button size="compact-sm" variant="default" aria-label={t("promises.remove.of", { rule: sentence })} onClick={() => { setRules(rules.toSpliced(i, 1)); }}>{t("promises.remove")}</Button>
                    </div>
                  )}
                </li>
              );
            })}
          </ol>
          <p className="quiet small">{t("promises.order")}</p>
        </>
      )}
      {open && <RuleForm rule={open.rule} names={names} keep={keep} close={() => { setOpen(null); }} />}
    </Page>
  );
}

/** What the rules speak of, by its names. */
function useNames(rules: Rule[]): Names {
  const { t } = useLanguage();
  const services = useQuery(servicesQuery).data?.services ?? [];
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  const directory = useQuery(directoryQuery).data?.parties ?? [];
  const customers = useCustomerNames(rules.flatMap((rule) => (rule.customer && !directory.some((party) => party.id === rule.customer) ? [rule.customer] : [])));
  const unknown = t("services.unknown");
  return {
    service: (id) => services.find((one) => one.id === id)?.name ?? unknown,
    calendar: (id) => calendars.find((one) => one.id === id)?.name ?? unknown,
    customer: (id) => directory.find((one) => one.id === id)?.name ?? customers.get(id) ?? unknown,
  };
}
