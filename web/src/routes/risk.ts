// The addresses of what is at risk, and of inner service beside what customers say.
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { MET, type RiskSearch } from "../api/at-risk";
import { among } from "../lib/address";
import { root } from "../root";

const atRisk = createRoute({
  getParentRoute: () => root,
  path: "/at-risk",
  validateSearch: (raw: Record<string, unknown>): RiskSearch => ({
    tab: among(raw, "tab", ["customers"]),
    met: among(raw, "met", MET),
    regulars: among(raw, "regulars", ["true"]),
    order: among(raw, "order", ["chance"]),
  }),
  component: lazyRouteComponent(() => import("./at-risk/AtRisk"), "AtRisk"),
});

const internalExternal = createRoute({
  getParentRoute: () => root,
  path: "/internal-external",
  validateSearch: (raw: Record<string, unknown>): { period?: "week" } => ({ period: among(raw, "period", ["week"]) }),
  component: lazyRouteComponent(() => import("./internal-external/InternalExternal"), "InternalExternal"),
});

export const riskRoutes = [atRisk, internalExternal] as const;
