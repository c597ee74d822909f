// Asking for something new: for whom, what, by when. The moment an instant is chosen it is said whether the
// chain behind the service can keep it.
import { Button, Select, Textarea, TextInput, TagsInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { possibleQuery, servicesQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { complete, sent, type Given } from "../../lib/fields";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { FieldInputs } from "../../parts/FieldInput";
import { InstantField } from "../../parts/InstantField";
import { Page } from "../../parts/Page";
import { ColleaguePicker, CustomerPicker } from "../../parts/PartyPicker";
import { useDesk, works } from "../../parts/pages";
import { Nothing } from "../../parts/States";
import { StateMark } from "../../parts/StateMark";
import { NewCustomer } from "./NewCustomer";
import css from "./Requests.module.css";

const route = getRouteApi("/requests/new");

export function NewRequest() {
  const { t, format } = useLanguage();
  const { me } = useDesk();
  const search = route.useSearch();
  const navigate = useNavigate();
  const services = useQuery(servicesQuery);
  const [customer, setCustomer] = useState<{ id: string; name: string } | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const [service, setService] = useState<string | null>(search.service ?? null);
  const [provider, setProvider] = useState<string | null>(null);
  const [subject, setSubject] = useState("");
  const [details, setDetails] = useState("");
  const [due, setDue] = useState<string | null>(null);
  const [priority, setPriority] = useState("3");
  const [tags, setTags] = useState<string[]>([]);
  const [given, setGiven] = useState<Given>({});
  const offered = (services.data?.services ?? []).filter(({ closed }) => !closed);
  const chosen = offered.find(({ id }) => id === service);
  const fields = chosen?.plan.fields ?? [];
  const { go, busy, error } = useSend(
    (once) => post("/api/v1/requests", {
      once,
      body: {
        subject: subject.trim(), details: details.trim(), customer: customer?.id, service: service ?? undefined, provider: service ? undefined : (provider ?? undefined),
        due_at: due ?? undefined, priority: Number(priority), tags, fields: sent(fields, given),
      },
    }),
    ({ number, shortfall }) => {
      tell(shortfall ? t("new.done.short", { number: `#${number}`, by: format.duration(shortfall) }) : t("new.done", { number: `#${number}`, subject: subject.trim() }), { failed: Boolean(shortfall) });
      void navigate({ to: "/requests/$request", params: { request: String(number) } });
    },
  );
  if (!works(me)) return <Page title={t("new.title")}><Nothing title={t("new.not_allowed")} /></Page>;
  const ready = subject.trim() !== "" && customer !== null && (service !== null || provider !== null) && fresh === null && complete(fields, given);
  return (
    <Page title={t("new.title")} lede={t("new.lede")}>
      <form
        className={`${form.form} ${css.new}`}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void go();
        }}
      >
        {fresh === null ? <CustomerPicker label={t("new.customer")} value={customer} change={setCustomer} create={setFresh} required /> : (
          <NewCustomer
            name={fresh} cancel={() => { setFresh(null); }}
            done={(party) => {
              setCustomer(party);
              setFresh(null);
            }}
          />
        )}
        <Select
          label={t("new.service")} value={service} onChange={setService} searchable clearable placeholder={t("new.service.none")} description={chosen?.description || undefined} nothingFoundMessage={t("filter.nothing")}
          data={offered.map(({ id, name }) => ({ value: id, label: name }))} clearButtonProps={{ "aria-label": t("filter.remove", { what: t("new.service") }) }}
        />
        {chosen && chosen.plan.steps && chosen.plan.steps.length > 0 && (
          <ol className={css.plan}>{chosen.plan.steps.map((step) => <li key={step.id}>{step.name} <span className="quiet">{format.duration(step.seconds)}</span></li>)}</ol>
        )}
        {!service && <ColleaguePicker label={t("new.provider")} value={provider} change={setProvider} required />}
        <TextInput label={t("new.subject")} value={subject} maxLength={300} required onChange={(event) => { setSubject(event.currentTarget.value); }} />
        <Textarea label={t("new.details")} value={details} autosize minRows={3} maxRows={14} onChange={(event) => { setDetails(event.currentTarget.value); }} />
        <FieldInputs fields={fields} given={given} change={setGiven} />
        <div className={css.pair}>
          <div>
            <InstantField label={t("new.due")} description={t("new.due.hint")} value={due} change={setDue} />
            {service && due && <PossibleWords service={service} due={due} />}
          </div>
          <Select
            label={t("new.priority")} value={priority} allowDeselect={false} onChange={(value) => { setPriority(value ?? "3"); }}
            data={(["1", "2", "3", "4"] as const).map((one) => ({ value: one, label: t(`priority.${one}`) }))}
          />
        </div>
        <TagsInput label={t("new.tags")} value={tags} onChange={setTags} maxTags={30} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button type="submit" loading={busy} disabled={!ready}>{t("new.do")}</Button>
        </div>
      </form>
    </Page>
  );
}

/** Whether the chain behind a service can keep an instant, said as soon as it is chosen. */
function PossibleWords({ service, due }: { service: string; due: string }) {
  const { t, format } = useLanguage();
  const possible = useQuery(possibleQuery(service, due));
  const { earliest_end_at: earliest, shortfall } = possible.data ?? { earliest_end_at: null, shortfall: null };
  return (
    <p className={css.possible} role="status">
      {possible.isPending ? <span className="quiet">{t("possible.checking")}</span>
        : !possible.data ? null
        : shortfall !== null && shortfall > 0 && earliest ? <StateMark state="broken"><span className={css.wrap}>{t("possible.short", { earliest: format.instant(earliest), by: format.duration(shortfall) })}</span></StateMark>
        : earliest ? <StateMark state="kept"><span className={css.wrap}>{t("possible.fits", { earliest: format.instant(earliest) })}</span></StateMark>
        : null}
    </p>
  );
}
