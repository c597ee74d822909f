// What the pages ask about what colleagues say of hand-offs. Live news make it stale with all else of the desk.
import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Rating = Schemas["RatingView"];
export type Said = Schemas["SaidView"];
export type NewRating = Schemas["NewRating"];
export type Reason = Schemas["ReasonWord"];
export type Occasion = Schemas["OccasionWord"];
export type Figures = Schemas["RatingFigures"];
export type Edge = Schemas["EdgeRatings"];
export type Thanks = Schemas["ThanksView"];

export const REASONS: readonly Reason[] = ["late", "missing", "wrong", "unclear", "no_answer", "tone"];

const LOOK = 15_000;

export const waitingRatingsQuery = queryOptions({
  queryKey: ["desk", "voices", "waiting"],
  queryFn: ({ signal }) => get("/api/v1/ratings/waiting", { signal }),
  staleTime: LOOK,
});

export const ratingsQuery = queryOptions({
  queryKey: ["desk", "voices", "mine"],
  queryFn: ({ signal }) => get("/api/v1/ratings", { signal }),
  staleTime: LOOK,
});

export const requestVoicesQuery = (request: string) =>
  queryOptions({
    queryKey: ["desk", "voices", "request", request],
    queryFn: ({ signal }) => get("/api/v1/requests/{request}/ratings", { path: { request }, signal }),
    staleTime: LOOK,
  });

export const teamVoicesQuery = (team: string) =>
  queryOptions({
    queryKey: ["desk", "voices", "team", team],
    queryFn: ({ signal }) => get("/api/v1/teams/{team}/ratings", { path: { team }, signal }),
    staleTime: LOOK,
  });

export const thanksQuery = (party: string) =>
  queryOptions({
    queryKey: ["desk", "voices", "thanks", party],
    queryFn: ({ signal }) => get("/api/v1/parties/{party}/thanks", { path: { party }, signal }),
    staleTime: LOOK,
  });
