// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { preferred, regional } from "../src/i18n";
import { colleaguesDe } from "../src/i18n/colleagues/de";
import { colleaguesFr } from "../src/i18n/colleagues/fr";
import { de } from "../src/i18n/de";
import { all as en } from "../src/i18n/all";
import { fr } from "../src/i18n/fr";
import { FIGURES } from "../src/lib/figures";
import { sections, slug } from "../src/lib/markdown";

const places = (text: string) => [...text.matchAll(/\[\[\w+\]\]|\{\{\w+\}\}/g)].map(([place]) => place).sort();

describe.each([["fr", { ...fr, ...colleaguesFr }], ["de", { ...de, ...colleaguesDe }]] as const)("the texts in %s", (_, texts) => {
  test("have a place for every figure and word that the English ones have", () => {
    const wrong = Object.entries(en).filter(([key, text]) => {
      const said = (texts as Record<string, string>)[key] ?? "";
      // A singular may write its number as a word, so only its plural must agree.
      return !key.endsWith("_one") && places(text).join() !== places(said).join();
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test("leave nothing in English by accident", () => {
    const same = Object.entries(en).filter(([key, text]) => (texts as Record<string, string>)[key] === text && text.split(" ").length > 3);
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

test("each figure's help opens a section that the definitions have", () => {
  const there = sections(readFileSync(new URL("../../docs/definitions.md", import.meta.url), "utf8")).map(({ id }) => id);
  expect(Object.entries(FIGURES).filter(([, id]) => !there.includes(id))).toEqual([]);
});

test.each(["fr", "de"])("the definitions in %s have the same sections", (language) => {
  const levels = (name: string) => [...readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8").matchAll(/^#+ /gm)].map(([level]) => level);
  expect(levels(`definitions.${language}`)).toEqual(levels("definitions"));
});

test("section addresses are made as code hosts make them", () => {
  expect(slug("Everyone's customers")).toBe("everyones-customers");
  expect(slug("Held, waiting and working")).toBe("held-waiting-and-working");
});

test("each rule of the quality report is said in every language", () => {
  const codes = [...readFileSync(new URL("../../crates/formats/src/quality.rs", import.meta.url), "utf8").matchAll(/^ {4}[A-Z]\w*, "([a-z0-9_]+)", /gm)].map(([, code]) => `rule.${code}`);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((key) => !(key in en))).toEqual([]);
});

test("the browser's language is spoken if Catena speaks it, a choice before it, English else", () => {
  expect(preferred(null, ["pt-BR", "de-CH", "en"])).toBe("de");
  expect(preferred("fr", ["de"])).toBe("fr");
  expect(preferred(null, ["ja"])).toBe("en");
});

test("a language is written as the browser's region writes it", () => {
  expect(regional("en", ["de", "en-GB", "en-US"])).toBe("en-GB");
  expect(regional("fr", ["de"])).toBe("fr");
});
