// The editor of a service: what it is, the chain behind it as a graph with one step opened beside it, the
// same as a table, what customers are asked, and earlier versions. Everything also works without a mouse.
import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Link, useBlocker, useNavigate } from "@tanstack/react-router";
import { useReducer, useState } from "react";
import { post, put } from "../../api/client";
import { useAdministers, useSend, type Directory, type Service } from "../../api/office";
import { useLanguage } from "../../i18n";
import { circle, longest, missing } from "../../lib/blueprint";
import { freshId } from "../../lib/fresh-id";
import { workingTime } from "../../lib/working-time";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Later } from "../../parts/Later";
import { Page } from "../../parts/Page";
import { AboutFields } from "./AboutFields";
import { Blueprint } from "./Blueprint";
import { begin, draftOf, EMPTY, onward, written } from "./draft";
import { Fields } from "./Fields";
import { PossibleNote } from "./PossibleNote";
import css from "./Services.module.css";
import { StepPanel } from "./StepPanel";
import { StepTable } from "./StepTable";
import { Versions } from "./Versions";

type Props = { service: Service | undefined; directory: Directory };

export function Editor({ service, directory }: Props) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const administers = useAdministers();
  // What is written here begins with one version; a later one by somebody else does not throw it away.
  const [base, setBase] = useState(service);
  const saved = base ? draftOf(base) : EMPTY;
  const [history, go] = useReducer(onward, saved, begin);
  const [chosen, setChosen] = useState<string | null>(saved.steps[0]?.id ?? null);
  const [refused, setRefused] = useState("");
  const draft = history.now;
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const restart = (from: Service) => {
    setBase(from);
    go({ kind: "saved", draft: draftOf(from) });
  };
  const later = service && base && service.revision > base.revision ? service : null;
  if (later && !dirty) restart(later);
  const names = new Map(directory.parties.map((party) => [party.id, party.name]));
  const nameOf = (id: string) => names.get(id) ?? (id === service?.provider.id ? service.provider.name : t("services.unknown"));
  const save = useSend(() => {
    const body = written(draft);
    return service ? put("/api/v1/services/{service}", { path: { service: service.id }, body, seen: base?.revision }) : post("/api/v1/services", { body });
  });
  useBlocker({ shouldBlockFn: () => dirty && !save.isSuccess && !window.confirm(t("office.leave")), enableBeforeUnload: () => dirty, disabled: !dirty });
  useHotkeys(administers ? [["mod+z", () => { go({ kind: "undo" }); }], ["mod+shift+z", () => { go({ kind: "redo" }); }], ["mod+y", () => { go({ kind: "redo" }); }]] : []);

  const connect = (from: string, to: string) => {
    const around = circle(draft.steps, to, from);
    const called = (id: string) => draft.steps.find((one) => one.id === id)?.name || t("services.step.unnamed");
    if (from === to) return;
    if (around) {
      setRefused(t("services.circle", { step: called(to), wanted: called(from), path: around.map((one) => one.name || t("services.step.unnamed")).join(" → ") }));
      return;
    }
    setRefused("");
    go({ kind: "connect", from, to });
  };
  const add = () => {
    const id = freshId();
    go({ kind: "add", id, after: draft.steps.some((one) => one.id === chosen) ? chosen : (draft.steps.at(-1)?.id ?? null), provider: draft.provider });
    setChosen(id);
    setRefused("");
  };
  const takeAway = (id: string) => {
    const at = draft.steps.findIndex((one) => one.id === id);
    setChosen((draft.steps[at - 1] ?? draft.steps[at + 1])?.id ?? null);
    go({ kind: "remove", id });
  };
  const lacks = missing(draft.steps, draft.fields) ?? (draft.provider === "" ? "provider" : draft.name.trim() === "" ? "name" : null);
  const submit = () => {
    save.mutate(undefined, {
      onSuccess: (now) => {
        restart(now);
        if (!service) void navigate({ to: "/settings/services/$service", params: { service: now.id }, ignoreBlocker: true });
      },
    });
  };
  const step = draft.steps.find((one) => one.id === chosen);
  const parties = directory.parties.filter((party) => (party.kind === "team" || party.kind === "person") && !party.closed);

  const about = <AboutFields draft={draft} parties={parties} fresh={!service} locked={!administers} change={(words) => { go({ kind: "words", words }); }} />;
  const chain = (
    <section className={css.section} aria-labelledby="blueprint">
      <div className="row spread">
        <h2 id="blueprint">{t("services.blueprint")}</h2>
        {administers && <Button size="xs" variant="default" onClick={add}>{t("services.step.add")}</Button>}
      </div>
      <p className="quiet small">{t(draft.steps.length === 0 ? "services.steps.none" : administers ? "services.blueprint.hint" : "services.blueprint.look")}</p>
      <div role="alert">
        {refused && (
          <p className={css.refused}>
            {refused} <button type="button" className={css.hide} aria-label={t("act.close")} onClick={() => { setRefused(""); }}><Icon name="close" size={16} /></button>
          </p>
        )}
      </div>
      {draft.steps.length > 0 && (
        <div className={css.columns}>
          <Blueprint
            steps={draft.steps} nameOf={nameOf} chosen={chosen} locked={!administers} choose={setChosen} connect={connect}
            disconnect={(from, to) => { go({ kind: "disconnect", from, to }); }} remove={takeAway}
          />
          <aside className={css.panel} aria-label={t("services.step")}>
            {step ? (
              <StepPanel
                key={step.id} step={step} steps={draft.steps} parties={parties} nameOf={nameOf} locked={!administers} change={(words) => { go({ kind: "step", id: step.id, step: words }); }}
                connect={(from) => { connect(from, step.id); }} disconnect={(from) => { go({ kind: "disconnect", from, to: step.id }); }} remove={() => { takeAway(step.id); }}
              />
            ) : <p className="quiet">{t("services.step.choose")}</p>}
          </aside>
        </div>
      )}
      {draft.steps.length > 0 && <StepTable steps={draft.steps} nameOf={nameOf} chosen={chosen} choose={setChosen} move={administers ? (id, by) => { go({ kind: "move", id, by }); } : undefined} />}
    </section>
  );

  return (
    <Page
      title={draft.name || t("services.new")}
      lede={<p>{sense(draft.steps)}</p>}
      actions={administers && (
        <>
          <Button variant="default" disabled={history.before.length === 0} onClick={() => { go({ kind: "undo" }); }} title="Ctrl Z">{t("office.undo")}</Button>
          <Button variant="default" disabled={history.after.length === 0} onClick={() => { go({ kind: "redo" }); }} title="Ctrl Shift Z">{t("office.redo")}</Button>
          <Button loading={save.isPending} disabled={!dirty || lacks !== null} onClick={submit}>{t(service ? "services.save" : "services.make")}</Button>
        </>
      )}
    >
      <p className="small"><Link to="/settings/services">{t("services.all")}</Link>{service && <span className="quiet"> · {t("services.version.n", { n: service.version })}</span>}</p>
      <div aria-live="polite" className={css.news}>
        {dirty && <p className="small quiet">{lacks ? t(`services.lacks.${lacks}`) : service ? t("services.unsaved") : t("services.unsaved.new")}</p>}
        {save.isSuccess && !dirty && <p className="small">{t("services.saved", { n: save.data.version })}</p>}
      </div>
      <Refused error={save.error} />
      {later && dirty && <Later load={() => { restart(later); }} />}

      {/* Who begins says first what it is; who comes back comes for the chain. */}
      {service ? chain : about}
      {service && !dirty && draft.steps.length > 0 && <PossibleNote service={service} />}
      {service ? about : chain}
      <Fields fields={draft.fields} locked={!administers} change={(fields) => { go({ kind: "fields", fields }); }} />
      {service && <Versions service={service} take={administers ? (plan) => { go({ kind: "plan", steps: plan.steps ?? [], fields: plan.fields ?? [] }); setChosen(plan.steps?.[0]?.id ?? null); } : undefined} />}
    </Page>
  );

  /** What the chain asks for, in one sentence. */
  function sense(steps: typeof draft.steps): string {
    const { seconds, path } = longest(steps);
    if (steps.length === 0) return t("services.sense.none", { provider: draft.provider ? nameOf(draft.provider) : t("services.sense.somebody") });
    const people = new Set(steps.map((one) => one.provider)).size;
    return t("services.sense", { count: steps.length, n: steps.length, people, time: workingTime(seconds, format), path: path.map((one) => one.name || t("services.step.unnamed")).join(" → ") });
  }
}
