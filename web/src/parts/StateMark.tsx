// The state of a promise: a shape, a colour and a word, so that none of the three is needed alone.
import { useLanguage } from "../i18n";
import css from "./StateMark.module.css";

export type State = "kept" | "risk" | "broken" | "none";

export const SHAPES: Record<State, string> = {
  kept: "M3 8.5 6.5 12 13 4.5",
  risk: "M8 2 14.5 13.5H1.5Z",
  broken: "M4 4l8 8M12 4l-8 8",
  none: "M4 8h8",
};

/** The mark alone, for places that say the word already; decorative. */
export function StateShape({ state, size = 14 }: { state: State; size?: number }) {
  return (
    <svg aria-hidden="true" className={`${css.shape} ${css[state]}`} width={size} height={size} viewBox="0 0 16 16">
      <path d={SHAPES[state]} />
    </svg>
  );
}

/** The mark with its word. */
export function StateMark({ state, children }: { state: State; children?: React.ReactNode }) {
  const { t } = useLanguage();
  return (
    <span className={`${css.mark} ${css[state]}`}>
      <StateShape state={state} />
      <span>{children ?? t(`state.${state}`)}</span>
    </span>
  );
}
