// What the pages of the desk ask. Answers stay fresh for a moment only, and live news (api/live.ts) makes
// stale what they touch; whatever a page did itself is asked for again at once.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, onSignedOut } from "./client";
import { answers } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Standpoint = Schemas["Standpoint"];
export type FirstStep = Schemas["FirstStep"];
export type Request = Schemas["RequestSummary"];
export type ChainLink = Schemas["ChainLink"];
export type RequestDetail = Schemas["RequestDetail"];
export type Message = Schemas["MessageView"];
export type Note = Schemas["NoteView"];
export type Happened = Schemas["EventView"];
export type Today = Schemas["Today"];
export type ActWord = Schemas["ActWord"];
export type RestWord = Schemas["RestWord"];
export type StatusWord = Schemas["StatusWord"];
export type NewAct = Schemas["NewAct"];
export type NewHandOff = Schemas["NewHandOff"];
export type NewRequest = Schemas["NewRequest"];
export type RequestChange = Schemas["RequestChange"];
export type Acted = Schemas["Acted"];
export type Party = Schemas["PartyView"];
export type PartyRef = Schemas["PartyRef"];
export type Service = Schemas["ServiceView"];
export type View = Schemas["ViewView"];
export type Directory = Schemas["Directory"];
export type News = Schemas["News"];
export type FieldValue = Schemas["FieldView"];
export type FilledField = Schemas["FilledField"];
export type Mention = Schemas["MentionView"];

/** Who signed in, and whether this server keeps a desk at all. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get("/api/v1/session", { signal }),
  staleTime: 300_000,
});

const LOOK = 15_000;

export const todayQuery = queryOptions({
  queryKey: ["desk", "today"],
  queryFn: async ({ signal }) => {
    const today = await get("/api/v1/today", { signal });
    // How far this device's clock is from the server's, so that "in 40 min" means the same everywhere.
    return { ...today, ahead: new Date(today.now).getTime() - Date.now() };
  },
  staleTime: LOOK,
});

export const requestQuery = (request: string) =>
  queryOptions({
    queryKey: ["desk", "request", request],
    queryFn: ({ signal }) => get("/api/v1/requests/{request}", { path: { request }, signal }),
    staleTime: LOOK,
  });

/** What a list of requests is filtered by, as it stands in the address. */
export type RequestsAsked = {
  provider?: string[];
  customer?: string[];
  open?: "true" | "false";
  roots?: "true" | "false";
  status?: StatusWord;
  service?: string;
  priority?: string;
  tag?: string;
  due_before?: string;
  field?: string[];
  kept?: "true" | "false";
  external?: "true" | "false";
  order?: "urgency" | "newest";
};

/** Rows fetched at a time. */
export const ROWS = 100;

export const requestsQuery = (asked: RequestsAsked) =>
  infiniteQueryOptions({
    queryKey: ["desk", "requests", asked],
    queryFn: ({ signal, pageParam }) => get("/api/v1/requests", { query: { ...plain(asked), cursor: pageParam, limit: ROWS }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: LOOK,
  });

function plain({ open, roots, kept, external, priority, ...rest }: RequestsAsked) {
  const truth = (word?: "true" | "false") => (word === undefined ? undefined : word === "true");
  return { ...rest, open: truth(open), roots: truth(roots), kept: truth(kept), external: truth(external), priority: priority === undefined ? undefined : Number(priority) };
}

/** Roots of a customer that are still to be done, the newest first. */
export const openRootsQuery = (customer: string) =>
  queryOptions({
    queryKey: ["desk", "open-roots", customer],
    queryFn: ({ signal }) => get("/api/v1/requests", { query: { customer: [customer], roots: true, open: true, order: "newest", limit: 200 }, signal }),
    staleTime: LOOK,
  });

/** What was done for some parties inside and is not received, the newest first. */
export const doneForQuery = (customer: string[]) =>
  queryOptions({
    queryKey: ["desk", "today", "done", customer],
    queryFn: ({ signal }) => get("/api/v1/requests", { query: { customer, status: "done", external: false, order: "newest", limit: 6 }, signal }),
    staleTime: LOOK,
  });

/** The links with which a customer follows a request. */
export const linksQuery = (request: string) => queryOptions({
  queryKey: ["desk", "links", request],
  queryFn: ({ signal }) => get("/api/v1/requests/{request}/links", { path: { request }, signal }),
});

export const viewsQuery = queryOptions({
  queryKey: ["desk", "views"],
  queryFn: ({ signal }) => get("/api/v1/views", { signal }),
  staleTime: LOOK,
});

/** Ready texts for messages and notes. */
export const macrosQuery = queryOptions({
  queryKey: ["desk", "macros"],
  queryFn: ({ signal }) => get("/api/v1/macros", { signal }),
  staleTime: 60_000,
});

/** What stands under messages to customers. */
export const signaturesQuery = queryOptions({
  queryKey: ["desk", "signatures"],
  queryFn: ({ signal }) => get("/api/v1/signatures", { signal }),
  staleTime: 60_000,
});

export const directoryQuery = queryOptions({
  queryKey: ["desk", "directory"],
  queryFn: ({ signal }) => get("/api/v1/directory", { signal }),
  staleTime: 60_000,
});

export const servicesQuery = queryOptions({
  queryKey: ["desk", "services"],
  queryFn: ({ signal }) => get("/api/v1/services", { signal }),
  staleTime: 60_000,
});

/** Customers by a part of their name. */
export const customersQuery = (q: string) =>
  queryOptions({
    queryKey: ["desk", "customers", q],
    queryFn: ({ signal }) => get("/api/v1/parties", { query: { internal: false, q: q || undefined, limit: 20 }, signal }),
    staleTime: LOOK,
    placeholderData: keepPreviousData,
  });

export const findQuery = (q: string) =>
  queryOptions({
    queryKey: ["desk", "find", q],
    queryFn: ({ signal }) => get("/api/v1/search", { query: { q, limit: 8 }, signal }),
    staleTime: LOOK,
    placeholderData: keepPreviousData,
  });

export const possibleQuery = (service: string, dueAt: string) =>
  queryOptions({
    queryKey: ["desk", "possible", service, dueAt],
    queryFn: ({ signal }) => get("/api/v1/services/{service}/possible", { path: { service }, query: { due_at: dueAt }, signal }),
    staleTime: LOOK,
  });

export const linkQuery = (key: string) =>
  queryOptions({
    queryKey: ["welcome", key],
    queryFn: ({ signal }) => get("/api/v1/welcome/{key}", { path: { key }, signal }),
    staleTime: Infinity,
    retry: false,
  });

/** Asks again for everything of the desk that is on the screen, because something of it changed here. */
export function deskChanged(): void {
  void answers.invalidateQueries({ queryKey: ["desk"] });
}

/** Somebody else asks from now on, or nobody: nothing of before may be seen. */
export async function askedByAnother(): Promise<void> {
  answers.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  await answers.invalidateQueries({ queryKey: ["session"] });
}

/** Nobody is signed in any more, as far as the pages know. */
export function nobody(): void {
  const now = answers.getQueryData(sessionQuery.queryKey);
  if (now?.me) answers.setQueryData(sessionQuery.queryKey, { ...now, me: null });
}

// A session may end at any moment. What is on the screen stays there behind the sign-in page's address.
onSignedOut(nobody);
