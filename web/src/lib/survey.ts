// A survey as it is shown and answered: its words in a language, its scales, and what is sent.
import type { components } from "../api/schema";
import type { Language } from "./format";

type Schemas = components["schemas"];
export type Questions = Schemas["QuestionPage"];
export type Question = Schemas["QuestionText"];
export type Scale = Schemas["ScaleWord"];
export type Wording = Schemas["WordingText"];
export type NewAnswer = Schemas["NewAnswer"];

/** What stands on a page for one question, before it is sent. */
export type Draft = { value: number | null; chosen: string[]; words: string };

export const BLANK: Draft = { value: null, chosen: [], words: "" };

/** The values of a rated scale from the lowest to the highest; none of the others. */
export function valuesOf(scale: Scale): number[] {
  const bounds: Partial<Record<Scale, [number, number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] };
  const [from, to] = bounds[scale] ?? [0, -1];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** The highest value of a rated scale. */
export const mostOf = (scale: Scale) => valuesOf(scale).at(-1) ?? 0;

/** The language in which a survey is read: the reader's, if the survey has it, else its first. */
export function spoken(languages: readonly string[], language: Language): Language {
  const known = languages.find((code) => code === language) ?? languages[0];
  return known === "fr" || known === "de" ? known : "en";
}

/** Words in a language, or in the first that has some. */
export const said = (wording: Wording, language: Language) => wording[language] || wording.en || wording.fr || wording.de || "";

/** Whether a question was answered at all. */
export function isAnswered(question: Question, draft: Draft): boolean {
  if (question.scale === "text") return draft.words.trim() !== "";
  return question.scale === "choice" || question.scale === "choices" ? draft.chosen.length > 0 : draft.value !== null;
}

/** What is sent: each answered question once, and of it only what its scale takes. */
export function toSend(questions: readonly Question[], drafts: Readonly<Record<string, Draft>>): NewAnswer[] {
  return questions.flatMap((question): NewAnswer[] => {
    const draft = drafts[question.id ?? ""] ?? BLANK;
    if (!isAnswered(question, draft)) return [];
    const answer = { question: question.id ?? "" };
    if (question.scale === "text") return [{ ...answer, words: draft.words }];
    if (question.scale === "choice" || question.scale === "choices") return [{ ...answer, chosen: draft.chosen }];
    return [{ ...answer, value: draft.value }];
  });
}
