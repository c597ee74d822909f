// The addresses of daily work: today, requests, one request, signing in. A number names a request.
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { requestQuery, todayQuery, type RequestsAsked, type StatusWord } from "../api/desk";
import { answers } from "../api/queries";
import { among, many, one } from "../lib/address";
import { root } from "../root";
import { FirstLog } from "./home/Home";

export const STATUSES: StatusWord[] = ["planned", "offered", "accepted", "returned", "done", "received", "withdrawn"];
const TRUTH = ["true", "false"] as const;

/** Reads the filters of a list of requests from the address. */
export function readAsked(raw: Record<string, unknown>): RequestsAsked {
  return {
    provider: many(raw, "provider"),
    customer: many(raw, "customer"),
    open: among(raw, "open", TRUTH),
    roots: among(raw, "roots", TRUTH),
    status: among(raw, "status", STATUSES),
    service: one(raw, "service"),
    priority: among(raw, "priority", ["1", "2", "3", "4"]),
    tag: one(raw, "tag"),
    field: many(raw, "field"),
    due_before: one(raw, "due_before"),
    kept: among(raw, "kept", TRUTH),
    external: among(raw, "external", TRUTH),
    order: among(raw, "order", ["urgency", "newest"]),
  };
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (raw: Record<string, unknown>): { next?: string; step?: string; failed?: string } => ({ next: one(raw, "next"), step: one(raw, "step"), failed: one(raw, "failed") }),
  component: lazyRouteComponent(() => import("./sign-in/SignIn"), "SignIn"),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome/$key",
  component: lazyRouteComponent(() => import("./welcome/Welcome"), "Welcome"),
});

const today = createRoute({
  getParentRoute: () => root,
  path: "/today",
  loader: () => { void answers.prefetchQuery(todayQuery); },
  component: lazyRouteComponent(() => import("./today/Today"), "Today"),
});

const requests = createRoute({
  getParentRoute: () => root,
  path: "/requests",
  validateSearch: readAsked,
  component: lazyRouteComponent(() => import("./requests/Requests"), "Requests"),
});

const fresh = createRoute({
  getParentRoute: () => root,
  path: "/requests/new",
  validateSearch: (raw: Record<string, unknown>): { customer?: string; service?: string } => ({ customer: one(raw, "customer"), service: one(raw, "service") }),
  component: lazyRouteComponent(() => import("./requests/NewRequest"), "NewRequest"),
});

const request = createRoute({
  getParentRoute: () => root,
  path: "/requests/$request",
  validateSearch: (raw: Record<string, unknown>): { chain?: "wide" } => ({ chain: among(raw, "chain", ["wide"]) }),
  loader: ({ params }) => { void answers.prefetchQuery(requestQuery(params.request)); },
  component: lazyRouteComponent(() => import("./request/Request"), "Request"),
});

const insights = createRoute({ getParentRoute: () => root, path: "/insights", component: FirstLog });

export const deskRoutes = [signIn, welcome, today, requests, fresh, request, insights] as const;
