// What a tab says of being at a request: while somebody looks, in the order in which it happens, and not afterwards.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem, put } from "../src/api/client";
import { attend, type Here } from "../src/lib/usePresence";

vi.mock("../src/api/client", async (real) => ({ ...(await real<object>()), put: vi.fn() }));

const calls: string[] = [];
const told: Here[][] = [];
let visible = true;
let answer: () => Promise<{ others: Here[] }>;
const clara: Here = { person: { id: "c", name: "Clara" }, writing: true };
const turn = (to: boolean) => {
  visible = to;
  document.dispatchEvent(new Event("visibilitychange"));
};
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = told.length = 0;
  visible = true;
  answer = () => Promise.resolve({ others: [clara] });
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => (visible ? "visible" : "hidden"));
  vi.mocked(put).mockImplementation(((_: string, { body }: { body: { writing: boolean } }) => {
    calls.push(body.writing ? "writes" : "here");
    return answer();
  }) as never);
  vi.stubGlobal("fetch", (path: string, { method, keepalive }: RequestInit) => {
    calls.push(`${method ?? ""} ${path}${keepalive ? " kept alive" : ""}`);
    return Promise.resolve(new Response());
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
const GONE = "DELETE /api/v1/requests/r/presence kept alive";

test("it is said again every ten seconds, and at once when somebody begins to write", async () => {
  const there = attend("r", (others) => told.push(others));
  await settled();
  await vi.advanceTimersByTimeAsync(10_000);
  there.writing(true);
  there.writing(true);
  await settled();
  expect([calls, told.at(-1)]).toEqual([["here", "here", "writes"], [clara]]);
  there.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls.slice(3)).toEqual([GONE]);
});

test("nothing is said while nobody looks, and again as soon as somebody does", async () => {
  const there = attend("r", () => undefined);
  await settled();
  turn(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toEqual(["here", GONE]);
  turn(true);
  await settled();
  expect(calls.slice(2)).toEqual(["here"]);
  there.leave();
});

test("the last word is the last that arrives, and whoever leaves is told nothing more", async () => {
  let done: (answered: { others: Here[] }) => void = () => undefined;
  answer = () => new Promise((go) => { done = go; });
  const there = attend("r", (others) => told.push(others));
  there.writing(true);
  there.writing(false);
  expect(calls).toEqual(["here"]);
  done({ others: [] });
  await settled();
  expect(calls).toEqual(["here", "here"]);
  there.leave();
  expect(calls).toHaveLength(2);
  done({ others: [clara] });
  await settled();
  expect([calls.slice(2), told]).toEqual([[GONE], [[]]]);
});

test("who may not know of the request asks no more; a connection lost for a moment changes nothing", async () => {
  const there = attend("r", (others) => told.push(others));
  await settled();
  answer = () => Promise.reject(new Problem(0, "unreachable", "", null));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([[clara]]);
  answer = () => Promise.reject(new Problem(404, "missing", "", null));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([calls, told]).toEqual([["here", "here", "here", "here"], [[clara], []]]);
  there.leave();
});
