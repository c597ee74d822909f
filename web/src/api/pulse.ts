// What the pages of the pulse ask the server. An answer goes without the session: nothing but the slip comes along.
import { queryOptions } from "@tanstack/react-query";
import { get, Problem, problem } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Overview = Schemas["PulseOverview"];
export type OpenPulse = Schemas["OpenPulse"];
export type NewPulse = Schemas["NewPulse"];
export type Item = Schemas["PulseItem"];
export type Preview = Schemas["PulsePreview"];
export type Release = Schemas["PulseRelease"];
export type Question = Schemas["PulseQuestion"];
export type Figure = Schemas["PulseFigure"];
export type Measure = Schemas["PulseMeasure"];
export type Place = Schemas["PulsePlace"];
export type NewAnswer = Schemas["NewPulseAnswer"];

export const pulseQuery = queryOptions({
  queryKey: ["office", "pulse"],
  queryFn: ({ signal }) => get("/api/v1/pulse", { signal }),
});

// What was released never changes, and each look is noted down: one is enough for a visit.
export const releaseQuery = (wave: string) =>
  queryOptions({
    queryKey: ["pulse", "release", wave],
    queryFn: ({ signal }) => get("/api/v1/pulse/waves/{wave}/release", { path: { wave }, signal }),
    staleTime: Infinity,
  });

/** What the last release tells of each team; a look as well. */
export const teamsQuery = queryOptions({
  queryKey: ["pulse", "teams"],
  queryFn: ({ signal }) => get("/api/v1/pulse/teams", { signal }),
  staleTime: Infinity,
});

export const looksQuery = (wave: string) =>
  queryOptions({
    queryKey: ["pulse", "looks", wave],
    queryFn: ({ signal }) => get("/api/v1/pulse/waves/{wave}/looks", { path: { wave }, signal }),
    staleTime: 0,
  });

/** The slip is asked for anew on each visit, and kept nowhere. */
export const slipQuery = (wave: string) =>
  queryOptions({
    queryKey: ["pulse", "slip", wave],
    queryFn: ({ signal }) => get("/api/v1/pulse/waves/{wave}/slip", { path: { wave }, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

/** Sends an answer, as somebody who is not signed in. */
export async function sendAnswer(wave: string, answer: NewAnswer): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/pulse/waves/${encodeURIComponent(wave)}/answers`, {
      method: "POST", credentials: "omit", referrerPolicy: "no-referrer",
      headers: { "content-type": "application/json" }, body: JSON.stringify(answer),
    });
  } catch {
    throw new Problem(0, "unreachable", "", null);
  }
  if (response.ok) return;
  const said: unknown = await response.json().catch(() => null);
  throw problem(response.status, said, response.headers.get("x-request-id"));
}
