// What the page of what is at risk asks the server.
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { get } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type ChainAtRisk = Schemas["ChainAtRisk"];
export type ChainsAtRisk = Schemas["ChainsAtRisk"];
export type RiskReason = Schemas["RiskReason"];
export type CustomerAtRisk = Schemas["CustomerAtRisk"];
export type CustomersAtRisk = Schemas["CustomersAtRisk"];
export type MetWord = Schemas["MetWord"];

export const MET = ["poor_answer", "broken_twice", "broken", "good_answer", "no_answer", "kept"] as const satisfies readonly MetWord[];
export const ORDERS = ["excess", "chance"] as const;

/** Which half of the page, and how customers are narrowed and ordered, as it stands in the address. */
export type RiskSearch = { tab?: "customers"; met?: MetWord; regulars?: "true"; order?: "chance" };

// What the past says of something open moves while nothing happens.
const LOOK = 30_000;

export const chainsAtRiskQuery = infiniteQueryOptions({
  queryKey: ["desk", "at-risk", "chains"],
  queryFn: ({ pageParam, signal }) => get("/api/v1/at-risk/chains", { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  staleTime: LOOK,
});

export const customersAtRiskQuery = ({ met, regulars, order }: RiskSearch) =>
  infiniteQueryOptions({
    queryKey: ["desk", "at-risk", "customers", { met, regulars, order }],
    queryFn: ({ pageParam, signal }) => get("/api/v1/at-risk/customers", { query: { met, regulars: regulars && true, order, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: LOOK,
  });
