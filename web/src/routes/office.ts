// The addresses of what is set up and looked after. What customers see stands apart (customer.tsx), so
// that it stays light.
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { SCALES, type RatedScale } from "../api/experience";
import type { FeedbackFilter } from "../api/feedback";
import { NOTICE_KINDS, NOTICE_STATES, type NoticeKind, type NoticeState } from "../api/outbound";
import { among, one } from "../lib/address";
import { root } from "../root";

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/Settings"), "Settings"),
});

const index = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: lazyRouteComponent(() => import("./settings/Overview"), "Overview"),
});

export type PeopleSearch = { team?: string; person?: string; q?: string };

const people = createRoute({
  getParentRoute: () => settings,
  path: "/people",
  validateSearch: (raw: Record<string, unknown>): PeopleSearch => ({ team: one(raw, "team"), person: one(raw, "person"), q: one(raw, "q") }),
  component: lazyRouteComponent(() => import("./people/People"), "People"),
});

const services = createRoute({
  getParentRoute: () => settings,
  path: "/services",
  component: lazyRouteComponent(() => import("./services/Services"), "Services"),
});

const service = createRoute({
  getParentRoute: () => settings,
  path: "/services/$service",
  component: lazyRouteComponent(() => import("./services/ServicePage"), "ServicePage"),
});

const calendars = createRoute({
  getParentRoute: () => settings,
  path: "/calendars",
  component: lazyRouteComponent(() => import("./calendars/Calendars"), "Calendars"),
});

const calendar = createRoute({
  getParentRoute: () => settings,
  path: "/calendars/$calendar",
  component: lazyRouteComponent(() => import("./calendars/CalendarPage"), "CalendarPage"),
});

const promises = createRoute({
  getParentRoute: () => settings,
  path: "/promises",
  component: lazyRouteComponent(() => import("./policy/Policy"), "Policy"),
});

const macros = createRoute({
  getParentRoute: () => settings,
  path: "/macros",
  component: lazyRouteComponent(() => import("./macros/MacrosPage"), "MacrosPage"),
});

const account = createRoute({
  getParentRoute: () => settings,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/AccountPage"), "AccountPage"),
});

export type CustomersSearch = { q?: string };

const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: (raw: Record<string, unknown>): CustomersSearch => ({ q: one(raw, "q") }),
  component: lazyRouteComponent(() => import("./customers/Customers"), "Customers"),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: "/customers/$party",
  component: lazyRouteComponent(() => import("./customers/CustomerPage"), "CustomerPage"),
});

export type FeedbackSearch = FeedbackFilter & { tab?: "reviews" | "conversations" };

const TRUTH = ["true", "false"] as const;

const feedback = createRoute({
  getParentRoute: () => root,
  path: "/feedback",
  validateSearch: (raw: Record<string, unknown>): FeedbackSearch => ({
    tab: among(raw, "tab", ["reviews", "conversations"]),
    state: among(raw, "state", ["waiting"]),
    survey: one(raw, "survey"),
    kept: among(raw, "kept", TRUTH),
    poor: among(raw, "poor", TRUTH),
  }),
  component: lazyRouteComponent(() => import("./feedback/Feedback"), "Feedback"),
});

export type ExperienceSearch = { since?: string; until?: string; scale?: RatedScale; point?: string };

const experience = createRoute({
  getParentRoute: () => root,
  path: "/experience",
  validateSearch: (raw: Record<string, unknown>): ExperienceSearch => ({
    since: one(raw, "since"), until: one(raw, "until"), scale: among(raw, "scale", SCALES), point: one(raw, "point"),
  }),
  component: lazyRouteComponent(() => import("./experience/Experience"), "Experience"),
});

const surveys = createRoute({
  getParentRoute: () => root,
  path: "/surveys",
  component: lazyRouteComponent(() => import("./surveys/Surveys"), "Surveys"),
});

const survey = createRoute({
  getParentRoute: () => root,
  path: "/surveys/$survey",
  component: lazyRouteComponent(() => import("./surveys/SurveyPage"), "SurveyPage"),
});

const campaign = createRoute({
  getParentRoute: () => root,
  path: "/surveys/$survey/ask",
  component: lazyRouteComponent(() => import("./surveys/Campaign"), "CampaignPage"),
});

const pulse = createRoute({
  getParentRoute: () => root,
  path: "/pulse",
  component: lazyRouteComponent(() => import("./pulse/Pulse"), "Pulse"),
});

const pulseAnswer = createRoute({
  getParentRoute: () => root,
  path: "/pulse/answer",
  component: lazyRouteComponent(() => import("./pulse/Answer"), "Answer"),
});

const pulsePlan = createRoute({
  getParentRoute: () => root,
  path: "/pulse/plan",
  component: lazyRouteComponent(() => import("./pulse/Plan"), "Plan"),
});

export type PulseSearch = { q?: string; at?: string };

const pulseResults = createRoute({
  getParentRoute: () => root,
  path: "/pulse/$wave",
  validateSearch: (raw: Record<string, unknown>): PulseSearch => ({ q: one(raw, "q"), at: one(raw, "at") }),
  component: lazyRouteComponent(() => import("./pulse/Results"), "Results"),
});

const board = createRoute({
  getParentRoute: () => root,
  path: "/board",
  component: lazyRouteComponent(() => import("./board/Board"), "Board"),
});

export type AuditSearch = { subject?: string };

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: (raw: Record<string, unknown>): AuditSearch => ({ subject: one(raw, "subject") }),
  component: lazyRouteComponent(() => import("./audit/Audit"), "Audit"),
});

export type OutboxSearch = { state?: NoticeState; kind?: NoticeKind; recipient?: string };

const outbox = createRoute({
  getParentRoute: () => root,
  path: "/outbox",
  validateSearch: (raw: Record<string, unknown>): OutboxSearch => ({ state: among(raw, "state", NOTICE_STATES), kind: among(raw, "kind", NOTICE_KINDS), recipient: one(raw, "recipient") }),
  component: lazyRouteComponent(() => import("./outbox/Outbox"), "Outbox"),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("./webhooks/Webhooks"), "Webhooks"),
});

export const officeRoutes = [
  settings.addChildren([index, people, services, service, calendars, calendar, promises, macros, webhooks, account]),
  customers, customer, feedback, experience, surveys, survey, campaign, pulse, pulseAnswer, pulsePlan, pulseResults, board, audit, outbox,
] as const;
