// The one way to the server: typed by the generated description, with problems as errors that say what
// happened and under which request id.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** What the server answers instead of a result (RFC 9457), or what stands for it when it answered nothing. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;

  constructor(status: number, code: string, detail: string, requestId: string | null) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

type Json<Operation> = Operation extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;
type Gets = { [P in keyof paths]: Json<paths[P]["get"]> extends never ? never : P }[keyof paths];
type Posts = { [P in keyof paths]: Json<paths[P]["post"]> extends never ? never : P }[keyof paths];
type Query<Operation> = Operation extends { parameters: { query?: infer Q } } ? Q : never;
type Place<Operation> = Operation extends { parameters: { path: infer P } } ? { path: P } : { path?: never };
type Asked<Operation> = Place<Operation> & { query?: Query<Operation>; signal?: AbortSignal };
type Body<Operation> = Operation extends { requestBody: { content: { "application/json": infer B } } } ? { body: B } : object;

const client = createClient<paths>({ baseUrl: "" });

/** Asks for what stands at `path`. */
export function get<P extends Gets>(path: P, { path: place, query, signal }: Asked<paths[P]["get"]>): Promise<Json<paths[P]["get"]>> {
  // The library's own answer types widen pairs to arrays; the description's types are exact.
  return answered(client.GET(path as never, { params: { path: place, query }, signal } as never));
}

/** Sends `body` to `path`. */
export function post<P extends Posts>(path: P, { path: place, query, signal, body }: Asked<paths[P]["post"]> & Body<paths[P]["post"]> & { body?: unknown }): Promise<Json<paths[P]["post"]>> {
  return answered(client.POST(path as never, { params: { path: place, query }, signal, body } as never));
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
  throw problem(answer.response.status, answer.error, answer.response.headers.get("x-request-id"));
}

/** Reads a problem from what came back, whatever it was. */
export function problem(status: number, body: unknown, requestId: string | null): Problem {
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof said[name] === "string" ? said[name] : "");
  return new Problem(
    status,
    text("code") || "unexpected",
    text("detail") || text("title") || (typeof body === "string" ? body.slice(0, 300) : ""),
    text("request_id") || requestId,
  );
}
