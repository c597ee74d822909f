import { expect, test } from "vitest";
import { BLANK, isAnswered, mostOf, said, spoken, toSend, valuesOf, type Question } from "../src/lib/survey";

const question = (id: string, scale: Question["scale"]): Question => ({ id, scale, label: { en: id, fr: "", de: "" }, choices: [], required: false });

test("each scale has its own values", () => {
  expect(valuesOf("nps")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(valuesOf("csat")).toEqual([1, 2, 3, 4, 5]);
  expect(mostOf("ces")).toBe(7);
  expect(valuesOf("text")).toEqual([]);
});

test("a survey is read in the reader's language if it has it, else in its first", () => {
  expect(spoken(["en", "de"], "de")).toBe("de");
  expect(spoken(["fr"], "de")).toBe("fr");
  expect(spoken([], "de")).toBe("en");
  expect(said({ en: "", fr: "", de: "Wie war es?" }, "en")).toBe("Wie war es?");
});

test("what was left empty is not sent, and a zero is an answer", () => {
  const questions = [question("nps", "nps"), question("why", "text"), question("what", "choices")];
  const drafts = { nps: { ...BLANK, value: 0, words: "stray" }, why: { ...BLANK, words: "  " }, what: { ...BLANK, chosen: ["a"] } };
  expect(toSend(questions, drafts)).toEqual([{ question: "nps", value: 0 }, { question: "what", chosen: ["a"] }]);
  expect(isAnswered(question("nps", "nps"), BLANK)).toBe(false);
});
