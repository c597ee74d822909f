// An estimate as a dot on its interval. Places are percentages, so the picture fits any width.
import css from "./Whisker.module.css";

type Props = { value: number; interval?: readonly [number, number] | null; max: number; log?: boolean; mark?: number };

export function Whisker({ value, interval, max, mark }: Props) {
  const at = (x: number) => `${max > 0 ? Math.min(100, Math.max(0, (x / max) * 100)) : 0}%`;
  return (
    <svg aria-hidden="true" className={css.whisker} height="20" width="100%">
      <line className={css.base} x1="0" x2="100%" y1="10" y2="10" />
      {mark !== undefined && <line className={css.mark} x1={at(mark)} x2={at(mark)} y1="1" y2="19" />}
      {interval && (
        <>
          <line x1={at(interval[0])} x2={at(interval[1])} y1="10" y2="10" />
          <line x1={at(interval[0])} x2={at(interval[0])} y1="6" y2="14" />
          <line x1={at(interval[1])} x2={at(interval[1])} y1="6" y2="14" />
        </>
      )}
      <circle cx={at(value)} cy="10" r="4.5" />
    </svg>
  );
}
