import { describe, expect, test } from "vitest";
import type { Flow, Team } from "../src/api/types";
import { flowState, keptShare } from "../src/lib/flows";
import { drawGraph, linePath } from "../src/lib/graph";
import { climb } from "../src/lib/staircase";
import { ratioTicks, roundTicks } from "../src/lib/ticks";
import { seconds, ticks } from "../src/lib/time-axis";
import { layOut } from "../src/lib/waterfall";
import { knownSaved } from "../src/lib/what-if";
import { at, chain, handoff } from "./chain";

const team = (name: string, distance: number | null, department: string | null = null): Team => ({ name, distance, department, hand_offs: 10, held_seconds: 0, waiting_seconds: 0 });
const flow = (provider: string, customer: string, hand_offs = 10): Flow => ({ provider, customer, hand_offs, kept: 8, broken: 2, without_due: 0, held_seconds: 0, waiting_seconds: 0 });

describe("a waterfall", () => {
  const drawn = layOut(chain, 1000, 200);

  test("draws the critical path as one line without gaps, from the customer back to the customer", () => {
    const { path } = drawn;
    expect(path[0]?.x).toBe(200);
    expect(path.at(-1)?.y).toBe(path[0]?.y);
    for (let i = 1; i < path.length; i++) {
      const [a, b] = [path[i - 1], path[i]];
      // Each piece is level (somebody holds the promise) or upright (it changes hands).
      expect(a?.x === b?.x || a?.y === b?.y).toBe(true);
    }
  });

  test("puts each tick where the budget ends and each bar where its time is", () => {
    const courier = drawn.rows[3];
    expect(courier?.opened).toBeCloseTo(drawn.x(seconds(at(165))));
    expect(courier?.tick).toBeCloseTo(drawn.x(seconds(at(240))));
    expect(courier?.closed).toBe(drawn.right);
  });

  test("is not squeezed by a due instant in the far future", () => {
    const far = { ...chain, hand_offs: [handoff("O1", null, 0, "a", "b", [0, null, 10, 100_000])], closed: at(10), due: at(100_000) };
    const wide = layOut(far, 1000, 200);
    expect(wide.rows[0]?.closed).toBeGreaterThan(700);
  });
});

describe("the map", () => {
  const teams = [team("Desk", 1), team("Design", 2), team("Stock", 3), team("Lost", null)];
  const flows = [flow("Desk", ""), flow("Design", "Desk"), flow("Stock", "Design"), flow("Stock", "Stock")];

  test("has the customers on top and every team below those it works for", () => {
    const { places } = drawGraph(teams, flows, { fold: false, flows: "all" });
    const y = (id: string) => places.get(id)?.y ?? NaN;
    expect(y("")).toBe(0);
    expect(y("Desk")).toBeLessThan(y("Design"));
    expect(y("Design")).toBeLessThan(y("Stock"));
    expect(y("Stock")).toBeLessThan(y("Lost"));
  });

  test("draws wider what flows more, and no line from a team to itself", () => {
    const { lines, places } = drawGraph(teams, [flow("Desk", "", 100), flow("Design", "Desk", 5), flow("Stock", "Stock", 900)], { fold: false, flows: "all" });
    expect(lines.map((line) => line.id)).toEqual(["Desk>", "Design>Desk"]);
    expect(lines[0]?.width).toBeGreaterThan(lines[1]?.width ?? NaN);
    expect(lines[0] && linePath(lines[0], places).path).toMatch(/^M[\d.]+ /);
  });

  test("folds teams into their departments and sums what flows between them", () => {
    const folded = drawGraph([team("A1", 1, "A"), team("A2", 1, "A"), team("B1", 2, "B")], [flow("A1", ""), flow("A2", ""), flow("B1", "A1"), flow("B1", "A2"), flow("A1", "A2")], { fold: true, flows: "all" });
    expect([...folded.places.keys()].sort()).toEqual(["", "A", "B"]);
    expect(folded.places.get("A")?.teams).toBe(2);
    expect(folded.lines.find((line) => line.id === "B>A")?.handOffs).toBe(20);
  });

  test("stays drawable at four hundred teams: thin flows are left out and counted, every team keeps its widest", () => {
    const many = Array.from({ length: 400 }, (_, i) => team(`T${i}`, 1 + (i % 5)));
    const all = many.flatMap((one, i) => Array.from({ length: 6 }, (_, k) => flow(one.name, k === 0 && i % 5 === 0 ? "" : `T${(i * 7 + k * 31) % 400}`, 1 + ((i * 13 + k) % 90))));
    const drawn = drawGraph(many, all, { fold: false, flows: "main" });
    expect(drawn.hidden).toBeGreaterThan(0);
    expect(drawn.lines.length).toBeLessThan(700);
    expect(new Set(drawn.lines.map((line) => line.provider)).size).toBe(400);
    expect(drawn.width / drawn.height).toBeGreaterThan(0.7);
  });
});

test("a flow's state follows its kept share", () => {
  expect(keptShare({ kept: 0, broken: 0 })).toBeNull();
  expect([flowState({ kept: 95, broken: 5 }), flowState({ kept: 94, broken: 6 }), flowState({ kept: 80, broken: 20 }), flowState({ kept: 79, broken: 21 }), flowState({ kept: 0, broken: 0 })])
    .toEqual(["kept", "risk", "risk", "broken", "none"]);
});

test("the staircase climbs from step to step and ends in a step for several links", () => {
  expect(climb([{ provider: "A", saves: 5 }, { provider: "B", saves: 2 }], 3)).toEqual([
    { n: 1, provider: "A", from: 0, to: 5 }, { n: 2, provider: "B", from: 5, to: 7 }, { n: 3, provider: null, from: 7, to: 10 },
  ]);
  expect(climb([], 0)).toEqual([]);
});

test("what-if answers at once what the report holds, and leaves the rest to a replay", () => {
  const report = { links: [{ provider: "A", saves: 5 }, { provider: "B", saves: 4 }, { provider: "C", saves: 0 }], repair_plan: [{ provider: "A", saves: 5 }, { provider: "B", saves: 2 }] };
  expect(knownSaved(report, [])).toBe(0);
  expect(knownSaved(report, ["B"])).toBe(4);
  expect(knownSaved(report, ["B", "A"])).toBe(7);
  expect(knownSaved(report, ["A", "C"])).toBeNull();
  expect(knownSaved(report, ["A", "B", "C"])).toBeNull();
});

test("axes carry round numbers", () => {
  expect(roundTicks(982, 3)).toEqual([0, 500]);
  expect(roundTicks(2, 3)).toEqual([0, 1, 2]);
  expect(ratioTicks(0.4, 12)).toEqual([0.5, 1, 2, 5, 10]);
});

test("a time axis begins its days at the viewer's midnight", () => {
  const from = seconds("2026-03-02T15:00:00Z");
  const found = ticks(from, from + 3 * 86_400, 4, () => 3600);
  expect(found.map((tick) => new Date(tick.at * 1000).toISOString())).toEqual(["2026-03-02T23:00:00.000Z", "2026-03-03T23:00:00.000Z", "2026-03-04T23:00:00.000Z"]);
  expect(found.every((tick) => tick.day)).toBe(true);
});

test("a time axis keeps local round hours across a change of clocks", () => {
  const change = seconds("2026-03-29T01:00:00Z");
  const offset = (at: number) => (at < change ? 3600 : 7200);
  const found = ticks(seconds("2026-03-28T11:00:00Z"), seconds("2026-03-30T10:00:00Z"), 5, offset);
  expect(found.every((tick) => (tick.at + offset(tick.at)) % (12 * 3600) === 0)).toBe(true);
});
