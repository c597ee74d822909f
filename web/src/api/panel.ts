// What the page of inner service beside customers' ratings asks the server.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type InternalExternal = Schemas["InternalExternal"];
export type NullWorld = Schemas["NullWorld"];
export type PanelPoint = Schemas["PanelPoint"];
export type PanelPeriod = Schemas["PanelPeriod"];
export type PanelFinding = Schemas["PanelFinding"];
export type PanelAssociation = Schemas["PanelAssociation"];
export type PanelLag = Schemas["PanelLag"];
export type PeriodWord = Schemas["PeriodWord"];
export type Known = Extract<PanelFinding, { state: "known" }>;

const MINUTE = 60_000;

export const panelQuery = (period: PeriodWord) =>
  queryOptions({
    queryKey: ["desk", "panel", period],
    queryFn: ({ signal }) => get("/api/v1/internal-external", { query: { period }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 5 * MINUTE,
  });

/** The world of a seed; the same seed is the same world, as long as nothing more is said. */
export const nullQuery = (period: PeriodWord, seed: number) =>
  queryOptions({
    queryKey: ["panel", "null", period, seed],
    queryFn: ({ signal }) => get("/api/v1/internal-external/null-world", { query: { period, seed }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
