// What the pages ask the server, each under a key made of the question. An answer is a function of log
// and filters, so it stays fresh; only the list of logs grows while Catena runs.
import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import type { ChainsSearch, Filters } from "../lib/address";
import { get, Problem } from "./client";

/** What was answered already, for all pages. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // What the server refused it would refuse again; a lost connection may come back.
      retry: (failures, error) => failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
});

const HOUR = 3_600_000;

export const logsQuery = queryOptions({
  queryKey: ["logs"],
  queryFn: ({ signal }) => get("/api/v1/logs", { signal }),
  staleTime: 10_000,
});

export const logQuery = (log: string) =>
  queryOptions({
    queryKey: ["log", log],
    queryFn: ({ signal }) => get("/api/v1/logs/{log}", { path: { log }, signal }),
    staleTime: HOUR,
  });

export const analysisQuery = (log: string, filters: Filters) =>
  queryOptions({
    queryKey: ["analysis", log, filters],
    queryFn: ({ signal }) => get("/api/v1/logs/{log}/analysis", { path: { log }, query: filters, signal }),
    staleTime: HOUR,
  });

export const whatIfQuery = (log: string, filters: Filters, repair: string[]) =>
  queryOptions({
    queryKey: ["what-if", log, filters, repair],
    queryFn: ({ signal }) => get("/api/v1/logs/{log}/what-if", { path: { log }, query: { ...filters, repair }, signal }),
    staleTime: HOUR,
    placeholderData: keepPreviousData,
  });

/** Which chains a page of the list holds, and in which order. */
export type ChainsAsked = Filters & ChainsSearch;

/** Rows fetched at a time. */
export const PAGE = 200;

export const chainsQuery = (log: string, asked: ChainsAsked, page: number) =>
  queryOptions({
    queryKey: ["chains", log, asked, page],
    queryFn: ({ signal }) =>
      get("/api/v1/logs/{log}/chains", { path: { log }, query: { ...asked, offset: page * PAGE, limit: PAGE }, signal }),
    staleTime: HOUR,
  });

export const chainQuery = (log: string, root: string) =>
  queryOptions({
    queryKey: ["chain", log, root],
    queryFn: ({ signal }) => get("/api/v1/logs/{log}/chain", { path: { log }, query: { root }, signal }),
    staleTime: HOUR,
  });

export const qualityQuery = (log: string) =>
  queryOptions({
    queryKey: ["quality", log],
    queryFn: ({ signal }) => get("/api/v1/logs/{log}/quality", { path: { log }, signal }),
    staleTime: HOUR,
  });
