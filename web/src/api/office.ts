// What the pages of the office ask the server: who is inside, what can be asked for, when one works,
// what is promised. Live news (api/live.ts) make stale what they touch; what a page changed itself is asked
// for again at once.
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, Problem } from "./client";
import { sessionQuery } from "./desk";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Account = Schemas["AccountView"];
export type BoardTeam = Schemas["BoardTeam"];
export type Calendar = Schemas["CalendarView"];
export type Hours = Schemas["CalendarText"];
export type Directory = Schemas["Directory"];
export type Happened = Schemas["EventView"];
export type Me = Schemas["Me"];
export type OneTimeLink = Schemas["OneTimeLink"];
export type Party = Schemas["PartyView"];
export type Person = Schemas["PartyDetail"];
export type Plan = Schemas["PlanText"];
export type PlanStep = Schemas["StepText"];
export type Field = Schemas["Field"];
export type RequestRow = Schemas["RequestSummary"];
export type Policy = Schemas["PolicyText"];
export type Rule = Schemas["RuleText"];
export type Service = Schemas["ServiceView"];
export type Stretch = Schemas["StretchView"];
export type Trace = Schemas["DeadlineTrace"];

export const ROLES = ["member", "lead", "administrator", "auditor"] as const;
export const SCOPES = ["read", "write", "admin"] as const;

const MINUTE = 60_000;

export const accountsQuery = queryOptions({
  queryKey: ["office", "accounts"],
  queryFn: ({ signal }) => get("/api/v1/accounts", { signal }),
  staleTime: MINUTE / 2,
});

export const versionsQuery = (service: string) =>
  queryOptions({
    queryKey: ["office", "services", service, "versions"],
    queryFn: ({ signal }) => get("/api/v1/services/{service}/versions", { path: { service }, signal }),
  });

export const possibleQuery = (service: string, version: number, due_at: string | undefined) =>
  queryOptions({
    queryKey: ["office", "services", service, "possible", version, due_at],
    queryFn: ({ signal }) => get("/api/v1/services/{service}/possible", { path: { service }, query: { due_at }, signal }),
    placeholderData: keepPreviousData,
  });

export const calendarsQuery = queryOptions({
  queryKey: ["office", "calendars"],
  queryFn: ({ signal }) => get("/api/v1/calendars", { signal }),
  staleTime: MINUTE / 2,
});

export const traceQuery = (hours: Hours, from: string, seconds: number) =>
  queryOptions({
    queryKey: ["office", "deadline", hours, from, seconds],
    queryFn: () => post("/api/v1/deadlines", { body: { hours, from, seconds } }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const policyQuery = queryOptions({
  queryKey: ["office", "policy"],
  queryFn: ({ signal }) => get("/api/v1/policy", { signal }),
});

export const partyQuery = (party: string) =>
  queryOptions({
    queryKey: ["office", "party", party],
    queryFn: ({ signal }) => get("/api/v1/parties/{party}", { path: { party }, signal }),
  });

export const customersQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["office", "customers", q ?? ""],
    queryFn: ({ pageParam, signal }) => get("/api/v1/parties", { query: { internal: false, q, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const boardQuery = queryOptions({
  queryKey: ["office", "board"],
  queryFn: ({ signal }) => get("/api/v1/board", { signal }),
  refetchInterval: MINUTE,
});

export const recordQuery = (subject: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["office", "record", subject ?? ""],
    queryFn: ({ pageParam, signal }) => get("/api/v1/record", { query: { subject, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const sessionsQuery = queryOptions({
  queryKey: ["office", "sessions"],
  queryFn: ({ signal }) => get("/api/v1/sessions", { signal }),
});

export const tokensQuery = queryOptions({
  queryKey: ["office", "tokens"],
  queryFn: ({ signal }) => get("/api/v1/tokens", { signal }),
});

/** Who signed in, once it is known. */
export function useMe(): Me | undefined {
  return useQuery(sessionQuery).data?.me ?? undefined;
}

/** Whether whoever signed in says who may do what; false until it is known. */
export function useAdministers(): boolean {
  return useMe()?.role === "administrator";
}

/** Something that is sent; what the desk and the office show is asked for anew after it. */
export function useSend<In, Out>(act: (what: In) => Promise<Out>) {
  const answers = useQueryClient();
  const anew = async () => {
    await Promise.all([["office"], ["desk"]].map((queryKey) => answers.invalidateQueries({ queryKey })));
  };
  return useMutation({
    mutationFn: act,
    onSuccess: anew,
    // Somebody was faster: what they wrote is shown beside what was refused.
    onError: (failure) => { if (failure instanceof Problem && failure.code === "stale") void anew(); },
  });
}
