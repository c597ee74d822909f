// Teams beside each other without a ranking: share against number of hand-offs, with the lines between which chance
// alone would put a team of that size. The table beside holds the same figures.
import type { Funnel } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { roundTicks } from "../../lib/ticks";
import { useWidth } from "../../lib/useWidth";
import css from "./Domino.module.css";

const HEIGHT = 320;
const TOP = 14;
const FOOT = 40;
const LEFT = 46;
const RIGHT = 12;

export function FunnelPicture({ funnel }: { funnel: Funnel }) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(560);
  const points = funnel.points.toSorted((a, b) => a.share.n - b.share.n);
  const most = Math.max(1, ...points.map(({ share }) => share.n)) * 1.06;
  const least = Math.min(funnel.target, ...points.flatMap(({ share, outer }) => [share.share, outer[0]]));
  const bottom = Math.max(0, Math.floor(least * 10) / 10);
  const floor = HEIGHT - FOOT;
  const x = (n: number) => LEFT + (n / most) * (width - LEFT - RIGHT);
  const y = (share: number) => floor - ((share - bottom) / Math.max(0.01, 1 - bottom)) * (floor - TOP);
  const line = (end: (point: (typeof points)[number]) => number) => points.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.share.n)} ${y(end(point))}`).join("");
  const shares = Array.from({ length: Math.round((1 - bottom) * 10) + 1 }, (_, i) => bottom + i / 10).filter((_, i, all) => all.length <= 6 || i % 2 === 0);
  return (
    <div ref={element} className={css.ratios} style={{ blockSize: HEIGHT }} aria-hidden="true">
      <svg data-picture width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {shares.map((share) => (
          <g key={share}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(share)} y2={y(share)} stroke="var(--line)" />
            <text x={LEFT - 8} y={y(share) + 4} textAnchor="end" fontSize="11" fill="var(--ink-2)">{format.share(share)}</text>
          </g>
        ))}
        {roundTicks(most, width < 480 ? 3 : 5).map((n) => <text key={n} x={x(n)} y={floor + 16} textAnchor="middle" fontSize="11" fill="var(--ink-2)">{format.count(n)}</text>)}
        <text x={(LEFT + width) / 2} y={HEIGHT - 4} textAnchor="middle" fontSize="11" fill="var(--ink-2)">{t("rated.handoffs")}</text>
        <line x1={LEFT} x2={width - RIGHT} y1={y(funnel.target)} y2={y(funnel.target)} stroke="var(--ink-2)" />
        {([["inner", "5 4"], ["outer", "1.5 3"]] as const).flatMap(([limits, dash]) => [0, 1].map((end) => (
          <path key={`${limits} ${end}`} d={line((point) => point[limits][end] ?? funnel.target)} fill="none" stroke="var(--line-strong)" strokeWidth="1.25" strokeDasharray={dash} />
        )))}
        {points.map(({ provider, share, place }) => {
          const left = x(share.n) > width * 0.6;
          return (
            <g key={provider}>
              <title>{`${provider}: ${format.share(share.share)} (${format.count(share.k)}/${format.count(share.n)})`}</title>
              <circle cx={x(share.n)} cy={y(share.share)} r="5" fill={place === "expected" ? "var(--sheet)" : "var(--ink)"} stroke="var(--ink)" strokeWidth="1.5" />
              {place === "apart" && <text x={x(share.n) + (left ? -9 : 9)} y={y(share.share) + 4} textAnchor={left ? "end" : "start"} fontSize="11" fill="var(--ink)">{provider}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
