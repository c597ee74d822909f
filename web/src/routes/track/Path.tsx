// The way in a few steps, from the question to the door: what is done, what is under way, what comes.
import { regional, useLanguage } from "../../i18n";
import { over, type Tracking, type TrackedStep } from "../../lib/tracking";
import { when } from "../../lib/when";
import css from "./Track.module.css";

type Stop = { name: string; state: TrackedStep["state"]; words: string };

export function Path({ page }: { page: Tracking }) {
  const { t, language } = useLanguage();
  const region = regional(language, navigator.languages);
  const at = (instant: string) => when(instant, page.now, region);
  const words = (step: TrackedStep) => (step.state === "done" && step.done_at ? at(step.done_at) : t(`track.state.${step.state}`));
  const due = page.due_at ?? page.expected_at;
  const stops: Stop[] = [
    { name: t("track.path.asked"), state: "done", words: at(page.asked_at) },
    ...page.steps.map((step) => ({ name: step.name, state: step.state, words: words(step) })),
    page.state === "withdrawn"
      ? { name: t("track.path.withdrawn"), state: "withdrawn", words: "" }
      : { name: t("track.path.with_you"), state: over(page) ? "done" : "planned", words: page.done_at ? at(page.done_at) : due && page.standing !== "broken" ? t("track.path.by", { at: at(due) }) : page.expected_at ? t("track.path.about", { at: at(page.expected_at) }) : "" },
  ];
  return (
    <section aria-label={t("track.path")}>
      <ol className={css.path}>
        {stops.map((stop, i) => (
          <li key={`${i} ${stop.name}`} data-state={stop.state} data-done={stop.state === "done" || undefined} aria-current={stop.state === "working" ? "step" : undefined}>
            <svg className={css.dot} width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="9.5" />
              {stop.state === "done" && <path d="M7.5 12.5l3 3 6-7" />}
              {stop.state === "working" && <circle cx="12" cy="12" r="4.5" className={css.core} />}
            </svg>
            <span className={css.stop}>{stop.name}</span>
            <span className={css.words}>{stop.state === "done" && <span className="unseen">{t("track.state.done")} </span>}{stop.words}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
