// All teams together, period by period: two lines, one above the other on scales of their own, because on one scale any two
// lines seem to follow each other.
import type { PanelPeriod, PeriodWord } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { useWidth } from "../../lib/useWidth";
import { Picture } from "../../parts/Picture";
import { Table } from "../../parts/Table";
import css from "./InternalExternal.module.css";

const BAND = 112;
const GAP = 26;
const [TOP, BOTTOM, LEFT, RIGHT] = [18, 26, 44, 10];
const HEIGHT = TOP + 2 * BAND + GAP + BOTTOM;

type Side = "received" | "experienced";
type Props = { title: string; periods: PanelPeriod[]; period: PeriodWord; file: string[]; over?: PanelPeriod[] };

export function Timeline({ title, periods, period, file, over = periods }: Props) {
  const { t } = useLanguage();
  return (
    <Picture title={title} file={[...file, title]} table={<PeriodTable title={title} periods={periods} period={period} file={file} />}>
      <p className="quiet small">{t("panel.timeline.read")}</p>
      <Chart periods={periods} over={over} />
    </Picture>
  );
}

function Chart({ periods, over }: { periods: PanelPeriod[]; over: PanelPeriod[] }) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(480);
  const x = (i: number) => LEFT + (periods.length < 2 ? 0.5 : i / (periods.length - 1)) * (width - LEFT - RIGHT);
  const every = Math.max(1, Math.ceil((periods.length * 64) / (width - LEFT)));
  return (
    <div ref={element} className={css.chart}>
      <svg data-picture aria-hidden="true" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {(["experienced", "received"] as const).map((side, row) => {
          const top = TOP + row * (BAND + GAP);
          const values = over.flatMap((one) => { const mean = one[side]; return mean ? [mean.mean] : []; });
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const room = Math.max(0.05, (high - low) * 0.08);
          const y = (value: number) => top + ((high + room - value) / (high - low + 2 * room)) * BAND;
          return (
            <g key={side}>
              <text x={LEFT} y={top - 6} className={css.word}>{t(`panel.axis.${side}`)}</text>
              {values.length > 0 && [low, high].map((tick, i) => (
                <g key={i}>
                  <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={css.grid} />
                  {(i === 0 || high - low > 0.005) && <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{format.decimal(tick, 2)}</text>}
                </g>
              ))}
              <path d={path(periods, side, x, y)} className={css.line} />
              {periods.map((one, i) => { const mean = one[side]; return mean && <circle key={one.period} cx={x(i)} cy={y(mean.mean)} r={periods.length > 30 ? 2 : 3} className={css.on}><title>{`${format.date(one.period)}: ${format.decimal(mean.mean, 2)} (${mean.n})`}</title></circle>; })}
            </g>
          );
        })}
        {periods.map((one, i) => i % every === 0 && (i + every <= periods.length || i === 0) && <text key={one.period} x={x(i)} y={HEIGHT - 6} textAnchor={i === 0 ? "start" : "middle"}>{format.dayMonth(one.period)}</text>)}
      </svg>
    </div>
  );
}

/** A line that is interrupted where nothing is known. */
function path(periods: PanelPeriod[], side: Side, x: (i: number) => number, y: (value: number) => number): string {
  let drawn = "";
  periods.forEach((one, i) => {
    const mean = one[side];
    if (mean) drawn += `${i > 0 && periods[i - 1]?.[side] ? "L" : "M"}${x(i)} ${y(mean.mean)}`;
  });
  return drawn;
}

function PeriodTable({ title, periods, period, file }: Omit<Props, "over">) {
  const { t, format } = useLanguage();
  const side = (which: Side) => ({ key: which, title: t(`panel.axis.${which}`), number: true, value: (one: PanelPeriod) => one[which]?.mean, show: (one: PanelPeriod) => { const mean = one[which]; return mean ? format.decimal(mean.mean, 2) : "–"; } });
  const n = (which: Side) => ({ key: `n of ${which}`, title: "n", number: true, value: (one: PanelPeriod) => one[which]?.n });
  return (
    <Table<PanelPeriod>
      hideTitle title={t("panel.table", { title })} file={[...file, title]} rows={periods} rowKey={(one) => one.period} first={12}
      columns={[{ key: "period", title: t(`panel.${period}.from`), value: (one) => one.period, show: (one) => format.date(one.period) }, side("received"), n("received"), side("experienced"), n("experienced")]}
    />
  );
}
