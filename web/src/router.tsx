// The map of addresses: which page stands where, and what its search part may hold. Every page but the
// frame is a script of its own, loaded when it is first opened.
import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { analysisQuery, answers, logQuery } from "./api/queries";
import { among, FOLDS, FLOWS, many, one, onlyFilters, OUTCOMES, readFilters, readSearch, SORTS, writeSearch } from "./lib/address";
import type { ChainSearch, ChainsSearch, DominoSearch, Filters, MapSearch, WeakestSearch } from "./lib/address";
import { PageFailure } from "./parts/PageFailure";
import { Loading } from "./parts/States";
import { Home } from "./routes/home/Home";
import { LogShell } from "./routes/log/LogShell";
import { root } from "./root";
import { deskRoutes } from "./routes/desk";
import { officeRoutes } from "./routes/office";
import { riskRoutes } from "./routes/risk";

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });

const bring = createRoute({
  getParentRoute: () => root,
  path: "/bring",
  component: lazyRouteComponent(() => import("./routes/bring/Bring"), "Bring"),
});

const definitions = createRoute({
  getParentRoute: () => root,
  path: "/definitions",
  component: lazyRouteComponent(() => import("./routes/definitions/Definitions"), "Definitions"),
});

const api = createRoute({
  getParentRoute: () => root,
  path: "/api",
  component: lazyRouteComponent(() => import("./routes/api/Api"), "Api"),
});

const log = createRoute({
  getParentRoute: () => root,
  path: "/logs/$log",
  validateSearch: readFilters,
  component: LogShell,
});

/** Asks for the analysis while the page's script is still on its way; the page itself waits for the answer. */
function askAhead(id: string, filters: Filters): void {
  void answers.prefetchQuery(logQuery(id));
  void answers.prefetchQuery(analysisQuery(id, filters));
}

const weakest = createRoute({
  getParentRoute: () => log,
  path: "/",
  loaderDeps: ({ search }) => onlyFilters(search),
  loader: ({ params, deps }) => { askAhead(params.log, deps); },
  validateSearch: (raw: Record<string, unknown>): WeakestSearch => ({ repair: many(raw, "repair"), team: one(raw, "team") }),
  component: lazyRouteComponent(() => import("./routes/weakest-link/WeakestLink"), "WeakestLink"),
});

const chains = createRoute({
  getParentRoute: () => log,
  path: "/chains",
  validateSearch: (raw: Record<string, unknown>): ChainsSearch => ({
    outcome: among(raw, "outcome", OUTCOMES),
    provider: one(raw, "provider"),
    edge: one(raw, "edge"),
    broke: one(raw, "broke"),
    repair: many(raw, "repair"),
    q: one(raw, "q"),
    sort: among(raw, "sort", SORTS),
  }),
  component: lazyRouteComponent(() => import("./routes/chains/Chains"), "Chains"),
});

const chain = createRoute({
  getParentRoute: () => chains,
  path: "/$root",
  validateSearch: (raw: Record<string, unknown>): ChainSearch => ({ wide: one(raw, "wide") === "true" ? true : undefined }),
  component: lazyRouteComponent(() => import("./routes/chain/Chain"), "Chain"),
});

const map = createRoute({
  getParentRoute: () => log,
  path: "/map",
  loaderDeps: ({ search }) => onlyFilters(search),
  loader: ({ params, deps }) => { askAhead(params.log, deps); },
  validateSearch: (raw: Record<string, unknown>): MapSearch => ({
    focus: one(raw, "focus"),
    edge: one(raw, "edge"),
    fold: among(raw, "fold", FOLDS),
    flows: among(raw, "flows", FLOWS),
  }),
  component: lazyRouteComponent(() => import("./routes/map/Map"), "Map"),
});

const domino = createRoute({
  getParentRoute: () => log,
  path: "/domino",
  loaderDeps: ({ search }) => onlyFilters(search),
  loader: ({ params, deps }) => { askAhead(params.log, deps); },
  validateSearch: (raw: Record<string, unknown>): DominoSearch => ({ edge: one(raw, "edge") }),
  component: lazyRouteComponent(() => import("./routes/domino/Domino"), "Domino"),
});

const quality = createRoute({
  getParentRoute: () => log,
  path: "/quality",
  component: lazyRouteComponent(() => import("./routes/quality/Quality"), "Quality"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    bring,
    definitions,
    api,
    log.addChildren([weakest, chains.addChildren([chain]), map, domino, quality]),
    ...deskRoutes,
    ...officeRoutes,
    ...riskRoutes,
  ]),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: "intent",
  defaultPendingComponent: () => <Loading page />,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  // The router's own way of telling its hooks which routes exist.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface Register {
    router: typeof router;
  }
}
