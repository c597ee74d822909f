// One question of a survey: what is asked, which answers it takes, and its place among the others.
import { Button, Checkbox, Select } from "@mantine/core";
import { useLanguage } from "../../i18n";
import type { Language } from "../../lib/format";
import type { Question } from "../../lib/survey";
import { Icon } from "../../parts/Icon";
import { freshChoice, MOST_CHOICES, ofScale, SCALES } from "./draft";
import css from "./Surveys.module.css";
import { WordingFields } from "./WordingFields";

type Props = {
  n: number;
  of: number;
  question: Question;
  languages: readonly Language[];
  locked: boolean;
  change: (question: Question) => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
};

export function QuestionFields({ n, of, question, languages, locked, change, move, remove }: Props) {
  const { t } = useLanguage();
  const choices = question.choices ?? [];
  const chooses = question.scale === "choice" || question.scale === "choices";
  return (
    <li className={css.question}>
      <div className="row spread">
        <h3>{t("surveys.question", { n })}</h3>
        {!locked && (
          <div className={css.tools}>
            <button type="button" disabled={n === 1} aria-label={t("surveys.question.up", { n })} onClick={() => { move(-1); }}><Icon name="up" size={16} /></button>
            <button type="button" disabled={n === of} aria-label={t("surveys.question.down", { n })} onClick={() => { move(1); }}><Icon name="fold" size={16} /></button>
            <button type="button" disabled={of === 1} aria-label={t("surveys.question.remove", { n })} onClick={remove}><Icon name="close" size={16} /></button>
          </div>
        )}
      </div>
      <WordingFields label={t("surveys.question", { n })} languages={languages} locked={locked} value={question.label} change={(label) => { change({ ...question, label }); }} />
      <Select
        label={t("surveys.question.scale")} allowDeselect={false} disabled={locked} value={question.scale} data={SCALES.map((scale) => ({ value: scale, label: t(`surveys.scale.${scale}`) }))}
        onChange={(scale) => { const found = SCALES.find((one) => one === scale); if (found) change(ofScale(question, found)); }}
      />
      {chooses && (
        <ul className={css.choices}>
          {choices.map((choice, i) => (
            <li key={choice.id}>
              <WordingFields label={t("surveys.choice", { n: i + 1 })} languages={languages} locked={locked} value={choice.label} change={(label) => { change({ ...question, choices: choices.with(i, { ...choice, label }) }); }} />
              {!locked && choices.length > 2 && <div className={css.tools}><button type="button" aria-label={t("surveys.choice.remove", { n: i + 1 })} onClick={() => { change({ ...question, choices: choices.toSpliced(i, 1) }); }}><Icon name="close" size={16} /></button></div>}
            </li>
          ))}
        </ul>
      )}
      {chooses && !locked && choices.length < MOST_CHOICES && <div><Button size="xs" variant="default" onClick={() => { change({ ...question, choices: [...choices, freshChoice()] }); }}>{t("surveys.choice.add")}</Button></div>}
      <Checkbox label={t("surveys.question.required")} disabled={locked} checked={question.required ?? false} onChange={(event) => { change({ ...question, required: event.currentTarget.checked }); }} />
    </li>
  );
}
