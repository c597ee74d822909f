// Where everything on the map stands: customers on top, below them the teams in layers by their distance
// to the customer. dagre finds an order within the layers that crosses few flows; wide layers wrap.
import { graphlib, layout } from "@dagrejs/dagre";
import type { Flow, Team } from "../api/types";

export const NODE = { width: 152, height: 66 };
const GAP = { x: 18, y: 24, layer: 112 };
export const CUSTOMERS = "";

export type Place = { id: string; name: string; kind: "customers" | "team" | "department"; x: number; y: number; distance: number | null; handOffs: number; teams: number };
export type Line = { id: string; provider: string; customer: string; handOffs: number; kept: number; broken: number; width: number };
export type Drawn = { places: Map<string, Place>; lines: Line[]; width: number; height: number; hidden: number };

type Options = { fold: boolean; flows: "main" | "all"; focus?: string };

/** Lays out teams and flows; `flows: "main"` leaves the thinnest out where there are too many to see. */
export function drawGraph(teams: readonly Team[], flows: readonly Flow[], options: Options): Drawn {
  const groups = options.fold ? foldDepartments(teams) : new Map(teams.map((team) => [team.name, team.name]));
  const places = gather(teams, groups, options.fold);
  const all = merge(flows, groups);
  const lines = options.flows === "all" ? all : mainLines(all, places.size, options.focus);
  const most = Math.max(1, ...all.map((line) => line.handOffs));
  for (const line of lines) line.width = 1.25 + 12 * Math.sqrt(line.handOffs / most) ** 1.6;
  const size = arrange(places, all);
  return { places, lines, ...size, hidden: all.length - lines.length };
}

/** From each team to the name of what is drawn for it. */
function foldDepartments(teams: readonly Team[]): Map<string, string> {
  return new Map(teams.map((team) => [team.name, team.department ?? team.name]));
}

function gather(teams: readonly Team[], groups: Map<string, string>, fold: boolean): Map<string, Place> {
  const places = new Map<string, Place>();
  places.set(CUSTOMERS, { id: CUSTOMERS, name: "", kind: "customers", x: 0, y: 0, distance: 0, handOffs: 0, teams: 0 });
  for (const team of teams) {
    const id = groups.get(team.name) ?? team.name;
    const place = places.get(id) ?? { id, name: id, kind: fold && team.department !== null ? "department" : "team", x: 0, y: 0, distance: null, handOffs: 0, teams: 0 };
    place.handOffs += team.hand_offs;
    place.teams += 1;
    if (team.distance !== null) place.distance = Math.min(place.distance ?? Infinity, team.distance);
    places.set(id, place);
  }
  return places;
}

function merge(flows: readonly Flow[], groups: Map<string, string>): Line[] {
  const lines = new Map<string, Line>();
  for (const flow of flows) {
    const provider = groups.get(flow.provider) ?? flow.provider;
    const customer = flow.customer === CUSTOMERS ? CUSTOMERS : (groups.get(flow.customer) ?? flow.customer);
    // What stays inside has no line to be drawn; the table lists it.
    if (provider === customer) continue;
    const id = `${provider}>${customer}`;
    const line = lines.get(id) ?? { id, provider, customer, handOffs: 0, kept: 0, broken: 0, width: 1 };
    line.handOffs += flow.hand_offs;
    line.kept += flow.kept;
    line.broken += flow.broken;
    lines.set(id, line);
  }
  return [...lines.values()].sort((a, b) => b.handOffs - a.handOffs || (a.id < b.id ? -1 : 1));
}

/** The widest lines, each node's widest, and all of the node in focus. */
function mainLines(lines: Line[], nodes: number, focus?: string): Line[] {
  const room = Math.max(90, nodes);
  if (lines.length <= room) return lines;
  const seen = new Set<string>();
  return lines.filter((line, i) => {
    const first = !seen.has(line.provider);
    seen.add(line.provider);
    return i < room / 2 || first || line.provider === focus || line.customer === focus;
  });
}

/** Gives every place its corner; the size of the whole comes back. */
function arrange(places: Map<string, Place>, lines: readonly Line[]): { width: number; height: number } {
  const layers = new Map<number, Place[]>();
  const deepest = Math.max(0, ...[...places.values()].map((place) => place.distance ?? 0));
  for (const place of places.values()) {
    const layer = place.distance ?? deepest + 1;
    layers.set(layer, [...(layers.get(layer) ?? []), place]);
  }
  const order = orderWithin(places, lines, deepest);
  // Many teams fill a sheet of about the shape of a screen rather than one endless row or column.
  const perRow = Math.max(9, Math.round(Math.sqrt(0.63 * places.size)));
  const rowsOf = [...layers.entries()].sort(([a], [b]) => a - b).map(([, layer]) => {
    layer.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
    const rows = Math.ceil(layer.length / perRow);
    const each = Math.ceil(layer.length / rows);
    return Array.from({ length: rows }, (_, i) => layer.slice(i * each, (i + 1) * each));
  });
  const widest = Math.max(...rowsOf.flat().map((row) => row.length));
  const width = widest * (NODE.width + GAP.x) - GAP.x;
  let y = 0;
  for (const rows of rowsOf) {
    for (const row of rows) {
      const left = (width - (row.length * (NODE.width + GAP.x) - GAP.x)) / 2;
      row.forEach((place, i) => {
        place.x = left + i * (NODE.width + GAP.x);
        place.y = y;
      });
      y += NODE.height + GAP.y;
    }
    y += GAP.layer - GAP.y;
  }
  return { width, height: y - GAP.layer };
}

/** Places from left to right as dagre would have them. Only flows to the next layer count: they alone decide the layers. */
function orderWithin(places: Map<string, Place>, lines: readonly Line[], deepest: number): Map<string, number> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: GAP.x, ranksep: GAP.layer, ranker: places.size > 150 ? "longest-path" : "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const place of places.values()) graph.setNode(place.id || "\u0001", { width: NODE.width, height: NODE.height });
  for (const line of lines) {
    const from = places.get(line.customer)?.distance ?? deepest + 1;
    const to = places.get(line.provider)?.distance ?? deepest + 1;
    if (to === from + 1) graph.setEdge(line.customer || "\u0001", line.provider, { weight: Math.ceil(Math.log2(line.handOffs + 1)) });
  }
  layout(graph);
  return new Map([...places.keys()].map((id) => [id, graph.node(id || "\u0001").x ?? 0]));
}

/** The line of a flow from the provider's upper edge to the customer's lower edge, as an SVG path, and its middle. */
export function linePath(line: Line, places: Map<string, Place>): { path: string; x: number; y: number } {
  const from = places.get(line.provider);
  const to = places.get(line.customer);
  if (!from || !to) return { path: "", x: 0, y: 0 };
  const x1 = from.x + NODE.width / 2;
  const x2 = to.x + NODE.width / 2;
  const up = from.y > to.y;
  const y1 = up ? from.y : from.y + NODE.height;
  const y2 = up ? to.y + NODE.height : to.y;
  if (from.y === to.y) {
    // Between neighbours of one layer the line bows below both.
    const low = from.y + NODE.height;
    return { path: `M${x1} ${low}C${x1} ${low + 44} ${x2} ${low + 44} ${x2} ${low}`, x: (x1 + x2) / 2, y: low + 33 };
  }
  const bend = Math.max(30, Math.abs(y1 - y2) * 0.45) * (up ? 1 : -1);
  return { path: `M${x1} ${y1}C${x1} ${y1 - bend} ${x2} ${y2 + bend} ${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
