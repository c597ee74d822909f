// The server's own description, as the page of the API reads it.
// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Translate } from "../src/i18n";
import { all as en } from "../src/i18n/all";
import { address, declared, fields, fitting, inner, problems, subjects, typeOf, words, type Description, type Operation, type Schema } from "../src/lib/openapi";

const doc = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")) as Description;
const t: Translate = (key, values = {}) => (en as Record<string, string>)[key]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name])) ?? key;
const all = subjects(doc);
const operation = (id: string): Operation => {
  const found = all.flatMap(({ operations }) => operations).find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const shared = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

test("every operation stands in one subject, with a sentence and its answers", () => {
  const operations = all.flatMap((subject) => subject.operations);
  expect(operations.length).toBe(Object.values(doc.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0));
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(operations.filter(({ summary, answers }) => summary === "" || answers.length === 0).map(({ id }) => id)).toEqual([]);
  expect(all.filter(({ name, description }) => name === "" || description === "")).toEqual([]);
});

test("an operation is found by its method, its address and its words together", () => {
  const found = (typed: string) => fitting(all, typed).flatMap(({ operations }) => operations.map(({ id }) => id));
  expect(found("delete merge")).toEqual(["part_request"]);
  expect(found("  JOINS another ")).toEqual(["merge_request"]);
  expect(found("no such thing")).toEqual([]);
});

test("types are said in words", () => {
  expect(typeOf({ type: ["string", "null"], format: "date-time" }, t)).toBe("string · date-time or null");
  expect(typeOf({ type: "array", items: shared("Here") }, t)).toBe("list of Here");
  expect(typeOf({ oneOf: [{ type: "null" }, shared("PartRef")] }, t)).toBe("null or PartRef");
  expect(typeOf({ type: "object", additionalProperties: { type: "integer" } }, t)).toBe("map to integer");
  expect(typeOf({ type: "array", prefixItems: [{ type: "number" }, { type: "number" }] }, t)).toBe("[number, number]");
  expect(typeOf({}, t)).toBe("anything");
});

test("what has to be there comes first, and what a schema is made of is all there", () => {
  const own = fields(doc, shared("NewRequest"));
  expect(own[0]).toMatchObject({ name: "subject", required: true });
  const detail = fields(doc, shared("RequestDetail")).map(({ name }) => name);
  expect(detail).toEqual(expect.arrayContaining(["merged", "parts", "number", "subject", "chain"]));
  expect(declared(doc, { ...shared("PartRef"), description: "Here." }).description).toBe("Here.");
});

test("one goes in step by step, also where a schema holds itself", () => {
  expect(inner(doc, { type: "string" })).toEqual([]);
  expect(inner(doc, { type: ["array", "null"], items: shared("Here") })).toEqual([shared("Here")]);
  const tree: Description = { info: { title: "", version: "" }, paths: {}, components: { schemas: { Tree: { type: "object", properties: { below: { type: "array", items: shared("Tree") } } } } } };
  expect(inner(tree, fields(tree, shared("Tree"))[0]?.schema ?? {})).toEqual([shared("Tree")]);
  expect(words(doc, { oneOf: [{ type: "null" }, shared("StandingWord")] })).toContain("kept");
});

test("an address is filled in, and nothing in a value leads out of it", () => {
  expect(address(operation("show_request"), {})).toBeNull();
  expect(address(operation("show_request"), { request: " 12 " })).toBe("/api/v1/requests/12");
  expect(address(operation("show_request"), { request: "1/../x?y#z" })).toBe("/api/v1/requests/1%2F..%2Fx%3Fy%23z");
  expect(address(operation("list_requests"), { open: "true", provider: "a\nb", tag: " " })).toBe("/api/v1/requests?provider=a&provider=b&open=true");
});

test("the page of problems is read code by code", () => {
  const told = problems(readFileSync(new URL("../../docs/problems.md", import.meta.url), "utf8"));
  expect(told.length).toBeGreaterThan(20);
  expect(told[0]).toEqual({ code: "unknown_place", text: "Status 404. There is nothing at this address. The addresses are listed in `/api/v1/openapi.json`." });
});
