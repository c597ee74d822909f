// The planned chain as a graph: time runs to the right (down where there is no room), at the end the customer.
// The longest way is one strong line. Steps are connected by dragging from edge to edge; the panel beside
// it does the same by keyboard.
import { Background, BaseEdge, Controls, getBezierPath, Handle, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMantineColorScheme } from "@mantine/core";
import { useMemo, type CSSProperties } from "react";
import type { PlanStep } from "../../api/office";
import { useLanguage } from "../../i18n";
import { CUSTOMER, END, longest, spots, STEP, wires } from "../../lib/blueprint";
import { useWidth } from "../../lib/useWidth";
import { workingTime } from "../../lib/working-time";
import css from "./Services.module.css";

type Data = { name: string; provider: string; time: string; list: string; strong: boolean; down: boolean; locked: boolean };
type StepNode = Node<Data, "step">;
type EndNode = Node<{ name: string; down: boolean }, "end">;
type WireEdge = Edge<{ strong: boolean }, "wire">;

const nodeTypes = { step: StepBox, end: EndBox };
const edgeTypes = { wire: WireLine };
/** Smaller than this the words in the picture are hard to read: then time runs down. */
const READABLE = 0.85;

type Props = {
  steps: PlanStep[];
  nameOf: (party: string) => string;
  chosen: string | null;
  locked: boolean;
  choose: (step: string | null) => void;
  connect: (from: string, to: string) => void;
  disconnect: (from: string, to: string) => void;
  remove: (step: string) => void;
};

export function Blueprint({ steps, nameOf, chosen, locked, choose, connect, disconnect, remove }: Props) {
  const { t, format } = useLanguage();
  const { colorScheme } = useMantineColorScheme();
  const { element, width } = useWidth<HTMLDivElement>(900);
  const shape = steps.map((step) => `${step.id}:${(step.after ?? []).join()}`).join(" ");
  const { graph, down } = useMemo(() => {
    const across = spots(steps);
    const narrow = across.width * READABLE > width;
    return { graph: narrow ? spots(steps, true) : across, down: narrow };
    // The picture moves only where the plan does, not with every letter of a name.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape, width]);
  const path = useMemo(() => longest(steps).path.map((step) => step.id), [steps]);
  const place = useMemo(() => new Map(graph.spots.map((spot) => [spot.id, spot])), [graph]);

  const nodes = useMemo<(StepNode | EndNode)[]>(() => {
    const at = (id: string) => ({ x: place.get(id)?.x ?? 0, y: place.get(id)?.y ?? 0 });
    const boxes = steps.map((step): StepNode => {
      const name = step.name || t("services.step.unnamed");
      const many = step.checklist?.length ?? 0;
      const data: Data = {
        name, provider: step.provider ? nameOf(step.provider) : t("services.nobody"), time: workingTime(step.seconds, format), strong: path.includes(step.id), down, locked,
        list: many > 0 ? t("services.checklist.n", { count: many, n: format.count(many) }) : "",
      };
      return { id: step.id, type: "step", position: at(step.id), ...STEP, data, selected: step.id === chosen, ariaLabel: `${name}, ${data.provider}, ${data.time}` };
    });
    return [...boxes, { id: CUSTOMER, type: "end", position: at(CUSTOMER), ...END, data: { name: t("services.customer"), down }, selectable: false, focusable: false, deletable: false, connectable: false }];
  }, [steps, place, path, chosen, down, locked, nameOf, t, format]);

  const edges = useMemo<WireEdge[]>(() => wires(steps).map((wire) => {
    const here = path.indexOf(wire.from);
    const strong = here >= 0 && (wire.to === CUSTOMER ? here === path.length - 1 : path[here + 1] === wire.to);
    const called = (id: string) => (id === CUSTOMER ? t("services.customer") : steps.find((step) => step.id === id)?.name || t("services.step.unnamed"));
    const inner = wire.to !== CUSTOMER;
    return {
      id: wire.id, type: "wire", source: wire.from, target: wire.to, data: { strong }, deletable: inner && !locked, selectable: inner, focusable: inner && !locked,
      ariaLabel: t("services.wire", { step: called(wire.to), before: called(wire.from) }),
    };
  }), [steps, path, locked, t]);

  return (
    <div className={css.canvas} ref={element} style={{ "--wanted": `${Math.round(graph.height + 72)}px` } as CSSProperties}>
      <ReactFlow
        key={`${steps.length} ${down}`} nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} colorMode={colorScheme === "auto" ? "system" : colorScheme}
        nodesDraggable={false} nodesConnectable={!locked} nodesFocusable edgesFocusable={!locked} deleteKeyCode={locked ? null : ["Delete", "Backspace"]} selectionKeyCode={null} multiSelectionKeyCode={null}
        fitView fitViewOptions={{ padding: 0.08, maxZoom: 1 }} minZoom={0.1} maxZoom={1.5} zoomOnScroll={false} panOnScroll={false} preventScrolling={false} zoomActivationKeyCode="Control"
        onNodeClick={(_, node) => { if (node.id !== CUSTOMER) choose(node.id); }}
        onConnect={({ source, target }) => { if (source && target && target !== CUSTOMER) connect(source, target); }}
        onDelete={(gone) => {
          // A step takes its connections with it.
          for (const node of gone.nodes) remove(node.id);
          if (gone.nodes.length === 0) for (const edge of gone.edges) disconnect(edge.source, edge.target);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          const id = (event.target as HTMLElement).closest(".react-flow__node")?.getAttribute("data-id");
          if (id && id !== CUSTOMER) choose(id);
        }}
        ariaLabelConfig={{ "node.a11yDescription.default": t("services.aria.step"), "edge.a11yDescription.default": t("services.aria.wire") }}
      >
        <Background gap={28} size={1} color="var(--line)" />
        <Controls position="top-right" showInteractive={false} aria-label={t("map.controls")} />
      </ReactFlow>
    </div>
  );
}

function StepBox({ data, selected }: NodeProps<StepNode>) {
  return (
    <div className={css.node} data-strong={data.strong || undefined} data-chosen={selected || undefined}>
      <Handle type="target" position={data.down ? Position.Top : Position.Left} className={css.handle} isConnectable={!data.locked} />
      <span className={css.nodeName} title={data.name}>{data.name}</span>
      <span className={css.nodeWords} title={data.provider}>{data.provider}</span>
      <span className={css.nodeWords}>{[data.time, data.list].filter(Boolean).join(" · ")}</span>
      <Handle type="source" position={data.down ? Position.Bottom : Position.Right} className={css.handle} isConnectable={!data.locked} />
    </div>
  );
}

function EndBox({ data }: NodeProps<EndNode>) {
  return (
    <div className={css.end}>
      <Handle type="target" position={data.down ? Position.Top : Position.Left} className={css.unseen} isConnectable={false} />
      {data.name}
    </div>
  );
}

function WireLine({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected }: EdgeProps<WireEdge>) {
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return <BaseEdge path={path} interactionWidth={18} className={`${css.wire} ${data?.strong ? css.strong : ""} ${selected ? css.picked : ""}`} />;
}
