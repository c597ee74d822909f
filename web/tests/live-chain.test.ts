import { expect, test } from "vitest";
import type { ChainLink } from "../src/api/desk";
import { criticalPath, inOrder, layOutLive, pieces, spans } from "../src/lib/live-chain";
import { seconds } from "../src/lib/time-axis";
import { at, link } from "./desk";

const NOW = seconds(at(60));

/** A bouquet one hour after it was asked for: flowers are there, the design is begun, the courier waits. */
const chain: ChainLink[] = [
  link("root", { due_at: at(240), expected_at: at(180), critical: true }),
  link("flowers", { parent: "root", status: "done", holds: [{ provider: { id: "p", name: "Shop" }, offered_at: at(0), accepted_at: at(10), ended_at: at(40), end: "done" }], accepted_at: at(10), done_at: at(40) }),
  link("design", { parent: "root", status: "accepted", after: ["flowers"], opened_at: at(40), accepted_at: at(50), expected_at: at(90), critical: true, holds: [{ provider: { id: "p", name: "Design" }, offered_at: at(40), accepted_at: at(50), ended_at: null, end: null }] }),
  link("courier", { parent: "root", status: "planned", after: ["design"], opened_at: null, holds: [], expected_at: at(180), latest_start_at: at(150), critical: true }),
];
const minutes = (part: { from: number; to: number }) => [(part.from - seconds(at(0))) / 60, (part.to - seconds(at(0))) / 60];

test("hand-offs stand below the one they were raised from, whatever their order", () => {
  const ribbon = link("ribbon", { parent: "design" });
  expect(inOrder([ribbon, ...[...chain].reverse()]).map(({ link: { id }, depth }) => `${depth}${id}`)).toEqual(["0root", "1courier", "1design", "2ribbon", "1flowers"]);
});

test("a part of a chain whose parent may not be seen still stands there", () => {
  expect(inOrder([link("lost", { parent: "hidden" })]).map(({ depth }) => depth)).toEqual([0]);
});

test("what is planned begins when what it waits for is expected to end", () => {
  const found = spans(chain, NOW);
  expect(minutes({ from: found.get("courier")?.begins ?? 0, to: found.get("courier")?.ends ?? 0 })).toEqual([90, 180]);
  expect(minutes({ from: found.get("flowers")?.begins ?? 0, to: found.get("flowers")?.ends ?? 0 })).toEqual([0, 40]);
});

test("hand-offs that wait for each other in a circle are drawn all the same", () => {
  const circle = [link("a", { after: ["b"], opened_at: null, status: "planned" }), link("b", { parent: "a", after: ["a"], opened_at: null, status: "planned" })];
  expect(layOutLive(circle, NOW, 600, 200).rows).toHaveLength(2);
});

test("a bar is hatched until it was taken, solid while it is worked on, lighter for what is to come", () => {
  const design = chain[2] as ChainLink;
  expect(pieces(design, spans(chain, NOW).get("design") ?? { begins: 0, ends: 0 }, NOW).map((piece) => [piece.kind, ...minutes(piece)])).toEqual([["waiting", 40, 50], ["working", 50, 60], ["ahead", 60, 90]]);
});

test("the customer's turn lies over the bar until it ends", () => {
  const waits = link("w", { pauses: [{ from: at(20), to: null, why: "customer", by: { id: "c", name: "Clerk" } }] });
  expect(pieces(waits, { begins: seconds(at(0)), ends: NOW }, NOW).find(({ kind }) => kind === "customer")).toEqual({ kind: "customer", from: seconds(at(20)), to: NOW });
});

test("the critical path has no gap and no overlap, from the asking to the expected end", () => {
  const path = criticalPath(chain, spans(chain, NOW));
  expect(path.map(({ id, ...part }) => [id, ...minutes(part)])).toEqual([["flowers", 0, 40], ["design", 40, 90], ["courier", 90, 180]]);
});

test("what nobody waits for is not on the critical path", () => {
  const aside = link("aside", { parent: "root", awaited: false, expected_at: at(180) });
  expect(criticalPath([...chain, aside], spans([...chain, aside], NOW)).some(({ id }) => id === "aside")).toBe(false);
});

test("everything lies within the picture; a promise far away has no mark that lies", () => {
  const far = chain.map((one) => (one.id === "root" ? { ...one, due_at: at(40_000) } : one));
  for (const [width, labels] of [[360, 0], [1200, 260]] as const) {
    const drawn = layOutLive(far, NOW, width, labels, { state: "known", earliest_at: at(170), expected_at: at(180), latest_at: at(230), kept: 0.83 });
    for (const { x } of drawn.path) expect(x >= labels && x <= width).toBe(true);
    for (const row of drawn.rows) expect(row.y < drawn.height).toBe(true);
    expect([drawn.dueBeyond, drawn.within(drawn.due), drawn.within(seconds(at(230)))]).toEqual([true, false, true]);
  }
});
