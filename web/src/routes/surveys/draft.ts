// A survey while it is written: what is on the screen. Nothing of it is sent before it is saved.
import type { NewSurvey, Survey } from "../../api/feedback";
import type { Language } from "../../lib/format";
import { freshId } from "../../lib/fresh-id";
import type { Question, Scale, Wording } from "../../lib/survey";

export type Draft = Pick<Survey, "name" | "purpose" | "every_days" | "title" | "questions" | "occasions"> & { languages: Language[] };

export const SCALES = ["csat", "nps", "ces", "choice", "choices", "text"] as const satisfies readonly Scale[];
/** Days between two questions to one person at least, by what a survey is about. */
export const LEAST = { transactional: 90, relationship: 180 } as const;
/** How many questions, and choices of one, there may be. */
export const MOST_QUESTIONS = 10;
export const MOST_CHOICES = 12;

const EMPTY: Wording = { en: "", fr: "", de: "" };
const ALL: Language[] = ["en", "fr", "de"];

export function begin(language: Language): Draft {
  return {
    name: "", purpose: "transactional", every_days: LEAST.transactional, title: EMPTY, questions: [fresh("csat")],
    occasions: { kept: true, broken: true, steps: [], services: [] }, languages: [language],
  };
}

export function draftOf(survey: Survey): Draft {
  const { name, purpose, every_days, title, questions, occasions } = survey;
  const languages = ALL.filter((code) => (title[code] ?? "") !== "");
  return { name, purpose, every_days, title, questions, occasions, languages: languages.length > 0 ? languages : ["en"] };
}

export const fresh = (scale: Scale): Question => ({ id: freshId(), scale, label: EMPTY, choices: [], required: false });
export const freshChoice = () => ({ id: freshId(), label: EMPTY });

/** A question of another kind: what can be chosen goes or comes. */
export function ofScale(question: Question, scale: Scale): Question {
  const chooses = scale === "choice" || scale === "choices";
  const choices = !chooses ? [] : (question.choices ?? []).length > 0 ? question.choices : [freshChoice(), freshChoice()];
  return { ...question, scale, choices };
}

/** What is sent: words in the chosen languages alone. */
export function written({ languages, ...draft }: Draft): NewSurvey {
  const only = (wording: Wording): Wording => Object.fromEntries(ALL.map((code) => [code, languages.includes(code) ? (wording[code] ?? "").trim() : ""])) as Wording;
  const questions = draft.questions.map((question) => ({
    ...question, label: only(question.label), choices: (question.choices ?? []).map((choice) => ({ ...choice, label: only(choice.label) })),
  }));
  return { ...draft, name: draft.name.trim(), title: only(draft.title), questions };
}

/** Whether everything is said that has to be said. */
export function isComplete(draft: Draft): boolean {
  const said = (wording: Wording) => draft.languages.every((code) => (wording[code] ?? "").trim() !== "");
  const whole = (question: Question) => {
    const chooses = question.scale === "choice" || question.scale === "choices";
    return said(question.label) && (!chooses || ((question.choices ?? []).length > 1 && (question.choices ?? []).every((choice) => said(choice.label))));
  };
  return draft.name.trim() !== "" && draft.languages.length > 0 && said(draft.title) && draft.questions.length > 0 && draft.questions.every(whole) && draft.every_days >= LEAST[draft.purpose];
}
