// The staircase itself. A click on a step ticks the plan up to it; the list below says the same by keyboard.
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, XAxis, YAxis, type BarShapeProps } from "recharts";
import { useLanguage } from "../../i18n";
import type { Stair } from "../../lib/staircase";

type Props = { steps: Stair[]; broken: number; repair: string[]; label: string; total: string; choose: (steps: number) => void };

export function Staircase({ steps, broken, repair, label, total, choose }: Props) {
  const { format } = useLanguage();
  const data = steps.map((step) => ({ ...step, span: [step.from, step.to] }));
  const shape = ({ x, y, width, height, payload }: BarShapeProps) => {
    const step = payload as Stair;
    const ticked = step.provider !== null && repair.includes(step.provider);
    const several = step.provider === null;
    const fill = several ? "none" : ticked ? "var(--kept-fill)" : "var(--sunk)";
    return (
      <g onClick={several ? undefined : () => { choose(step.n); }} style={{ cursor: several ? "default" : "pointer" }}>
        <title>{`${step.provider ?? total} +${format.count(step.to - step.from)}`}</title>
        <rect x={x} y={y} width={width} height={height} fill={fill} />
        <path
          d={`M${x} ${y + height}V${y}H${x + width}`} fill="none" stroke={ticked ? "var(--kept)" : "var(--ink)"} strokeWidth={2}
          strokeDasharray={several ? "3 4" : undefined} strokeLinejoin="round"
        />
        {width > 26 && steps.length <= 14 && (
          <text x={x + width / 2} y={y - 6} textAnchor="middle" fontSize={12} fill="var(--ink-2)">{format.count(step.to)}</text>
        )}
      </g>
    );
  };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data} barCategoryGap={0} barGap={0} margin={{ top: 22, right: 4, bottom: 0, left: 0 }} data-picture accessibilityLayer={false} title={label}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="n" tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} interval="preserveStartEnd" minTickGap={12} tick={{ fill: "var(--ink-2)", fontSize: 12 }} />
        <YAxis domain={[0, broken]} width={40} tickLine={false} axisLine={false} allowDecimals={false} tickCount={4} tick={{ fill: "var(--ink-2)", fontSize: 12 }} tickFormatter={(n: number) => format.count(n)} />
        <ReferenceLine y={broken} stroke="var(--broken)" strokeDasharray="5 3" label={{ value: total, position: "insideTopLeft", fill: "var(--broken)", fontSize: 12, dy: -20 }} ifOverflow="visible" />
        <Bar dataKey="span" shape={shape} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
