// Which pages there are for whom: daily work for who signed in at a desk, the analysis for who may see
// figures over many chains, and for everybody where a server keeps no desk.
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { sessionQuery, type Me } from "../api/desk";
import type { Key } from "../i18n";
import type { IconName } from "./Icon";

export type Page = { to: string; label: Key; short?: Key; icon: IconName; key: string; /** What the address holds at first. */ search?: Record<string, string> };

export const LOG_PAGES: Page[] = [
  { to: "/logs/$log", label: "nav.weakest", short: "nav.weakest.short", icon: "link", key: "w" },
  { to: "/logs/$log/chains", label: "nav.chains", icon: "chains", key: "c" },
  { to: "/logs/$log/map", label: "nav.map", icon: "map", key: "m" },
  { to: "/logs/$log/domino", label: "nav.domino", icon: "domino", key: "d" },
  { to: "/logs/$log/quality", label: "nav.quality", short: "nav.quality.short", icon: "quality", key: "q" },
  { to: "/bring", label: "nav.bring", icon: "bring", key: "b" },
  { to: "/definitions", label: "nav.definitions", icon: "book", key: "h" },
];

/** Stands among the pages of the logs, and is about what the desk was told. */
const EXPERIENCE: Page = { to: "/experience", label: "nav.experience", icon: "experience", key: "e" };
/** Stands among the pages of the logs, and is about what was said at the desk. */
const PANEL: Page = { to: "/internal-external", label: "nav.internal_external", short: "nav.internal_external.short", icon: "both", key: "x" };

const INSIGHT = ["administrator", "lead", "auditor"];
const STAFF = [...INSIGHT, "member"];

const DESK_PAGES: (Page & { roles?: string[] })[] = [
  { to: "/today", label: "nav.today", icon: "today", key: "t" },
  { to: "/requests", label: "nav.requests", icon: "requests", key: "l", search: { open: "true" } },
  { to: "/board", label: "nav.board", icon: "board", key: "b", roles: STAFF },
  { to: "/customers", label: "nav.customers", icon: "customers", key: "c", roles: STAFF },
  { to: "/at-risk", label: "nav.at_risk", icon: "alert", key: "g", roles: STAFF },
  { to: "/feedback", label: "nav.feedback", icon: "feedback", key: "v", roles: STAFF },
  { to: "/pulse", label: "nav.pulse", icon: "pulse", key: "p", roles: STAFF },
  { to: "/insights", label: "nav.insights", icon: "link", key: "i", roles: INSIGHT },
  { to: "/settings", label: "nav.settings", icon: "settings", key: "s", roles: ["administrator"] },
  { to: "/outbox", label: "nav.outbox", icon: "outbox", key: "o", roles: ["administrator", "auditor"] },
  { to: "/audit", label: "nav.audit", icon: "audit", key: "y", roles: ["administrator", "auditor"] },
];

/** Pages that need nobody to sign in. */
const OPEN = /^\/(sign-in|welcome|ask|track)(\/|$)/;
const ABOUT_LOGS = /^\/(logs|experience|internal-external|bring|definitions)(\/|$)/;
/** Pages that only a desk has. */
const OF_THE_DESK = /^\/(today|requests|board|at-risk|customers|feedback|experience|surveys|pulse|insights|settings|audit|outbox|account|sign-in|welcome|ask|track)(\/|$)/;

/** What kind of server this is, who signed in, and where they are. */
export function useDesk() {
  const session = useQuery(sessionQuery);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const me = session.data?.me ?? null;
  return {
    session,
    desk: session.data?.desk ?? false,
    me,
    signOn: session.data?.sign_on,
    path,
    open: OPEN.test(path),
    aboutLogs: ABOUT_LOGS.test(path),
    ofTheDesk: OF_THE_DESK.test(path),
    insight: session.data !== undefined && (!session.data.desk || hasInsight(me)),
  };
}

/** Whether somebody may see figures over many chains. */
export function hasInsight(me: Me | null): boolean {
  return me !== null && INSIGHT.includes(me.role);
}

/** Whether somebody works here, as opposed to customers. */
export function isStaff(me: Me | null): boolean {
  return me !== null && STAFF.includes(me.role);
}

/** Whether somebody changes requests that are not their own. */
export function works(me: Me | null): boolean {
  return isStaff(me) && me?.role !== "auditor";
}

/** The pages in the rail: the first group, and what stands below it. */
export function usePages(log: string | undefined): { first: Page[]; rest: Page[]; keys: Page[] } {
  const { desk, me, aboutLogs } = useDesk();
  const ofLogs = LOG_PAGES.filter((page) => log !== undefined || !page.to.startsWith("/logs"));
  if (!desk) return { first: ofLogs.slice(0, 5), rest: ofLogs.slice(5), keys: ofLogs };
  const first = DESK_PAGES.filter(({ roles }) => me !== null && (!roles || roles.includes(me.role)));
  const after = ofLogs.findIndex(({ icon }) => icon === "domino") + 1;
  const rest = aboutLogs && hasInsight(me) ? [...ofLogs.slice(0, after), EXPERIENCE, PANEL, ...ofLogs.slice(after)] : [];
  // Among the figures their own keys go first.
  const taken = new Set(rest.map(({ key }) => key));
  return { first, rest, keys: [...rest, ...first.filter(({ key }) => !taken.has(key))] };
}
