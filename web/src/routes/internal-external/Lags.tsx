// Five slopes side by side: customers asked two periods before to two after the hand-offs. Dots on their intervals, filled
// where they hold among all that were tested.
import type { Known, PanelLag, PeriodWord } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { useWidth } from "../../lib/useWidth";
import { Picture } from "../../parts/Picture";
import { Table } from "../../parts/Table";
import { signed } from "./Finding";
import css from "./InternalExternal.module.css";

const HEIGHT = 220;
const [TOP, BOTTOM, LEFT, RIGHT] = [16, 44, 52, 8];

type Props = { finding: Known; period: PeriodWord; file: string[] };

export function Lags({ finding, period, file }: Props) {
  const { t, format } = useLanguage();
  const { lags, tested } = finding;
  const title = t("panel.lags");
  const held = lags.filter((lag) => lag.holds).length;
  return (
    <Picture title={title} file={[...file, title]} table={<LagTable lags={lags} period={period} file={file} />}>
      <p className="quiet small">{t("panel.lags.read")} {held > 0 ? t("panel.lags.hold", { count: held, n: format.count(held), of: format.count(tested) }) : t("panel.lags.none", { of: format.count(tested) })}</p>
      <Chart lags={lags} period={period} />
    </Picture>
  );
}

function Chart({ lags, period }: { lags: PanelLag[]; period: PeriodWord }) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(640);
  const ends = lags.flatMap(({ found }) => (found ? [found.interval[0], found.interval[1]] : []));
  const reach = Math.max(0.1, ...ends.map(Math.abs)) * 1.08;
  const y = (slope: number) => TOP + ((reach - slope) / (2 * reach)) * (HEIGHT - TOP - BOTTOM);
  const stride = (width - LEFT - RIGHT) / lags.length;
  const x = (i: number) => LEFT + stride * (i + 0.5);
  const step = reach > 2 ? 1 : reach > 0.8 ? 0.5 : reach > 0.3 ? 0.2 : 0.1;
  const ticks = Array.from({ length: 2 * Math.floor(reach / step) + 1 }, (_, i) => (i - Math.floor(reach / step)) * step);
  return (
    <div ref={element} className={css.chart}>
      <svg data-picture aria-hidden="true" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className={Math.abs(tick) < 1e-9 ? css.zero : css.grid} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{Math.abs(tick) < 1e-9 ? "0" : signed(tick, format)}</text>
          </g>
        ))}
        {lags.map((lag, i) => {
          const words = when(lag.lag, period, t, format);
          return (
            <g key={lag.lag}>
              {lag.found
                ? (
                  <g className={css.slope} data-main={lag.lag === 0 || undefined}>
                    <title>{`${words}: ${signed(lag.found.beta, format)} [${signed(lag.found.interval[0], format)} … ${signed(lag.found.interval[1], format)}]`}</title>
                    <line x1={x(i)} x2={x(i)} y1={y(lag.found.interval[0])} y2={y(lag.found.interval[1])} />
                    <line x1={x(i) - 6} x2={x(i) + 6} y1={y(lag.found.interval[0])} y2={y(lag.found.interval[0])} />
                    <line x1={x(i) - 6} x2={x(i) + 6} y1={y(lag.found.interval[1])} y2={y(lag.found.interval[1])} />
                    <circle cx={x(i)} cy={y(lag.found.beta)} r={5.5} data-holds={lag.holds || undefined} />
                  </g>
                )
                : <text x={x(i)} y={y(0) - 8} textAnchor="middle">{t("panel.lag.few")}</text>}
              <text x={x(i)} y={HEIGHT - 24} textAnchor="middle" className={css.word}>{lag.lag === 0 ? t("panel.lag.same.short") : signedWhole(lag.lag)}</text>
            </g>
          );
        })}
        <text x={x(0)} y={HEIGHT - 6} textAnchor="middle">{t("panel.lag.before.short")}</text>
        <text x={x(lags.length - 1)} y={HEIGHT - 6} textAnchor="middle">{t("panel.lag.after.short")}</text>
      </svg>
    </div>
  );
}

const signedWhole = (value: number) => (value < 0 ? `−${-value}` : `+${value}`);

type Told = ReturnType<typeof useLanguage>;

function when(lag: number, period: PeriodWord, t: Told["t"], format: Told["format"]): string {
  if (lag === 0) return t(`panel.lag.same.${period}`);
  const by = t(`panel.${period}.n`, { count: Math.abs(lag), n: format.count(Math.abs(lag)) });
  return t(lag < 0 ? "panel.lag.before" : "panel.lag.after", { by });
}

function LagTable({ lags, period, file }: { lags: PanelLag[]; period: PeriodWord; file: string[] }) {
  const { t, format } = useLanguage();
  const title = t("panel.lags");
  return (
    <Table<PanelLag>
      hideTitle title={t("panel.table", { title })} file={[...file, title]} rows={lags} rowKey={(lag) => String(lag.lag)}
      columns={[
        { key: "lag", title: t("panel.lag"), value: (lag) => lag.lag, show: (lag) => when(lag.lag, period, t, format) },
        { key: "beta", title: t("panel.slope"), number: true, value: (lag) => lag.found?.beta, show: (lag) => (lag.found ? signed(lag.found.beta, format) : t("panel.lag.few")) },
        {
          key: "interval", title: t("panel.interval"), number: true, value: (lag) => lag.found?.interval[0],
          show: (lag) => (lag.found ? `${signed(lag.found.interval[0], format)} … ${signed(lag.found.interval[1], format)}` : "–"),
          more: [{ title: "97.5 %", value: (lag) => lag.found?.interval[1] }],
        },
        { key: "p", title: "p", number: true, value: (lag) => lag.found?.p, show: (lag) => (lag.found ? format.decimal(lag.found.p, 3) : "–") },
        { key: "shift", title: t("panel.p.shift"), number: true, value: (lag) => lag.found?.p_by_shift, show: (lag) => (lag.found ? format.decimal(lag.found.p_by_shift, 3) : "–") },
        { key: "cells", title: t("panel.cells"), number: true, value: (lag) => lag.found?.cells, show: (lag) => (lag.found ? format.count(lag.found.cells) : "–") },
        { key: "holds", title: t("panel.holds"), value: (lag) => lag.holds, show: (lag) => (lag.holds ? t("panel.holds.yes") : "–") },
      ]}
    />
  );
}
