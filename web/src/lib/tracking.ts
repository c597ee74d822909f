// What a customer is told about their request: one headline in plain words, and what each step says.
import type { components } from "../api/schema";
import type { Key } from "../i18n";

type Page = components["schemas"]["TrackingPage"];
/** A step on the way, as the customer sees it. */
export type TrackedStep = { name: string; state: Page["state"]; done_at: string | null };
// The description knows two kinds of steps by one name, of which this is the other one.
export type Tracking = Omit<Page, "steps"> & { steps: TrackedStep[] };

/** The headline: its text, the instant that it names, and the step that is under way. */
export type Headline = { text: Key; at: string | null; step: string | null };

/** Where a request is, in one sentence. The promise is named if there is one, else what is expected. */
export function headline(page: Tracking): Headline {
  const at = page.due_at ?? page.expected_at;
  const working = page.steps.find((step) => step.state === "working");
  const next = page.steps.find((step) => step.state === "waiting");
  const say = (text: Key, instant: string | null = at, step: string | null = null): Headline => ({ text, at: instant, step });
  if (page.state === "withdrawn") return say("track.withdrawn", null);
  if (page.state === "done") return say("track.done", page.done_at);
  if (page.waits_for_you) return say("track.waits", null);
  if (page.standing === "broken") return page.expected_at ? say("track.late.by", page.expected_at) : say("track.late", null);
  if (working) return at ? say("track.step.by", at, working.name) : say("track.step", null, working.name);
  // Before anybody has begun, the first step is no news.
  if (next && page.steps.some((step) => step.state === "done")) return at ? say("track.next.by", at, next.name) : say("track.next", null, next.name);
  const moving = page.state === "working";
  if (!at) return say(moving ? "track.working" : "track.received", null);
  return say(moving ? "track.working.by" : "track.received.by");
}

/** Whether nothing more will happen. */
export const over = (page: Tracking) => page.state === "done" || page.state === "withdrawn";
