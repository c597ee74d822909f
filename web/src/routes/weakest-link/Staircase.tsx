// The staircase itself. A click on a step ticks the plan up to it; the list below says the same by
// keyboard, so the picture is left out for who reads with ears.
import { useLanguage } from "../../i18n";
import type { Stair } from "../../lib/staircase";
import { roundTicks } from "../../lib/ticks";
import { useWidth } from "../../lib/useWidth";
import css from "./WeakestLink.module.css";

const HEIGHT = 240;
const TOP = 26;
const BOTTOM = 24;
const LEFT = 44;

type Props = { steps: Stair[]; broken: number; repair: string[]; total: string; choose: (steps: number) => void };

export function Staircase({ steps, broken, repair, total, choose }: Props) {
  const { format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(360);
  const stride = (width - LEFT - 4) / Math.max(1, steps.length);
  const x = (i: number) => LEFT + i * stride;
  const y = (n: number) => HEIGHT - BOTTOM - (n / broken) * (HEIGHT - BOTTOM - TOP);
  const every = Math.ceil(18 / stride);
  return (
    <div ref={element} className={css.chart}>
      <svg data-picture aria-hidden="true" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} className={css.staircase}>
        {roundTicks(broken, 3).map((n) => (
          <g key={n}>
            <line x1={LEFT} x2={width - 4} y1={y(n)} y2={y(n)} className={css.gridline} />
            <text x={LEFT - 8} y={y(n) + 4} textAnchor="end">{format.count(n)}</text>
          </g>
        ))}
        <line x1={LEFT} x2={width - 4} y1={y(broken)} y2={y(broken)} className={css.ceiling} />
        <text x={LEFT} y={y(broken) - 8} className={css.ceilingText}>{total}</text>
        {steps.map((step, i) => {
          const ticked = step.provider !== null && repair.includes(step.provider);
          return (
            <g key={step.n} className={css.stair} data-ticked={ticked || undefined} data-several={step.provider === null || undefined} onClick={step.provider === null ? undefined : () => { choose(step.n); }}>
              <title>{`${step.provider ?? "…"} +${format.count(step.to - step.from)}`}</title>
              <rect x={x(i)} y={y(step.to)} width={stride} height={y(0) - y(step.to)} />
              <path d={`M${x(i)} ${y(step.from)}V${y(step.to)}H${x(i + 1)}`} />
              {stride > 8 + 7 * format.count(step.to).length && y(step.to) - y(broken) > 14 && <text x={x(i) + stride / 2} y={y(step.to) - 7} textAnchor="middle">{format.count(step.to)}</text>}
              {i % every === 0 && <text x={x(i) + stride / 2} y={HEIGHT - 6} textAnchor="middle">{step.provider === null ? "…" : step.n}</text>}
            </g>
          );
        })}
        <line x1={LEFT} x2={width - 4} y1={y(0)} y2={y(0)} className={css.floor} />
      </svg>
    </div>
  );
}
