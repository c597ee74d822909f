// The editor of a survey: its questions in each language, when it asks, and beside it what customers see. Saving makes
// the next version; who was asked before answers what they were asked.
import { Button, Checkbox, MultiSelect, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post, put } from "../../api/client";
import { servicesQuery } from "../../api/desk";
import type { Survey } from "../../api/feedback";
import { useAdministers, useSend } from "../../api/office";
import { LANGUAGES, useLanguage } from "../../i18n";
import type { Language } from "../../lib/format";
import { tell } from "../../lib/toasts";
import { Refused } from "../../parts/Asked";
import { Later } from "../../parts/Later";
import { Page } from "../../parts/Page";
import { begin, draftOf, fresh, isComplete, LEAST, MOST_QUESTIONS, written, type Draft } from "./draft";
import { Preview } from "./Preview";
import { QuestionFields } from "./QuestionFields";
import css from "./Surveys.module.css";
import { WordingFields } from "./WordingFields";

export function Editor({ survey }: { survey: Survey | undefined }) {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const locked = !useAdministers();
  const services = useQuery(servicesQuery).data?.services ?? [];
  // What is written here begins with one version; a later one by somebody else does not throw it away.
  const [base, setBase] = useState(survey);
  const [draft, setDraft] = useState<Draft>(() => (survey ? draftOf(survey) : begin(language)));
  const saved = base ? draftOf(base) : null;
  const dirty = saved === null || JSON.stringify(written(draft)) !== JSON.stringify(written(saved));
  const change = (more: Partial<Draft>) => { setDraft({ ...draft, ...more }); };
  const restart = (from: Survey) => {
    setBase(from);
    setDraft(draftOf(from));
  };
  const later = survey && base && survey.revision > base.revision ? survey : null;
  if (later && !dirty) restart(later);
  const save = useSend(() => {
    const body = written(draft);
    return survey ? put("/api/v1/surveys/{survey}", { path: { survey: survey.id }, body, seen: base?.revision }) : post("/api/v1/surveys", { body });
  });
  const run = useSend((running: boolean) => put("/api/v1/surveys/{survey}/running", { path: { survey: survey?.id ?? "" }, body: { running } }));
  useBlocker({ shouldBlockFn: () => dirty && survey !== undefined && !save.isSuccess && !window.confirm(t("office.leave")), enableBeforeUnload: () => dirty && survey !== undefined, disabled: locked });
  const send = () => {
    save.mutate(undefined, {
      onSuccess: (made) => {
        tell(t("surveys.saved", { version: made.version }));
        restart(made);
        if (!survey) void navigate({ to: "/surveys/$survey", params: { survey: made.id } });
      },
    });
  };
  const steps = services.flatMap((service) => (service.plan.steps ?? []).map((step) => ({ value: step.id, label: `${service.name}: ${step.name}` })));
  const { occasions } = draft;
  const occasion = (more: Partial<typeof occasions>) => { change({ occasions: { ...occasions, ...more } }); };
  const never = !occasions.kept && !occasions.broken && (occasions.steps ?? []).length === 0;
  return (
    <Page
      title={survey?.name ?? t("surveys.new")}
      lede={survey && <p>{t(`surveys.about.${survey.purpose}`)} · {t("surveys.version", { version: survey.version })}{!survey.running && ` · ${t("surveys.stopped")}`}</p>}
      actions={(
        <>
          {survey && <Button variant="default" renderRoot={(props) => <Link to="/surveys/$survey/ask" params={{ survey: survey.id }} {...props} />}>{t("campaign.link")}</Button>}
          {!locked && survey && <Button variant="default" loading={run.isPending} onClick={() => { run.mutate(!survey.running, { onSuccess: (made) => { setBase(made); } }); }}>{t(survey.running ? "surveys.stop" : "surveys.start")}</Button>}
          {!locked && <Button loading={save.isPending} disabled={!dirty || !isComplete(draft)} onClick={send}>{t("surveys.save")}</Button>}
        </>
      )}
    >
      <p className={`small ${css.back}`}><Link to="/surveys">{t("surveys.title")}</Link>{survey && <span className="quiet"> · {t("surveys.keeps")}</span>}</p>
      {later && dirty && <Later load={() => { restart(later); }} />}
      <Refused error={save.error ?? run.error} />
      <div className={css.columns}>
        <div className={css.editor}>
          <section className={css.section}>
            <div className={css.pair}>
              <TextInput label={t("surveys.name")} description={t("surveys.name.hint")} required maxLength={120} disabled={locked} value={draft.name} onChange={(event) => { change({ name: event.currentTarget.value }); }} />
              <NumberInput label={t("surveys.every")} description={t("surveys.every.hint", { n: LEAST[draft.purpose] })} min={LEAST[draft.purpose]} max={3_650} disabled={locked} value={draft.every_days} onChange={(value) => { change({ every_days: Number(value) }); }} />
            </div>
            <div>
              <p className={css.label} id="purpose">{t("surveys.purpose")}</p>
              <SegmentedControl
                aria-labelledby="purpose" disabled={locked} value={draft.purpose} data={(["transactional", "relationship"] as const).map((one) => ({ value: one, label: t(`surveys.about.${one}`) }))}
                onChange={(purpose) => { change({ purpose, every_days: Math.max(draft.every_days, LEAST[purpose]) }); }}
              />
            </div>
            <MultiSelect
              label={t("surveys.languages")} description={t("surveys.languages.hint")} required disabled={locked} value={draft.languages}
              data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))} onChange={(codes) => { if (codes.length > 0) change({ languages: codes as Language[] }); }}
            />
            <WordingFields label={t("surveys.heading")} description={t("surveys.heading.hint")} languages={draft.languages} locked={locked} value={draft.title} change={(title) => { change({ title }); }} />
          </section>
          <section className={css.section} aria-labelledby="questions">
            <h2 id="questions">{t("surveys.questions")}</h2>
            <ol className={css.questions}>
              {draft.questions.map((question, i) => (
                <QuestionFields
                  key={question.id} n={i + 1} of={draft.questions.length} question={question} languages={draft.languages} locked={locked}
                  change={(next) => { change({ questions: draft.questions.with(i, next) }); }}
                  move={(by) => { change({ questions: draft.questions.toSpliced(i, 1).toSpliced(i + by, 0, question) }); }}
                  remove={() => { change({ questions: draft.questions.toSpliced(i, 1) }); }}
                />
              ))}
            </ol>
            {!locked && draft.questions.length < MOST_QUESTIONS && <div><Button variant="default" onClick={() => { change({ questions: [...draft.questions, fresh("text")] }); }}>{t("surveys.question.add")}</Button></div>}
          </section>
          <section className={css.section} aria-labelledby="when">
            <h2 id="when">{t("surveys.when")}</h2>
            <Checkbox label={t("surveys.when.kept")} disabled={locked} checked={occasions.kept} onChange={(event) => { occasion({ kept: event.currentTarget.checked }); }} />
            <Checkbox label={t("surveys.when.broken")} disabled={locked} checked={occasions.broken} onChange={(event) => { occasion({ broken: event.currentTarget.checked }); }} />
            <MultiSelect label={t("surveys.when.steps")} searchable disabled={locked} nothingFoundMessage={t("filter.nothing")} data={steps} value={occasions.steps ?? []} onChange={(ids) => { occasion({ steps: ids }); }} />
            <MultiSelect
              label={t("surveys.when.services")} description={t("surveys.when.services.hint")} searchable disabled={locked} nothingFoundMessage={t("filter.nothing")}
              data={services.map(({ id, name }) => ({ value: id, label: name }))} value={occasions.services ?? []} onChange={(ids) => { occasion({ services: ids }); }}
            />
            {never && <p className="quiet small">{t("surveys.when.never")}</p>}
          </section>
        </div>
        <Preview draft={draft} />
      </div>
    </Page>
  );
}
