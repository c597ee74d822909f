// Risk ratios as dots on their intervals, on a logarithmic scale around 1. The table beside holds the same
// figures, so the picture is left out for who reads with ears.
import { CartesianGrid, ErrorBar, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis, type ScatterShapeProps } from "recharts";
import type { Edge } from "../../api/types";
import { useLanguage } from "../../i18n";
import { ratioTicks } from "../../lib/ticks";
import { useWidth } from "../../lib/useWidth";
import css from "./Domino.module.css";

type Props = { edges: Edge[]; selected?: string; choose: (edge: string) => void };
type Point = { id: string; name: string; ends: [string, string]; at: number; value: number; reach: [number, number]; sure: boolean };

export function Ratios({ edges, selected, choose }: Props) {
  const { format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(700);
  const names = Math.min(300, Math.max(110, width * 0.36));
  const points = edges.flatMap<Point>(({ provider, customer, risk_ratio: ratio }, i) => {
    if (!ratio) return [];
    const [low, high] = ratio.interval;
    // A logarithm of nothing is no place: what falls below a hundredth is drawn there.
    const value = Math.max(ratio.value, 0.01);
    return [{ id: `${provider}>${customer}`, name: `${provider} → ${customer}`, ends: [provider, `→ ${customer}`], at: edges.length - i, value, reach: [value - Math.max(low, 0.01), high - value], sure: low > 1 || high < 1 }];
  });
  const low = Math.min(1, ...points.map((point) => point.value - point.reach[0]));
  const high = Math.max(1, ...points.map((point) => point.value + point.reach[1]));
  const byPlace = new Map(points.map((point) => [point.at, point]));
  const room = Math.floor(names / 6.6);
  // Where both ends do not fit side by side, each has a line of its own.
  const lines = ({ name, ends }: Point) => (name.length <= room ? [name] : ends.map((end) => (end.length > room ? `${end.slice(0, room - 1)}…` : end)));
  const shape = ({ cx, cy, payload }: ScatterShapeProps) => {
    const point = payload as Point;
    return (
      <g onClick={() => { choose(point.id); }} style={{ cursor: "pointer" }}>
        <title>{`${point.name}: ${format.decimal(point.value, 2)}`}</title>
        <circle cx={cx} cy={cy} r={14} fill="transparent" data-page-only />
        <circle cx={cx} cy={cy} r={point.id === selected ? 7 : 5} fill={point.sure ? "var(--ink)" : "var(--sheet)"} stroke="var(--ink)" strokeWidth={1.5} />
      </g>
    );
  };
  return (
    <div ref={element} className={css.ratios} style={{ blockSize: points.length * 34 + 56 }} aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart margin={{ top: 8, right: 24, bottom: 4, left: 0 }} accessibilityLayer={false} data-picture>
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis type="number" dataKey="value" scale="log" domain={[low * 0.9, high * 1.1]} allowDataOverflow ticks={ratioTicks(low * 0.9, high * 1.1)} tickFormatter={(x: number) => `${format.decimal(x, x < 1 ? 2 : 1).replace(/[.,]0$/, "")}×`} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} tick={{ fill: "var(--ink-2)", fontSize: 12 }} />
          <YAxis
            type="number" dataKey="at" domain={[0.4, points.length + 0.6]} ticks={points.map((point) => point.at)} interval={0} width={names} tickLine={false} axisLine={false}
            tick={({ x, y, payload }: { x: number | string; y: number | string; payload: { value: number } }) => {
              const point = byPlace.get(payload.value);
              const told = point ? lines(point) : [];
              const [left, top] = [Number(x) - names + 12, Number(y) + 4 - (told.length - 1) * 7];
              return <text textAnchor="start" fontSize={12.5} fill="var(--ink)">{told.map((line, i) => <tspan key={line} x={left} y={top + i * 14}>{line}</tspan>)}</text>;
            }}
          />
          <ReferenceLine x={1} stroke="var(--line-strong)" strokeDasharray="4 3" />
          <Scatter data={points} shape={shape} isAnimationActive={false}>
            <ErrorBar dataKey="reach" direction="x" width={4} strokeWidth={1.5} stroke="var(--ink-2)" isAnimationActive={false} />
          </Scatter>
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}
