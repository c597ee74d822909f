// An open chain drawn in time, in the marks of the waterfall of past chains: hatched is waiting to be begun,
// solid is working, hollow is the customer's turn, dotted is planned; what is still to come is drawn lighter.
// One strong line is what the promise waits for. A row opens its request.
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import type { ChainLink } from "../api/desk";
import { useLanguage } from "../i18n";
import { layOutLive, type Forecast, type LiveLayout, type Piece, type Row } from "../lib/live-chain";
import { linkSentence } from "../lib/link-story";
import { instant, ticks } from "../lib/time-axis";
import { useWidth } from "../lib/useWidth";
import look from "./Waterfall.module.css";
import css from "./LiveWaterfall.module.css";

const BAR = 14;

type Props = { chain: ChainLink[]; now: number; forecast: Forecast | null; here: string; label: string };

export function LiveWaterfall({ chain, now, forecast, here, label }: Props) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const { element, width } = useWidth<HTMLDivElement>(480);
  const [active, setActive] = useState<number | null>(null);
  const [stand, setStand] = useState(0);
  const box = useRef<SVGSVGElement>(null);
  const id = useId().replaceAll(":", "");
  const labels = width < 620 ? 0 : Math.min(280, Math.round(width * 0.26));
  const drawn = layOutLive(chain, now, width, labels, forecast);
  const { left, right, top, row, height, x, from, to, rows, path, customerY, over } = drawn;
  const root = rows[0]?.link;
  const days = format.date(instant(from)) !== format.date(instant(to));
  const marks = ticks(from, to, Math.max(2, Math.floor((right - left) / (days ? 96 : 64))));
  const story = (one: Row | undefined) => (one ? linkSentence(one.link, now, { t, format }) : "");
  const walk = (next: number) => {
    const at = Math.min(Math.max(0, next), rows.length - 1);
    setStand(at);
    box.current?.querySelectorAll<SVGGElement>("[data-row]")[at]?.focus();
  };
  const open = (link: ChainLink) => void navigate({ to: "/requests/$request", params: { request: String(link.number) }, search: (now) => now });
  const name = (y: number, text: string, depth: number, strong: boolean, share = 1) => {
    const indent = Math.min(depth, 8) * 12 * (labels > 0 ? 1 : 0.7);
    const room = Math.floor(((labels > 0 ? labels : width * share) - indent - 10) / 7);
    return (
      <text x={indent} y={labels > 0 ? y + 4.5 : y - 13} className={strong ? look.strong : look.name}>
        {text.length > room ? `${text.slice(0, Math.max(3, room - 1))}…` : text}
      </text>
    );
  };
  const ahead = path.findIndex((point) => point.ahead);
  const behind = ahead < 0 ? path : path.slice(0, ahead);
  const coming = ahead < 0 ? [] : path.slice(Math.max(0, ahead - 1));

  return (
    <div ref={element} className={look.box}>
      <svg
        ref={box} data-picture className={look.picture} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}
        onMouseLeave={() => { setActive(null); }}
      >
        <defs>
          {(["kept", "broken"] as const).map((state) => (
            <pattern key={state} id={`${id}${state}`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="5" className={look[state]} />
            </pattern>
          ))}
        </defs>
        {marks.map((mark) => (
          <g key={mark.at}>
            <line x1={x(mark.at)} x2={x(mark.at)} y1={top - 6} y2={height - 14} className={mark.day ? look.midnight : look.grid} />
            <text x={x(mark.at)} y={12} textAnchor={x(mark.at) < left + 24 ? "start" : x(mark.at) > right - 24 ? "end" : "middle"} className={look.axis}>
              {mark.day ? format.dayMonth(instant(mark.at)) : format.time(instant(mark.at))}
            </text>
          </g>
        ))}
        {rows.map((one, i) => (
          <g
            key={one.link.id} data-row className={`${look.row} ${css.row}`} data-active={active === i || undefined} data-here={one.link.id === here || undefined}
            role="link" aria-label={story(one)} aria-current={one.link.id === here || undefined} tabIndex={stand === i ? 0 : -1}
            onMouseEnter={() => { setActive(i); }} onClick={() => { open(one.link); }}
            onFocus={() => {
              setActive(i);
              setStand(i);
            }}
            onBlur={() => { setActive(null); }}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
              if (event.key === "Enter") open(one.link);
              else if (step !== undefined) walk(i + step);
              else return;
              event.preventDefault();
            }}
          >
            <rect data-page-only x={0} y={one.y - row / 2 - (labels > 0 ? 0 : 7)} width={width} height={row} className={look.band} />
            <Bar of={one} x={x} within={drawn.within} hatch={id} over={over} />
          </g>
        ))}
        <Promise of={drawn} forecast={forecast} now={now} words={(seconds, due, beyond) => (beyond ? t("live.beyond", { due: format.instant(instant(due)), spare: format.duration(seconds) }) : format.duration(seconds))} />
        {!over && now >= from && now <= to && <line x1={x(now)} x2={x(now)} y1={top - 8} y2={height - 14} className={css.now} />}
        <g aria-hidden="true" className={look.path}>
          {[behind, coming].map((part, i) => part.length > 1 && (
            <g key={i}>
              <polyline points={part.map((p) => `${p.x},${p.y}`).join(" ")} className={look.halo} />
              <polyline points={part.map((p) => `${p.x},${p.y}`).join(" ")} className={i === 0 ? look.line : css.coming} />
            </g>
          ))}
        </g>
        <g aria-hidden="true" className={look.names}>
          {/* Above the line of the promise its words stand at the other end. */}
          {name(customerY, root?.customer.name ?? "", 0, true, drawn.due === null ? 1 : 0.5)}
          {rows.map((one) => <g key={one.link.id}>{name(one.y, `${one.link.provider.name}${one.link.parent === null || one.link.subject === "" ? "" : ` · ${one.link.subject}`}`, one.depth + 1, one.link.id === here)}</g>)}
        </g>
        {!over && <text x={Math.min(Math.max(x(now), left + 16), right - 16)} y={height - 3} textAnchor="middle" className={css.nowWord}>{t("live.now")}</text>}
      </svg>
      <p className={`${look.story} ${css.story}`} aria-hidden="true">{active === null ? <span className="quiet">{t("waterfall.hint")}</span> : story(rows[active])}</p>
      <Legend />
    </div>
  );
}

function Bar({ of, x, within, hatch, over }: { of: Row; x: LiveLayout["x"]; within: LiveLayout["within"]; hatch: string; over: boolean }) {
  const { y, due, latest } = of;
  const top = y - BAR / 2;
  const draw = (piece: Piece, i: number) => {
    const { kind, from, to } = piece;
    if (kind === "customer") return <Hollow key={i} from={x(from)} to={x(to)} y={y} />;
    if (kind === "planned") return <rect key={i} x={x(from)} y={top + 0.75} width={Math.max(3, x(to) - x(from))} height={BAR - 1.5} rx={3} className={css.planned} />;
    const turn = due === null ? to : Math.min(Math.max(due, from), to);
    return [{ from, to: turn, state: "kept" as const }, { from: turn, to, state: "broken" as const }].filter((part) => part.to > part.from || (from === to && part.state === "kept")).map((part) => {
      const waiting = kind === "waiting" || kind === "resting";
      return (
        <rect
          key={`${i}${part.state}`} x={x(part.from)} y={top} width={Math.max(2, x(part.to) - x(part.from))} height={BAR}
          className={`${waiting ? look[`${part.state}Wait`] : look[`${part.state}Work`]} ${kind === "ahead" ? css.ahead : ""}`} fill={waiting ? `url(#${hatch}${part.state})` : undefined}
        />
      );
    });
  };
  const order = { waiting: 0, working: 0, ahead: 0, planned: 0, resting: 1, customer: 1 };
  return (
    <g>
      {[...of.pieces].sort((a, b) => order[a.kind] - order[b.kind]).map(draw)}
      {within(due) && <path d={`M${x(due)} ${y - 10}v20`} className={look.due} />}
      {within(latest) && !over && <path d={`M${x(latest)} ${y - 8}v16m-3 -3l3 3l3 -3`} className={css.latest} />}
    </g>
  );
}

function Hollow({ from, to, y }: { from: number; to: number; y: number }) {
  const width = Math.max(3, to - from);
  return (
    <g>
      <rect x={from} y={y - BAR / 2 - 1} width={width} height={BAR + 2} className={css.clear} />
      <rect x={from} y={y - BAR / 2} width={width} height={BAR} rx={3} className={look.hollow} />
      {width > 22 && (
        <g className={look.person} transform={`translate(${from + width / 2} ${y})`}>
          <circle cx="0" cy="-2.2" r="2.2" />
          <path d="M-4 5a4 4 0 0 1 8 0" />
        </g>
      )}
    </g>
  );
}

/** The customer's row: the promise, what is left of it or what it is late by, and how sure the end is. */
function Promise({ of, forecast, now, words }: { of: LiveLayout; forecast: Forecast | null; now: number; words: (spare: number, due: number, beyond: boolean) => string }) {
  const { x, customerY: y, due, dueBeyond, end, from, over, rows } = of;
  const known = forecast?.state === "known" ? { earliest: Date.parse(forecast.earliest_at) / 1000, expected: Date.parse(forecast.expected_at) / 1000, latest: Date.parse(forecast.latest_at) / 1000 } : null;
  const low = due === null ? 0 : x(Math.min(due, end));
  const high = due === null ? 0 : x(Math.max(due, end));
  const late = due !== null && end > due;
  return (
    <g>
      <line x1={x(rows[0]?.begins ?? from)} x2={x(end)} y1={y} y2={y} className={look.promised} />
      {known && !over && (
        <g>
          <path d={`M${x(now)} ${y}L${x(known.earliest)} ${y - 8}H${x(known.latest)}V${y + 8}H${x(known.earliest)}Z`} className={css.fan} />
          <path d={`M${x(known.expected)} ${y - 8}v16`} className={css.likely} />
        </g>
      )}
      {late && <rect x={low} y={y - 4} width={Math.max(2, high - low)} height={8} rx={2} className={look.overrun} />}
      {due !== null && !late && high - low > 6 && (
        <g>
          <path d={`M${low} ${y - 5}v10M${low} ${y}H${high}`} className={css.slack} />
          {dueBeyond && <path d={`M${high - 7} ${y - 5}L${high} ${y}L${high - 7} ${y + 5}`} className={css.slack} />}
          {high - low > 76 && <text x={dueBeyond ? high : (low + high) / 2} y={y - 7} textAnchor={dueBeyond ? "end" : "middle"} className={css.slackWord}>{words(due - end, due, dueBeyond)}</text>}
        </g>
      )}
      {due !== null && !dueBeyond && <path d={`M${x(due)} ${y - 11}v22`} className={look.due} />}
    </g>
  );
}

/** What the marks mean. */
function Legend() {
  const { t } = useLanguage();
  return (
    <ul className={look.legend}>
      <li><svg width="26" height="12"><rect y="1" width="26" height="10" className={look.keptWork} /></svg>{t("waterfall.working")}</li>
      <li><svg width="26" height="12"><rect x="0.5" y="1.5" width="25" height="9" className={look.keptWait} fill="none" /><path d="M4 11 11 1M11 11 18 1M18 11 25 1" className={look.kept} /></svg>{t("waterfall.waiting")}</li>
      <li><svg width="26" height="12"><rect y="1" width="26" height="10" className={`${look.keptWork} ${css.ahead}`} /></svg>{t("live.ahead")}</li>
      <li><svg width="26" height="12"><rect x="1" y="1.5" width="24" height="9" rx="3" className={css.planned} /></svg>{t("live.planned")}</li>
      <li><svg width="26" height="12"><rect x="1" y="1.5" width="24" height="9" rx="3" className={look.hollow} /></svg>{t("waterfall.customer")}</li>
      <li><svg width="10" height="16"><path d="M5 0v16" className={look.due} /></svg>{t("live.due")}</li>
      <li><svg width="10" height="16"><path d="M5 0v16m-3 -3l3 3l3 -3" className={css.latest} /></svg>{t("live.latest")}</li>
      <li><svg width="26" height="12"><path d="M0 6h26" className={look.line} /></svg>{t("waterfall.path")}</li>
    </ul>
  );
}
