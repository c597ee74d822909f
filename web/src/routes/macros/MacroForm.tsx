// Writing a ready text: its words, who uses it, and what is done when it is sent.
import { Button, SegmentedControl, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { post, put } from "../../api/client";
import { directoryQuery } from "../../api/desk";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { PLACES, type Macro, type Place } from "../../lib/macros";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { useDesk } from "../../parts/pages";
import css from "./Macros.module.css";

const PRIORITIES = ["1", "2", "3", "4"] as const;
const RESTS = ["customer", "agreed", "colleague"] as const;
type Rest = (typeof RESTS)[number];

export function MacroForm({ one, close }: { one: Macro | null; close: () => void }) {
  const { t } = useLanguage();
  const { me } = useDesk();
  const directory = useQuery(directoryQuery).data;
  const [name, setName] = useState(one?.name ?? "");
  const [body, setBody] = useState(one?.body ?? "");
  const [audience, setAudience] = useState<Macro["audience"]>(one?.audience ?? "private");
  const [team, setTeam] = useState<string | null>(one?.team?.id ?? me?.teams[0]?.id ?? null);
  const [priority, setPriority] = useState(one?.priority ? String(one.priority) : "");
  const [tags, setTags] = useState(one?.tags ?? []);
  const [rests, setRests] = useState<Rest | "">(one?.rests ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const save = useSend(() => {
    const written = { name: name.trim(), body: body.trim(), audience, team: audience === "team" ? team : null, priority: priority === "" ? null : Number(priority), tags, rests: rests === "" ? null : rests };
    return one ? put("/api/v1/macros/{macro}", { path: { macro: one.id }, body: written }) : post("/api/v1/macros", { body: written });
  });
  const wide = me?.role === "administrator" || me?.role === "lead";
  const teams = me?.role === "administrator" ? (directory?.parties ?? []).filter((party) => party.kind === "team" && !party.closed) : (me?.teams ?? []);
  const audiences = (["private", "team", "everybody"] as const).filter((who) => who === audience || (who === "team" ? teams.length > 0 : who === "private" || wide));
  const ready = name.trim() !== "" && body.trim() !== "" && (audience !== "team" || team !== null);
  const insert = (place: Place) => {
    const at = field.current?.selectionStart ?? body.length;
    setBody(`${body.slice(0, at)}{{${place}}}${body.slice(field.current?.selectionEnd ?? at)}`);
    requestAnimationFrame(() => { field.current?.focus(); field.current?.setSelectionRange(at + place.length + 4, at + place.length + 4); });
  };
  return (
    <Dialog title={one ? t("macros.change", { name: one.name }) : t("macros.new")} opened close={close} size="lg">
      <form className={form.form} onSubmit={(event) => { event.preventDefault(); if (ready && !save.isPending) save.mutate(undefined, { onSuccess: close }); }}>
        <TextInput label={t("macros.name")} required data-autofocus maxLength={120} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <div>
          <Textarea ref={field} label={t("macros.body")} description={t("macros.body.why")} required autosize minRows={5} maxRows={14} maxLength={50_000} value={body} onChange={(event) => { setBody(event.currentTarget.value); }} />
          <ul className={css.places}>
            {PLACES.map((place) => (
              <li key={place}><button type="button" className={css.place} onClick={() => { insert(place); }}><code>{`{{${place}}}`}</code> {t(`macros.place.${place}`)}</button></li>
            ))}
          </ul>
        </div>
        <div className={css.audience}>
          <div>
            <p className={css.label} id="audience">{t("macros.audience")}</p>
            <SegmentedControl aria-labelledby="audience" value={audience} onChange={(who) => { setAudience(who); }} data={audiences.map((who) => ({ value: who, label: t(`macros.audience.${who}`) }))} />
          </div>
          {audience === "team" && <Select label={t("macros.team")} required allowDeselect={false} searchable value={team} onChange={setTeam} data={teams.map(({ id, name: called }) => ({ value: id, label: called }))} nothingFoundMessage={t("filter.nothing")} />}
        </div>
        <fieldset className={form.children}>
          <legend>{t("macros.also")}</legend>
          <p className="small quiet">{t("macros.also.why")}</p>
          <div className={css.pair}>
            <Select
              label={t("facts.priority")} allowDeselect={false} value={priority} onChange={(value) => { setPriority(value ?? ""); }}
              data={[{ value: "", label: t("macros.priority.leave") }, ...PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))]}
            />
            <Select
              label={t("act.word.pause")} allowDeselect={false} value={rests} onChange={(value) => { setRests((value ?? "") as Rest | ""); }}
              data={[{ value: "", label: t("macros.rests.leave") }, ...RESTS.map((value) => ({ value, label: t(`rests.${value}`) }))]}
            />
          </div>
          <TagsInput label={t("macros.tags")} value={tags} onChange={setTags} maxTags={30} />
        </fieldset>
        <Refused error={save.error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={save.isPending} disabled={!ready}>{t("macros.save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
