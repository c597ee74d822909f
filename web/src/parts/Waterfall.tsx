// A chain drawn in time: solid is working, hatched is waiting to be started, hollow is the customer's own
// turn; a tick is the budget, past it the bar turns. One strong line is the critical path.
import { Fragment, useId, useRef, useState } from "react";
import type { ChainDetail } from "../api/types";
import { useLanguage } from "../i18n";
import { handoffSentence, promiseSentence } from "../lib/story";
import { instant, seconds, ticks } from "../lib/time-axis";
import { useWidth } from "../lib/useWidth";
import { layOut, type Bar } from "../lib/waterfall";
import css from "./Waterfall.module.css";

const BAR = 14;

type Props = { chain: ChainDetail; /** A preview among others: no sentence below, no keys. */ small?: boolean };

export function Waterfall({ chain, small = false }: Props) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(720);
  const [active, setActive] = useState<number | null>(null);
  const [here, setHere] = useState(0);
  const box = useRef<SVGSVGElement>(null);
  const id = useId().replaceAll(":", "");
  const labels = width < 560 ? 0 : Math.min(230, Math.round(width * 0.24));
  const { left, right, top, row, height, x, from, to, rows, path } = layOut(chain, width, labels);
  const days = format.date(instant(from)) !== format.date(instant(to));
  const marks = ticks(from, to, Math.max(2, Math.floor((right - left) / (days ? 96 : 64))));
  const customerY = top + row / 2 + (labels > 0 ? 0 : 7);
  const due = chain.due === null ? null : x(seconds(chain.due));
  const story = (index: number) => {
    const bar = rows[index];
    return bar ? handoffSentence(bar.handoff, chain, { t, format }) : "";
  };
  const name = (y: number, text: string, depth: number, strong: boolean) => {
    const indent = Math.min(depth, 8) * 12;
    const room = labels > 0 ? Math.floor((labels - indent - 12) / 7) : Math.floor((width - indent) / 7);
    return (
      <text x={labels > 0 ? indent : indent * 0.7} y={labels > 0 ? y + 4.5 : y - 13} className={strong ? css.strong : css.name}>
        {text.length > room ? `${text.slice(0, Math.max(3, room - 1))}…` : text}
      </text>
    );
  };
  const walk = (to: number) => {
    const next = Math.min(Math.max(0, to), rows.length - 1);
    setHere(next);
    box.current?.querySelectorAll<SVGGElement>("[data-row]")[next]?.focus();
  };

  return (
    <div ref={element} className={css.box}>
      <svg
        ref={box} data-picture className={css.picture} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group"
        aria-label={t("waterfall.label", { root: chain.root, sentence: promiseSentence(chain, { t, format }) })}
        onMouseLeave={() => { setActive(null); }}
      >
        <defs>
          {(["kept", "broken", "unknown"] as const).map((state) => (
            <pattern key={state} id={`${id}${state}`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="5" className={css[state]} />
            </pattern>
          ))}
        </defs>
        {marks.map((mark) => (
          <g key={mark.at}>
            <line x1={x(mark.at)} x2={x(mark.at)} y1={top - 6} y2={height - 8} className={mark.day ? css.midnight : css.grid} />
            <text x={x(mark.at)} y={12} textAnchor={x(mark.at) < left + 24 ? "start" : x(mark.at) > right - 24 ? "end" : "middle"} className={css.axis}>
              {mark.day ? format.dayMonth(instant(mark.at)) : format.time(instant(mark.at))}
            </text>
          </g>
        ))}

        <g>
          <line x1={x(seconds(chain.opened))} x2={x(seconds(chain.closed))} y1={customerY} y2={customerY} className={css.promised} />
          {due !== null && chain.outcome === "broken" && <rect x={due} y={customerY - 4} width={Math.max(2, x(seconds(chain.closed)) - due)} height={8} rx={2} className={css.overrun} />}
          {due !== null && <path d={`M${due} ${customerY - 11}v22`} className={css.due} />}
        </g>

        {rows.map((bar, i) => (
          <g
            key={bar.handoff.id} data-row className={css.row} data-active={active === i || undefined} data-quiet={!bar.onPath || undefined}
            role="img" aria-label={small ? bar.handoff.provider : story(i)} tabIndex={small ? undefined : here === i ? 0 : -1}
            onMouseEnter={() => { setActive(i); }}
            onFocus={() => {
              setActive(i);
              setHere(i);
            }}
            onBlur={() => { setActive(null); }}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              walk(i + step);
            }}
          >
            <rect data-page-only x={0} y={bar.y - row / 2 - (labels > 0 ? 0 : 7)} width={width} height={row} className={css.band} />
            <Bars bar={bar} hatch={id} />
          </g>
        ))}
        {path.length > 0 && (
          <g aria-hidden="true" className={css.path}>
            <polyline points={path.map((p) => `${p.x},${p.y}`).join(" ")} className={css.halo} />
            <polyline points={path.map((p) => `${p.x},${p.y}`).join(" ")} className={css.line} />
          </g>
        )}
        <g aria-hidden="true" className={css.names}>
          {name(customerY, chain.customer, 0, true)}
          {rows.map((bar) => <Fragment key={bar.handoff.id}>{name(bar.y, bar.handoff.provider, bar.handoff.depth + 1, false)}</Fragment>)}
        </g>
      </svg>
      {!small && (
        <>
          <p className={css.story} aria-hidden="true">{active === null ? <span className="quiet">{t("waterfall.hint")}</span> : story(active)}</p>
          <Legend />
        </>
      )}
    </div>
  );
}

function Bars({ bar, hatch }: { bar: Bar; hatch: string }) {
  const { opened, started, closed, tick, y, handoff } = bar;
  const top = y - BAR / 2;
  if (handoff.customer_hold) {
    const width = Math.max(3, closed - opened);
    return (
      <g>
        <rect x={opened} y={top} width={width} height={BAR} rx={3} className={css.hollow} />
        {width > 22 && (
          <g className={css.person} transform={`translate(${opened + width / 2} ${y})`}>
            <circle cx="0" cy="-2.2" r="2.2" />
            <path d="M-4 5a4 4 0 0 1 8 0" />
          </g>
        )}
      </g>
    );
  }
  const turn = tick === null ? closed : Math.min(Math.max(tick, opened), closed);
  const pieces = [
    { from: opened, to: Math.min(started, turn), state: "kept", waiting: true },
    { from: started, to: Math.max(started, turn), state: "kept", waiting: false },
    { from: Math.min(started, Math.max(turn, opened)), to: started, state: "broken", waiting: true },
    { from: Math.max(started, turn), to: closed, state: "broken", waiting: false },
  ];
  return (
    <g className={css.bar}>
      {pieces.filter((piece) => piece.to > piece.from).map((piece) => {
        const state = tick === null ? "unknown" : (piece.state as "kept" | "broken");
        return (
          <rect
            key={`${piece.state}${piece.waiting}`} x={piece.from} y={top} width={piece.to - piece.from} height={BAR}
            className={piece.waiting ? css[`${state}Wait`] : css[`${state}Work`]} fill={piece.waiting ? `url(#${hatch}${state})` : undefined}
          />
        );
      })}
      {closed - opened < 2 && <rect x={opened - 1} y={top} width={2.5} height={BAR} className={css.moment} />}
      {tick !== null && <path d={`M${tick} ${y - 11}v22`} className={handoff.budget.kind === "due" ? css.due : css.typical} />}
    </g>
  );
}

/** What the marks mean. */
function Legend() {
  const { t } = useLanguage();
  return (
    <ul className={css.legend}>
      <li><svg width="26" height="12"><rect y="1" width="26" height="10" className={css.keptWork} /></svg>{t("waterfall.working")}</li>
      <li><svg width="26" height="12"><rect x="0.5" y="1.5" width="25" height="9" className={css.keptWait} fill="none" /><path d="M4 11 11 1M11 11 18 1M18 11 25 1" className={css.kept} /></svg>{t("waterfall.waiting")}</li>
      <li><svg width="26" height="12"><rect y="1" width="26" height="10" className={css.brokenWork} /></svg>{t("waterfall.past")}</li>
      <li><svg width="26" height="12"><rect x="1" y="1.5" width="24" height="9" rx="3" className={css.hollow} /></svg>{t("waterfall.customer")}</li>
      <li><svg width="10" height="16"><path d="M5 0v16" className={css.due} /></svg>{t("waterfall.due")}</li>
      <li><svg width="10" height="16"><path d="M5 0v16" className={css.typical} /></svg>{t("waterfall.typical")}</li>
      <li><svg width="26" height="12"><path d="M0 6h26" className={css.line} /></svg>{t("waterfall.path")}</li>
    </ul>
  );
}
