// The step at the promise as a picture: from early to late, a dot on its interval for each step, the promise as a line
// between just kept and just broken. The table beside holds the same figures and leads to the same words.
import type { AtPromise } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { isKnown, placeOf, reach, valueOf } from "../../lib/score";
import { useWidth } from "../../lib/useWidth";
import css from "./Experience.module.css";

const HEIGHT = 250;
const TOP = 12;
const FOOT = 58;
const LEFT = 46;

type Props = { at: AtPromise; selected?: string; choose: (key: string) => void };

export function StepPicture({ at, selected, choose }: Props) {
  const { t, format } = useLanguage();
  const { element, width } = useWidth<HTMLDivElement>(560);
  const [low, high] = reach(at.scale);
  const floor = HEIGHT - FOOT;
  const y = (value: number) => floor - placeOf(at.scale, value) * (floor - TOP);
  const column = (width - LEFT) / at.steps.length;
  const x = (place: number) => LEFT + column * (place + 0.5);
  const promise = LEFT + column * 3;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low));
  return (
    <div ref={element} className={css.picture} style={{ blockSize: HEIGHT }} aria-hidden="true">
      <svg data-picture width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--ink-2)">{valueOf(at.scale, tick, format)}</text>
          </g>
        ))}
        <line x1={promise} x2={promise} y1={TOP - 8} y2={floor + 6} stroke="var(--ink)" strokeWidth="1.5" strokeDasharray="4 3" />
        <text x={promise} y={HEIGHT - 2} textAnchor="middle" fontSize="11" fontWeight="600" fill="var(--ink)">{t("experience.the_promise")}</text>
        {at.steps.map(({ step, point }, place) => {
          const { score } = point;
          const kept = place < 3;
          const colour = kept ? "var(--kept)" : "var(--broken)";
          const lines = t(`experience.step.short.${step}`).split("|");
          return (
            <g key={step} onClick={() => { if (point.asks.length > 0) choose(step); }} style={{ cursor: point.asks.length > 0 ? "pointer" : undefined }}>
              <title>{t(`experience.step.${step}`)}</title>
              <rect x={x(place) - column / 2} y={0} width={column} height={HEIGHT - 14} fill={step === selected ? "var(--sunk)" : "transparent"} data-page-only />
              {isKnown(score) ? (
                <>
                  <line x1={x(place)} x2={x(place)} y1={y(score.interval[0])} y2={y(score.interval[1])} stroke={colour} strokeWidth="2" strokeDasharray={score.standing === "early" ? "3 3" : undefined} />
                  <line x1={x(place) - 5} x2={x(place) + 5} y1={y(score.interval[0])} y2={y(score.interval[0])} stroke={colour} strokeWidth="2" />
                  <line x1={x(place) - 5} x2={x(place) + 5} y1={y(score.interval[1])} y2={y(score.interval[1])} stroke={colour} strokeWidth="2" />
                  {kept
                    ? <circle cx={x(place)} cy={y(score.value)} r="6" fill={colour} stroke="var(--sheet)" strokeWidth="1.5" />
                    : <rect x={x(place) - 5.5} y={y(score.value) - 5.5} width="11" height="11" fill={colour} stroke="var(--sheet)" strokeWidth="1.5" />}
                </>
              ) : <text x={x(place)} y={(TOP + floor) / 2} textAnchor="middle" fontSize="11" fill="var(--ink-2)">{score.n === 0 ? "–" : t("experience.too_few")}</text>}
              {lines.map((line, i) => <text key={line} x={x(place)} y={floor + 16 + i * 13} textAnchor="middle" fontSize="11" fill="var(--ink-2)">{line}</text>)}
              <text x={x(place)} y={floor + 16 + lines.length * 13} textAnchor="middle" fontSize="11" fill="var(--ink-2)">n {format.count(score.n)}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
