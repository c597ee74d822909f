// What the pages ask about what customers experienced and how hand-offs are rated. Live news make it stale with all
// else of the office.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { FeedbackFilter } from "./feedback";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Experience = Schemas["Experience"];
export type AtPromise = Schemas["AtPromise"];
export type VoicePoint = Schemas["VoicePoint"];
export type ScoreView = Schemas["ScoreView"];
export type ChangeView = Schemas["ChangeView"];
export type RatedScale = Schemas["RatedScale"];
export type StepWord = Schemas["StepWord"];
export type RatedLinks = Schemas["RatedLinks"];
export type SampledShare = Schemas["SampledShare"];
export type Funnel = Schemas["FunnelView"];

export const SCALES: readonly RatedScale[] = ["csat", "ces", "nps"];

/** From an instant, or a date, until just before another. */
export type Period = { since?: string; until?: string };

export const experienceQuery = ({ since, until }: Period) =>
  queryOptions({
    queryKey: ["office", "experience", { since, until }],
    queryFn: ({ signal }) => get("/api/v1/experience", { query: { since, until }, signal }),
    placeholderData: keepPreviousData,
  });

/** The answers behind a figure, as far as whoever looks may see them. */
export const wordsQuery = (asks: readonly string[]) =>
  queryOptions({
    queryKey: ["office", "feedback", "words", asks],
    queryFn: ({ signal }) => get("/api/v1/feedback", { query: { ask: [...asks], limit: asks.length }, signal }),
    enabled: asks.length > 0,
  });

export const ratedLinksQuery = queryOptions({
  queryKey: ["office", "rated-links"],
  queryFn: ({ signal }) => get("/api/v1/rated-links", { signal }),
});

/** The scores of promises that ran through a team, or one below it. */
export const teamScoresQuery = (team: string) =>
  queryOptions({
    queryKey: ["office", "feedback", "scores", "team", team],
    queryFn: ({ signal }) => get("/api/v1/scores", { query: { team }, signal }),
  });

/** The scores of a list of answers. */
export const scoresQuery = ({ survey, kept }: FeedbackFilter) =>
  queryOptions({
    queryKey: ["office", "feedback", "scores", { survey, kept }],
    queryFn: ({ signal }) => get("/api/v1/scores", { query: { survey, kept: kept === undefined ? undefined : kept === "true" }, signal }),
    placeholderData: keepPreviousData,
  });
