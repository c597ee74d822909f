import { expect, test } from "vitest";
import type { Recipe } from "../src/api/types";
import { complete, missing, read, sectionsOf, write, type Kind } from "../src/lib/recipe";
import { all as en } from "../src/i18n/all";

test("a field is written where it stands, and what is emptied leaves no trace", () => {
  const recipe: Recipe = { kind: "spans" };
  const set = write(recipe, "promise.working.holidays", ["2026-12-25"]);
  expect(read(set, "promise.working.holidays")).toEqual(["2026-12-25"]);
  expect(write(set, "promise.working.holidays", [])).toEqual({ kind: "spans" });
  expect(recipe).toEqual({ kind: "spans" });
});

test("a recipe is sent with the table of its kind and without those of others", () => {
  const recipe = { kind: "transitions", spans: { id: "a", parent: "b", provider: "c", opened: "d", closed: "e" } } as Recipe;
  expect(complete(recipe)).toEqual({ kind: "transitions", transitions: { case: "", time: "", team: "" } });
  expect(complete({ kind: "native" })).toEqual({ kind: "native" });
});

test("what must be chosen and is not is named", () => {
  expect(missing({ kind: "spans", spans: { id: "a", parent: "", provider: "p", opened: "o", closed: "c" } })).toEqual(["spans.parent"]);
  expect(missing({ kind: "native" })).toEqual([]);
});

test("every field of every kind has a name on the screen", () => {
  const kinds: Kind[] = ["native", "spans", "transitions", "milestones", "ocel"];
  for (const section of kinds.flatMap(sectionsOf)) {
    expect(en).toHaveProperty([`recipe.section.${section.name}`]);
    for (const field of section.fields) {
      expect(en).toHaveProperty([`recipe.${field.path}`]);
      if (field.as === "list") for (const inner of field.fields) expect(en).toHaveProperty([`recipe.${field.path}.${inner.path}`]);
    }
  }
});
