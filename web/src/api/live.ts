// Live news over one connection for all tabs of a browser. The tabs elect one of them with a lock that the
// browser hands on when a tab is closed; that one listens to the server and tells the others. Whoever takes
// over resumes after the last event that any tab has heard of.
import { useSyncExternalStore } from "react";
import { readEvents } from "../lib/sse";
import { onSignedOut } from "./client";
import { sessionQuery, type News, type RequestDetail } from "./desk";
import { answers } from "./queries";

/** `waiting` until the first answer; `lost` once the server could not be reached again at once. */
export type Line = "waiting" | "live" | "lost";
type Word = { line: Line } | { news: News } | { anew: true } | { left: true } | { hello: true };

let line: Line = "waiting";
let lastSeq = 0;
let started = false;
let leads = false;
const watchers = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("catena.live");

/** How the connection is, redrawn when it changes. */
export function useLine(): Line {
  return useSyncExternalStore((told) => {
    watchers.add(told);
    return () => { watchers.delete(told); };
  }, () => line);
}

/** Begins to listen, if this tab does not yet; the tab that holds the lock speaks to the server. */
export function listen(): void {
  if (started) return;
  started = true;
  channel?.postMessage({ hello: true } satisfies Word);
  const lead = async () => {
    leads = true;
    await connect();
    leads = false;
    started = false;
  };
  if ("locks" in navigator) void navigator.locks.request("catena.live", lead);
  else void lead();
}

channel?.addEventListener("message", ({ data }: MessageEvent<Word>) => {
  // Who comes later asks how things are.
  if ("hello" in data) {
    if (leads) channel.postMessage({ line } satisfies Word);
  } else hear(data);
});

/** Tells the other tabs that nobody is signed in here any more. */
export function tellLeft(): void {
  channel?.postMessage({ left: true } satisfies Word);
}

function say(word: Word): void {
  channel?.postMessage(word);
  hear(word);
}

function hear(word: Word): void {
  if ("line" in word) {
    if (line === word.line) return;
    line = word.line;
    for (const told of watchers) told();
  } else if ("news" in word) {
    lastSeq = Math.max(lastSeq, word.news.seq);
    gather(word.news);
  } else if ("anew" in word) {
    void answers.invalidateQueries({ predicate: ({ queryKey }) => OF_THE_DESK.has(queryKey[0]) });
  } else if ("left" in word) {
    void answers.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }
}

/** Listens until nobody is signed in; comes back by itself after a lost connection. */
async function connect(): Promise<void> {
  let failures = 0;
  let signedIn = true;
  const stop = new AbortController();
  window.addEventListener("pagehide", () => { stop.abort(); }, { once: true });
  while (!stop.signal.aborted) {
    // A device that says it is offline may keep a dead line open for minutes.
    const cut = new AbortController();
    const cutOff = () => { cut.abort(); };
    window.addEventListener("offline", cutOff);
    try {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastSeq > 0) headers["last-event-id"] = String(lastSeq);
      const answer = await fetch("/api/v1/events", { headers, signal: AbortSignal.any([stop.signal, cut.signal]), cache: "no-store" });
      if (answer.status === 401 || answer.status === 403 || answer.status === 404) {
        signedIn = false;
        void answers.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
      if (!answer.ok || !answer.body) throw new Error(`events answer ${answer.status}`);
      // What happened between the first answers and this moment was told to nobody.
      if (lastSeq === 0) say({ anew: true });
      failures = 0;
      say({ line: "live" });
      await follow(answer.body);
    } catch {
      // A connection that is gone is told of below and tried again.
    }
    window.removeEventListener("offline", cutOff);
    if (stop.signal.aborted || !signedIn) return;
    failures += 1;
    if (failures > 1 || !navigator.onLine) say({ line: "lost" });
    await pause(Math.min(15_000, 300 * 2 ** failures));
  }
}

async function follow(body: ReadableStream<Uint8Array>): Promise<void> {
  const read = readEvents();
  const text = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const { event, data } of read(text.decode(value, { stream: true }))) {
      if (event === "anew") say({ anew: true });
      else if (event === "happened") say({ news: JSON.parse(data) as News });
    }
  }
}

/** Waits, but not longer than until the device says that it is connected again. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      go();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });
}

const OF_THE_DESK = new Set<unknown>(["desk", "office", "session"]);
/** Lists longer than this are not fetched again row by row while somebody reads them. */
const PAGES_RENEWED = 3;
let gathered: News[] = [];

/** One act is several events: what they touch is asked for once. */
function gather(news: News): void {
  if (news.chain !== undefined) analyseSoon();
  gathered.push(news);
  if (gathered.length > 1) return;
  setTimeout(() => {
    const all = gathered;
    gathered = [];
    void answers.invalidateQueries({ predicate: ({ queryKey, state }) => all.some((one) => touches(one, queryKey, state.data)) });
  }, 150);
}

/** Whether news make an answer stale. */
export function touches({ chain, subject, kind }: News, key: readonly unknown[], data: unknown): boolean {
  if (!OF_THE_DESK.has(key[0])) return false;
  if (key[0] === "session") return ["role_changed", "member_joined", "member_left", "account_closed", "signed_out"].includes(kind) || (kind === "asked" && stillBegins(data));
  if (chain === undefined) return kind !== "signed_in" && kind !== "signed_out" && key[1] !== "requests";
  if (key[1] === "request") return kind === "merged" || kind === "unmerged" || shows(data as RequestDetail | undefined, chain, subject);
  if (key[1] === "requests") return ((data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0) <= PAGES_RENEWED;
  return key[1] === "today" || key[0] === "office";
}

/** Whether a request is shown with something of a chain: its own, or one that it is joined to or that is joined to it. Of a joining
 * the news name one request only, so every page of a request is asked for again then. */
function shows(detail: RequestDetail | undefined, chain: string, subject: string): boolean {
  return detail !== undefined && (detail.id === subject || [detail.root, detail.merged, ...detail.parts].some((one) => one?.id === chain));
}

/** Whether an answer is an analysis of the desk's own records, which grow with everything that happens. */
const ofTheDesk = (key: readonly unknown[]) => ["log", "analysis", "what-if", "chains", "chain", "quality"].includes(String(key[0])) && key[1] === "desk";
/** Analyses are asked for again at most this often, in milliseconds, while one looks at them. */
const ANALYSED = 5_000;
let analysing = false;

function analyseSoon(): void {
  if (analysing) return;
  analysing = true;
  setTimeout(() => {
    analysing = false;
    void answers.invalidateQueries({ predicate: ({ queryKey }) => ofTheDesk(queryKey) });
  }, ANALYSED);
}

const stillBegins = (data: unknown) => ((data as { first_steps?: unknown[] } | undefined)?.first_steps?.length ?? 0) > 0;

onSignedOut(tellLeft);
