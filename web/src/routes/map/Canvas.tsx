// The drawing surface: pan, zoom, click, and every team and flow in reach of the keyboard.
import { Background, BaseEdge, Controls, Handle, Position, ReactFlow, type EdgeProps, type NodeProps, type Node, type Edge } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMantineColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { useLanguage } from "../../i18n";
import type { MapSearch } from "../../lib/address";
import { flowState, keptShare } from "../../lib/flows";
import { CUSTOMERS, linePath, NODE, type Drawn, type Line, type Place } from "../../lib/graph";
import { SHAPES, type State } from "../../parts/StateMark";
import css from "./Map.module.css";

type TeamNode = Node<{ place: Place; words: string }, "team">;
type FlowEdge = Edge<{ line: Line; path: string; x: number; y: number; marked: boolean }, "flow">;

const nodeTypes = { team: TeamBox };
const edgeTypes = { flow: FlowLine };
/** React Flow needs a name for the customers, too. */
const named = (id: string) => id || "\u0001";

type Props = { graph: Drawn; focus?: string; edge?: string; choose: (change: MapSearch) => void };

export function Canvas({ graph, focus, edge, choose }: Props) {
  const { t, format } = useLanguage();
  const { colorScheme } = useMantineColorScheme();
  const near = useMemo(() => {
    const lines = graph.lines.filter((line) => (edge ? line.id === edge : line.provider === focus || line.customer === focus));
    if (lines.length === 0) return null;
    return { lines: new Set(lines.map((line) => line.id)), places: new Set([focus, ...lines.flatMap((line) => [line.provider, line.customer])]) };
  }, [graph, focus, edge]);

  const nodes = useMemo<TeamNode[]>(
    () =>
      [...graph.places.values()].map((place) => ({
        id: named(place.id), type: "team", position: { x: place.x, y: place.y }, width: NODE.width, height: NODE.height,
        data: {
          place,
          words: place.kind === "customers" ? "" : place.kind === "department" ? t("map.node.department", { count: place.teams, n: format.count(place.handOffs) }) : t("words.hand_offs.count", { count: place.handOffs, n: format.count(place.handOffs) }),
        },
        className: near && !near.places.has(place.id) ? css.far : undefined,
        selected: place.id === focus,
        ariaLabel: place.kind === "customers" ? t("words.customers") : `${place.name}, ${t("map.node.distance", { count: place.distance ?? 0 })}`,
      })),
    [graph, near, focus, t, format],
  );
  const edges = useMemo<FlowEdge[]>(
    () => {
      // A mark says the state once more than the colour does; among very many flows only the worst carry it.
      const marks = new Set<State>(graph.lines.length <= 60 ? ["risk", "broken"] : ["broken"]);
      return graph.lines.map((line) => {
        const share = keptShare(line);
        return {
          id: line.id, type: "flow", source: named(line.provider), target: named(line.customer), selected: line.id === edge,
          data: { line, ...linePath(line, graph.places), marked: marks.has(flowState(line)) }, className: near && !near.lines.has(line.id) ? css.dim : undefined,
          zIndex: near?.lines.has(line.id) ? 2 : 0, interactionWidth: Math.max(14, line.width),
          ariaLabel: `${line.provider} → ${line.customer || t("words.customers")}: ${t("words.hand_offs.count", { count: line.handOffs, n: format.count(line.handOffs) })}, ${share === null ? t("edge.no_due") : t("words.kept.share", { share: format.share(share) })}`,
        };
      });
    },
    [graph, near, edge, t, format],
  );
  return (
    <ReactFlow
      // Another graph is another picture: fit it anew.
      key={`${graph.places.size} ${graph.width}`} nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} colorMode={colorScheme === "auto" ? "system" : colorScheme}
      nodesDraggable={false} nodesConnectable={false} elementsSelectable edgesFocusable nodesFocusable deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null}
      fitView fitViewOptions={{ padding: 0.06, maxZoom: 1, nodes: focus ? nodes.filter((node) => near?.places.has(node.id === "\u0001" ? CUSTOMERS : node.id)) : undefined }} minZoom={0.08} maxZoom={2}
      zoomOnScroll={false} panOnScroll={false} preventScrolling={false} zoomActivationKeyCode="Control" onlyRenderVisibleElements={graph.places.size > 150}
      onNodeClick={(_, node) => { if (node.data.place.kind === "team") choose({ focus: node.id === focus ? undefined : node.id, edge: undefined }); else if (node.data.place.kind === "department") choose({ fold: "none", focus: undefined }); }}
      onEdgeClick={(_, one) => { choose({ edge: one.id === edge ? undefined : one.id }); }}
      onPaneClick={() => { choose({ edge: undefined, focus: undefined }); }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        const target = event.target as HTMLElement;
        const node = target.closest(".react-flow__node")?.getAttribute("data-id");
        const line = target.closest(".react-flow__edge")?.getAttribute("data-id");
        if (line) choose({ edge: line });
        else if (node && node !== "\u0001") choose(graph.places.get(node)?.kind === "team" ? { focus: node, edge: undefined } : { fold: "none" });
      }}
    >
      <Background gap={28} size={1} color="var(--line)" />
      <Controls showInteractive={false} aria-label={t("map.controls")} />
    </ReactFlow>
  );
}

function TeamBox({ data }: NodeProps<TeamNode>) {
  const { t } = useLanguage();
  const { place, words } = data;
  return (
    <div className={css.node} data-kind={place.kind}>
      <Handle type="target" position={Position.Bottom} className={css.handle} />
      <span className={css.nodeName} title={place.name}>{place.kind === "customers" ? t("words.customers") : place.name}</span>
      {words && <span className={css.nodeWords}>{words}</span>}
      <Handle type="source" position={Position.Top} className={css.handle} />
    </div>
  );
}

function FlowLine({ data, selected, interactionWidth }: EdgeProps<FlowEdge>) {
  if (!data) return null;
  const state = flowState(data.line);
  return (
    <>
      <BaseEdge path={data.path} interactionWidth={interactionWidth} className={`${css.line} ${css[state]} ${selected ? css.chosen : ""}`} style={{ strokeWidth: data.line.width }} />
      {data.marked && (
        <g transform={`translate(${data.x} ${data.y})`} className={css.mark} data-state={state}>
          <circle r="8" />
          <path d={SHAPES[state]} transform="translate(-5.6 -5.6) scale(0.7)" />
        </g>
      )}
    </>
  );
}
