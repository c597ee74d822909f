// The one way to the server: typed by the generated description, with problems as errors that say what
// happened and under which request id.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** What the server answers instead of a result (RFC 9457), or what stands for it when it answered nothing. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  /** Seconds after which to try again, where the server says so. */
  readonly wait: number | null;

  constructor(status: number, code: string, detail: string, requestId: string | null, wait: number | null = null) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.wait = wait;
  }
}

type Json<Operation> = Operation extends { responses: infer R }
  ? R extends { 200: { content: { "application/json": infer Body } } } ? Body
    : R extends { 201: { content: { "application/json": infer Body } } } ? Body
    : R extends { 201: unknown } | { 204: unknown } ? undefined
    : never
  : never;
type Takes<M extends string> = { [P in keyof paths]: paths[P] extends Record<M, infer O> ? (Json<O> extends never ? never : P) : never }[keyof paths];
type Does<P extends keyof paths, M extends string> = paths[P] extends Record<M, infer O> ? O : never;
type Query<Operation> = Operation extends { parameters: { query?: infer Q } } ? Q : never;
type Place<Operation> = Operation extends { parameters: { path: infer P } } ? { path: P } : { path?: never };
type Asked<Operation> = Place<Operation> & {
  query?: Query<Operation>;
  signal?: AbortSignal;
  /** The revision that was seen: if somebody changed it since, nothing is done. */
  seen?: number;
  /** A key under which the same thing is created once, however often it is sent. */
  once?: string;
};
type Body<Operation> = Operation extends { requestBody: { content: { "application/json": infer B } } } ? { body: B } : object;
type Sent<Operation> = Asked<Operation> & Body<Operation> & { body?: unknown };

const client = createClient<paths>({ baseUrl: "" });

/** Asks for what stands at `path`. */
export function get<P extends Takes<"get">>(path: P, { path: place, query, signal }: Asked<Does<P, "get">>): Promise<Json<Does<P, "get">>> {
  // The library's own answer types widen pairs to arrays; the description's types are exact.
  return answered(client.GET(path as never, { params: { path: place, query }, signal } as never));
}

/** Sends `body` to `path`. */
export function post<P extends Takes<"post">>(path: P, asked: Sent<Does<P, "post">>): Promise<Json<Does<P, "post">>> {
  return answered(client.POST(path as never, options(asked) as never));
}

/** Puts `body` at `path`. */
export function put<P extends Takes<"put">>(path: P, asked: Sent<Does<P, "put">>): Promise<Json<Does<P, "put">>> {
  return answered(client.PUT(path as never, options(asked) as never));
}

/** Changes what stands at `path` by `body`. */
export function patch<P extends Takes<"patch">>(path: P, asked: Sent<Does<P, "patch">>): Promise<Json<Does<P, "patch">>> {
  return answered(client.PATCH(path as never, options(asked) as never));
}

/** Takes away what stands at `path`. */
export function remove<P extends Takes<"delete">>(path: P, asked: Sent<Does<P, "delete">>): Promise<Json<Does<P, "delete">>> {
  return answered(client.DELETE(path as never, options(asked) as never));
}

type Options = { path?: unknown; query?: unknown; signal?: AbortSignal; seen?: number; once?: string; body?: unknown };

function options({ path, query, signal, seen, once, body }: Options) {
  const headers: Record<string, string> = {};
  if (seen !== undefined) headers["if-match"] = `"${seen}"`;
  if (once !== undefined) headers["idempotency-key"] = once;
  return { params: { path, query }, headers, signal, body };
}

const signedOut: (() => void)[] = [];

/** Says what happens when the server no longer knows who asks. */
export function onSignedOut(told: () => void): void {
  signedOut.push(told);
}

type Answer = { data?: unknown; error?: unknown; response: Response };

async function answered<T>(asked: Promise<Answer>): Promise<T> {
  let answer: Answer;
  try {
    answer = await asked;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Problem(0, "unreachable", "", null);
  }
  if (answer.response.ok) return answer.data as T;
  const { status, headers } = answer.response;
  const said = problem(status, answer.error, headers.get("x-request-id"), Number(headers.get("retry-after")) || null);
  if (said.code === "not_signed_in") for (const tell of signedOut) tell();
  throw said;
}

/** Reads a problem from what came back, whatever it was. */
export function problem(status: number, body: unknown, requestId: string | null, wait: number | null = null): Problem {
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof said[name] === "string" ? said[name] : "");
  return new Problem(
    status,
    text("code") || "unexpected",
    text("detail") || text("title") || (typeof body === "string" ? body.slice(0, 300) : ""),
    text("request_id") || requestId,
    wait,
  );
}
