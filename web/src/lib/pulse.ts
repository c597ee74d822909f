// What the pages make of the pulse: an answer from a draft, and figures that are ranges in words.
import type { Figure, Measure, NewAnswer, Place, Question, Release } from "../api/pulse";
import type { Wording } from "./survey";

export type Draft = { recommends: number | null; items: (number | null)[]; comment: string };

export const blank = (items: number): Draft => ({ recommends: null, items: Array<null>(items).fill(null), comment: "" });

/** Whether anything was said. */
export function saysSomething({ recommends, items, comment }: Draft): boolean {
  return recommends !== null || comment.trim() !== "" || items.some((item) => item !== null);
}

/** What is sent with a slip. */
export function answerOf(slip: string, { recommends, items, comment }: Draft): NewAnswer {
  return { slip, recommends, items, comment: comment.trim() === "" ? null : comment };
}

/** The words in a language, or in the first that has some. */
export function inLanguage(words: Wording, language: "en" | "fr" | "de"): string {
  return [words[language], words.en, words.fr, words.de].find((said) => said) ?? "";
}

/** A figure as it is written: shares from 0 to 1, the recommendation from −100 to 100. */
export type Band = { low: number; high: number; from: number; to: number };

/** The places of a measure on an axis from 0 to 1. */
export function band(measure: Measure): Band {
  const at = (value: number) => (measure.measure === "balance" ? (value + 100) / 200 : value);
  return { low: at(measure.low), high: at(measure.high), from: at(measure.interval_low), to: at(measure.interval_high) };
}

export type Row = { place: Place; figure: Figure | null; why: "small" | "withheld" | null };

/** What is told of a question for each unit, in the order of the organisation; never by what was answered. */
export function rows({ places, crowd }: Pick<Release, "places" | "crowd">, question: Question): Row[] {
  return places.map((place) => {
    const figure = question.figures.find(({ unit }) => unit === place.unit) ?? null;
    return { place, figure, why: figure ? null : place.people < crowd ? "small" : "withheld" };
  });
}
