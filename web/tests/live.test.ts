import { expect, test } from "vitest";
import { touches } from "../src/api/live";
import { readEvents } from "../src/lib/sse";

test("events are read in whatever pieces they arrive, and comments keep the line open", () => {
  const stream = ": alive\n\nevent: happened\nid: 7\ndata: {\"seq\":7}\n\nevent: anew\r\ndata: {}\r\n\r\n";
  for (const size of [1, 5, 17, 500]) {
    const read = readEvents();
    const told = [];
    for (let i = 0; i < stream.length; i += size) told.push(...read(stream.slice(i, i + size)));
    expect(told).toEqual([{ event: "happened", data: "{\"seq\":7}", id: "7" }, { event: "anew", data: "{}", id: "7" }]);
  }
});

test("news make stale what they touch and nothing else", () => {
  const news = { seq: 1, kind: "did", subject: "r2", chain: "r1" };
  expect(touches(news, ["desk", "today"], {})).toBe(true);
  expect(touches(news, ["desk", "request", "2"], { id: "r2", root: { id: "r1" }, merged: null, parts: [] })).toBe(true);
  expect(touches(news, ["desk", "request", "9"], { id: "r9", root: { id: "r9" }, merged: null, parts: [] })).toBe(false);
  // What is joined is shown together, and of a joining only one of the two is named.
  expect(touches(news, ["desk", "request", "8"], { id: "r8", root: { id: "r8" }, merged: null, parts: [{ id: "r1" }] })).toBe(true);
  expect(touches(news, ["desk", "request", "7"], { id: "r7", root: { id: "r7" }, merged: { id: "r1" }, parts: [] })).toBe(true);
  expect(touches({ ...news, kind: "merged" }, ["desk", "request", "9"], { id: "r9", root: { id: "r9" }, merged: null, parts: [] })).toBe(true);
  expect(touches(news, ["desk", "requests", {}], { pages: [1, 2] })).toBe(true);
  // Somebody reads far down a long list: it is offered anew instead of fetched again.
  expect(touches(news, ["desk", "requests", {}], { pages: [1, 2, 3, 4] })).toBe(false);
  expect(touches(news, ["analysis", "year"], {})).toBe(false);
  expect(touches({ seq: 2, kind: "party_added", subject: "p" }, ["desk", "directory"], {})).toBe(true);
  expect(touches({ seq: 3, kind: "signed_in", subject: "a" }, ["desk", "directory"], {})).toBe(false);
});
