// What the pages of feedback ask the server: answers, reviews, conversations, surveys.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Feedback = Schemas["FeedbackView"];
export type Answer = Schemas["AnswerView"];
export type Review = Schemas["ReviewView"];
export type Conversation = Schemas["ConversationView"];
export type Survey = Schemas["SurveyView"];
export type OutcomeWord = Schemas["OutcomeWord"];
export type NewSurvey = Schemas["NewSurvey"];
export type Outcome = Schemas["OutcomeView"];

export const OUTCOMES = ["came_back", "referred", "left"] as const satisfies readonly OutcomeWord[];
export const FEELINGS = [-2, -1, 0, 1, 2] as const;

/** What can be taken out as a file. */
export const TAKEN = ["answers", "reviews", "conversations", "outcomes", "thanks", "ratings"] as const;
export type Taken = (typeof TAKEN)[number];

/** What a list of answers is narrowed to, as it stands in the address. */
export type FeedbackFilter = { state?: "waiting"; survey?: string; kept?: "true" | "false"; poor?: "true" | "false" };

const truth = (word?: "true" | "false") => (word === undefined ? undefined : word === "true");

export const feedbackQuery = ({ state, survey, kept, poor }: FeedbackFilter) =>
  infiniteQueryOptions({
    queryKey: ["office", "feedback", "answers", { state, survey, kept, poor }],
    queryFn: ({ pageParam, signal }) => get("/api/v1/feedback", { query: { state, survey, kept: truth(kept), poor: truth(poor), cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** What the customer of a root answered, or was asked. */
export const verdictQuery = (request: string, state: "answered" | "waiting") =>
  queryOptions({
    queryKey: ["office", "feedback", "verdict", request, state],
    queryFn: ({ signal }) => get("/api/v1/feedback", { query: { request, state, limit: 10 }, signal }),
  });

/** The answer after which a request was opened. */
export const followedQuery = (request: string) =>
  queryOptions({
    queryKey: ["office", "feedback", "followed", request],
    queryFn: ({ signal }) => get("/api/v1/feedback", { query: { follow_up: request, limit: 1 }, signal }),
  });

export const saidQuery = (customer: string) =>
  queryOptions({
    queryKey: ["office", "feedback", "said", customer],
    queryFn: async ({ signal }) => {
      const query = { customer, limit: 20 };
      const [answers, reviews, conversations, outcomes] = await Promise.all([
        get("/api/v1/feedback", { query, signal }),
        get("/api/v1/reviews", { query, signal }),
        get("/api/v1/conversations", { query, signal }),
        get("/api/v1/outcomes", { query: { customer }, signal }),
      ]);
      return { answers: answers.feedback, reviews: reviews.reviews, conversations: conversations.conversations, outcomes: outcomes.outcomes };
    },
  });

export const ownerQuery = (party: string) =>
  queryOptions({
    queryKey: ["office", "feedback", "owner", party],
    queryFn: ({ signal }) => get("/api/v1/parties/{party}/owner", { path: { party }, signal }),
  });

export const reviewsQuery = infiniteQueryOptions({
  queryKey: ["office", "feedback", "reviews"],
  queryFn: ({ pageParam, signal }) => get("/api/v1/reviews", { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

export const conversationsQuery = infiniteQueryOptions({
  queryKey: ["office", "feedback", "conversations"],
  queryFn: ({ pageParam, signal }) => get("/api/v1/conversations", { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

export const surveysQuery = queryOptions({
  queryKey: ["office", "feedback", "surveys"],
  queryFn: ({ signal }) => get("/api/v1/surveys", { signal }),
});

/** Whom a survey asks at once, as a page narrows it. */
export type Audience = { service?: string; tag?: string; since?: string; until?: string; rested_since?: string };

export const audienceQuery = (survey: string, filter: Audience) =>
  queryOptions({
    queryKey: ["office", "feedback", "audience", survey, filter],
    queryFn: ({ signal }) => get("/api/v1/surveys/{survey}/audience", { path: { survey }, query: filter, signal }),
    placeholderData: keepPreviousData,
  });

export const campaignsQuery = (survey: string) =>
  queryOptions({
    queryKey: ["office", "feedback", "campaigns", survey],
    queryFn: ({ signal }) => get("/api/v1/surveys/{survey}/campaigns", { path: { survey }, signal }),
  });
