// Each cell a dot: how a team rated what it received in a period, and how customers rated its promises then. The larger the
// dot, the more answers the smaller side has. Teams have names, no colours.
import type { PanelPoint, PeriodWord } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { useWidth } from "../../lib/useWidth";
import { Picture } from "../../parts/Picture";
import { Table } from "../../parts/Table";
import css from "./InternalExternal.module.css";

const HEIGHT = 300;
const [TOP, BOTTOM, LEFT, RIGHT] = [12, 44, 44, 10];

type Props = { title: string; points: PanelPoint[]; names: string[]; period: PeriodWord; file: string[]; /** What the axes reach over, so that two pictures can be compared. */ over?: PanelPoint[]; invented?: boolean };

export function Scatter({ title, points, names, period, file, over = points, invented = false }: Props) {
  const { t } = useLanguage();
  return (
    <Picture title={title} file={[...file, title]} table={<PointTable title={title} points={points} names={names} period={period} file={file} />}>
      <p className="quiet small">{invented ? t("panel.scatter.invented") : t("panel.scatter.read", { each: t(`panel.${period}.each`) })}</p>
      <Chart points={points} names={names} period={period} over={over} />
    </Picture>
  );
}

function Chart({ points, names, period, over }: Pick<Props, "points" | "names" | "period"> & { over: PanelPoint[] }) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(480);
  const [fromX, toX] = range(over.map((point) => point.received.mean));
  const [fromY, toY] = range(over.map((point) => point.experienced.mean));
  const x = (value: number) => LEFT + ((value - fromX) / (toX - fromX)) * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + ((toY - value) / (toY - fromY)) * (HEIGHT - TOP - BOTTOM);
  return (
    <div ref={element} className={css.chart}>
      <svg data-picture aria-hidden="true" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {steps(fromY, toY).map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={css.grid} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{format.decimal(tick, 1)}</text>
          </g>
        ))}
        {steps(fromX, toX).map((tick) => <text key={tick} x={x(tick)} y={HEIGHT - BOTTOM + 18} textAnchor="middle">{format.decimal(tick, 1)}</text>)}
        <text x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle" className={css.word}>{t("panel.axis.received")}</text>
        {points.map((point) => (
          <circle key={`${point.team} ${point.period}`} cx={x(point.received.mean)} cy={y(point.experienced.mean)} r={Math.min(9, 2 + Math.sqrt(Math.min(point.received.n, point.experienced.n)) * 0.8)} className={css.dot}>
            <title>{`${names[point.team] ?? ""}, ${period === "week" ? format.date(point.period) : month(point.period, format)}: ${format.decimal(point.received.mean, 2)} (${point.received.n}) · ${format.decimal(point.experienced.mean, 2)} (${point.experienced.n})`}</title>
          </circle>
        ))}
        <text x={LEFT} y={TOP - 1} className={css.word}>{t("panel.axis.experienced")}</text>
      </svg>
    </div>
  );
}

/** Somewhat more than the values reach over. */
function range(values: number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.1, (high - low) * 0.06);
  return [low - room, high + room];
}

function steps(from: number, to: number): number[] {
  const step = to - from > 2.5 ? 1 : to - from > 1 ? 0.5 : 0.2;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

type Format = ReturnType<typeof useLanguage>["format"];

/** A month by its first day. */
export const month = (day: string, format: Format) => format.date(day);

function PointTable({ title, points, names, period, file }: Omit<Props, "over">) {
  const { t, format } = useLanguage();
  return (
    <Table<PanelPoint>
      hideTitle title={t("panel.table", { title })} file={[...file, title]} rows={points} rowKey={(point) => `${point.team} ${point.period}`} first={12}
      columns={[
        { key: "team", title: t("ranking.team"), value: (point) => names[point.team] },
        { key: "period", title: t(`panel.${period}.from`), value: (point) => point.period, show: (point) => format.date(point.period) },
        { key: "received", title: t("panel.axis.received"), number: true, value: (point) => point.received.mean, show: (point) => format.decimal(point.received.mean, 2) },
        { key: "n", title: "n", number: true, value: (point) => point.received.n },
        { key: "said", title: t("panel.axis.experienced"), number: true, value: (point) => point.experienced.mean, show: (point) => format.decimal(point.experienced.mean, 2) },
        { key: "m", title: "n", number: true, value: (point) => point.experienced.n },
      ]}
    />
  );
}
