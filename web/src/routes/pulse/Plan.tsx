// Planning a wave: what is asked, of how many people one shall not be told, until when; who would be asked and where answers
// would count; and the launch, after which nothing of it changes any more.
import { Button, Checkbox, MultiSelect, NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { directoryQuery } from "../../api/desk";
import { useSend } from "../../api/office";
import { pulseQuery, type Item, type NewPulse, type Overview, type Preview } from "../../api/pulse";
import { LANGUAGES, useLanguage } from "../../i18n";
import { inLanguage } from "../../lib/pulse";
import { tell } from "../../lib/toasts";
import { Asked, Refused } from "../../parts/Asked";
import { InstantField } from "../../parts/InstantField";
import { Page } from "../../parts/Page";
import { Sure } from "../../parts/Sure";
import css from "./Pulse.module.css";

/** How many statements a wave may have. */
const MOST_ITEMS = 10;
const DAY = 86_400_000;

export function Plan() {
  const { t } = useLanguage();
  const pulse = useQuery(pulseQuery);
  return (
    <Page title={t("pulse.plan")} lede={t("pulse.plan.lede")}>
      <p className="small"><Link to="/pulse">{t("pulse.back")}</Link></p>
      <Asked of={pulse} lines={6}>{(overview) => <Draft overview={overview} />}</Asked>
    </Page>
  );
}

type Own = { key: number; words: Item["words"] };

function Draft({ overview: { offered, least_floor: least } }: { overview: Overview }) {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const teams = useQuery(directoryQuery).data?.parties.filter(({ kind, closed }) => kind === "team" && !closed) ?? [];
  const [name, setName] = useState("");
  const [floor, setFloor] = useState(least);
  const [ends, setEnds] = useState<string | null>(() => new Date(Date.now() + 14 * DAY).toISOString());
  const [chosen, setChosen] = useState<string[]>(() => offered.map(({ id }) => id ?? ""));
  const [own, setOwn] = useState<Own[]>([]);
  const [together, setTogether] = useState<{ name: string; teams: string[] }>({ name: "", teams: [] });
  const [sure, setSure] = useState(false);
  const items = [...offered.filter(({ id }) => chosen.includes(id ?? "")), ...own.map(({ words }) => ({ id: "", words }))];
  const merges = together.teams.length > 0 ? [together] : [];
  const plan: NewPulse = { name, floor, items, ends_at: ends ?? "", merges };
  const preview = useSend((body: NewPulse) => post("/api/v1/pulse/preview", { body }));
  const launch = useSend((body: NewPulse) => post("/api/v1/pulse/waves", { body }));
  const whole = name.trim() !== "" && ends !== null && own.every(({ words }) => inLanguage(words, language).trim() !== "");
  const last = Math.max(0, ...own.map(({ key }) => key));
  return (
    <form className={css.plan} onSubmit={(event) => { event.preventDefault(); preview.mutate(plan); }}>
      <TextInput label={t("pulse.plan.name")} description={t("pulse.plan.name.like")} required maxLength={120} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <fieldset className={css.question}>
        <legend>{t("pulse.plan.items")}</legend>
        <div className={css.items}>
          {offered.map(({ id, words }) => (
            <Checkbox
              key={id} label={inLanguage(words, language)} checked={chosen.includes(id ?? "")}
              onChange={(event) => { setChosen(event.currentTarget.checked ? [...chosen, id ?? ""] : chosen.filter((one) => one !== id)); }}
            />
          ))}
          {own.map(({ key, words }, at) => (
            <div key={key} className={css.own} role="group" aria-label={t("pulse.plan.own.n", { n: at + 1 })}>
              {LANGUAGES.map((spoken) => (
                <TextInput
                  key={spoken.code} lang={spoken.code} label={`${t("pulse.plan.own.n", { n: at + 1 })}, ${spoken.name}`} maxLength={300} value={words[spoken.code]}
                  onChange={(event) => { setOwn(own.map((one) => (one.key === key ? { key, words: { ...words, [spoken.code]: event.currentTarget.value } } : one))); }}
                />
              ))}
              <button type="button" className={css.clear} onClick={() => { setOwn(own.filter((one) => one.key !== key)); }}>{t("pulse.plan.own.remove")}</button>
            </div>
          ))}
          <div><Button variant="default" disabled={items.length >= MOST_ITEMS} onClick={() => { setOwn([...own, { key: last + 1, words: { en: "", fr: "", de: "" } }]); }}>{t("pulse.plan.own")}</Button></div>
          <p className="small quiet">{t("pulse.plan.always")}</p>
        </div>
      </fieldset>
      <NumberInput label={t("pulse.plan.floor")} description={t("pulse.plan.floor.why", { least })} min={least} max={1_000} value={floor} onChange={(value) => { if (typeof value === "number") setFloor(value); }} maw="20rem" />
      <InstantField label={t("pulse.plan.ends")} value={ends} change={setEnds} required />
      <fieldset className={css.question}>
        <legend>{t("pulse.plan.together")}</legend>
        <div className={css.items}>
          <p className="small quiet">{t("pulse.plan.together.why")}</p>
          <MultiSelect label={t("pulse.plan.together.teams")} data={teams.map((team) => ({ value: team.id, label: team.name }))} value={together.teams} onChange={(value) => { setTogether({ ...together, teams: value }); }} searchable />
          {together.teams.length > 0 && <TextInput label={t("pulse.plan.together.name")} required maxLength={120} value={together.name} onChange={(event) => { setTogether({ ...together, name: event.currentTarget.value }); }} />}
        </div>
      </fieldset>
      <Refused error={preview.error} />
      <div className={css.row}>
        <Button type="submit" variant="default" loading={preview.isPending} disabled={!whole}>{t("pulse.plan.preview")}</Button>
        <Button disabled={!whole || preview.data === undefined} onClick={() => { setSure(true); }}>{t("pulse.plan.launch")}</Button>
      </div>
      {preview.data && <Asks preview={preview.data} />}
      <Sure
        title={t("pulse.plan.launch")} words={t("pulse.plan.launch.words")} act={t("pulse.plan.launch")} opened={sure} busy={launch.isPending} error={launch.error}
        close={() => { setSure(false); }} go={() => { launch.mutate(plan, { onSuccess: () => { tell(t("pulse.plan.launched")); void navigate({ to: "/pulse" }); } }); }}
      />
    </form>
  );
}

/** Who would be asked, and where their answers would count. */
function Asks({ preview: { people, teamless, cells } }: { preview: Preview }) {
  const { t, format } = useLanguage();
  return (
    <section className={css.section} aria-live="polite">
      <h2>{t("pulse.plan.asks", { people: format.count(people) })}</h2>
      {teamless > 0 && <p className="quiet">{t("pulse.plan.teamless", { n: format.count(teamless) })}</p>}
      <ul className={css.cells}>
        {cells.map((cell) => (
          <li key={cell.unit}>
            <strong>{cell.unit === "company" ? t("pulse.everybody") : cell.name}</strong> <span className="quiet">{t("pulse.people", { n: format.count(cell.people) })}</span>
            {(cell.teams.length > 1 || cell.teams[0]?.name !== cell.name) && <span className="small quiet"> · {cell.teams.map((team) => `${team.name} (${team.people})`).join(", ")}</span>}
          </li>
        ))}
      </ul>
      <p className="small quiet">{t("pulse.plan.cells.why")}</p>
    </section>
  );
}
