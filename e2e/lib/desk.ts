// A desk of its own for a story: `catena serve --data` on a free port, its one-time link redeemed, and a
// flower shop with teams, colleagues and a service set up over the API. Stopped by its own process id.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { freePort, stopped } from "./server";

export const PASSWORD = "correct horse battery";

type Json = Record<string, unknown>;
export type Acted = { request: string; number: number; act: string; revision: number };

export type Desk = {
  at: string;
  /** The key of the link that the server printed; used up once `begin` has run. */
  key: string;
  /** Sessions by name to sign in with. */
  sessions: Record<string, string>;
  teams: Record<string, string>;
  services: Record<string, string>;
  customers: Record<string, string>;
  call: <T = Json>(method: string, path: string, body?: unknown, session?: string) => Promise<T>;
  /** Asks for something as the clerk; gives its number and id. */
  ask: (subject: string, more?: Json) => Promise<Acted>;
};

/** Starts a desk for the stories of a file; `seeded` sets up the shop too, `more` are options of the server. */
export function withDesk(seeded = true, more: string[] = []): () => Desk {
  let desk: Desk | undefined;
  let server: ChildProcess | undefined;
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "catena-desk-"));
    const binary = process.env.CATENA_BIN ?? resolve(import.meta.dirname, "../../target/debug/catena");
    const port = await freePort();
    const at = `http://127.0.0.1:${port}`;
    server = spawn(binary, ["serve", "--data", join(folder, "data"), "--listen", `127.0.0.1:${port}`, ...more], { stdio: ["ignore", "pipe", "pipe"] });
    const key = await printed(server);
    desk = { at, key, sessions: {}, teams: {}, services: {}, customers: {}, call: caller(at), ask: () => Promise.reject(new Error("nothing is set up")) };
    if (seeded) await setUp(desk);
  });
  afterAll(async () => {
    if (server) await stopped(server);
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!desk) throw new Error("the desk did not start");
    return desk;
  };
}

/** Waits for the one-time link that a new desk prints. */
function printed(server: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const key = /\/welcome\/(\S+)/.exec(said)?.[1];
      if (key) done(key);
    };
    server.stdout?.on("data", hear);
    server.stderr?.on("data", hear);
    server.once("exit", () => { failed(new Error(`the desk stopped: ${said}`)); });
  });
}

function caller(at: string): Desk["call"] {
  return async <T>(method: string, path: string, body?: unknown, session?: string) => {
    const headers: Record<string, string> = { "content-type": "application/json", "idempotency-key": randomUUID() };
    if (session) headers.cookie = `catena_session=${session}`;
    const answer = await fetch(`${at}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
}

/** Signs in with what `path` takes and gives the session. */
async function entered(at: string, path: string, body: Json): Promise<string> {
  const answer = await fetch(`${at}/api/v1${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const session = answer.headers.getSetCookie().map((one) => /^catena_session=([^;]+)/.exec(one)?.[1]).find(Boolean);
  if (!session) throw new Error(`${path} answers ${answer.status} without a session: ${await answer.text()}`);
  return session;
}

/** Signs a colleague in anew. */
export function signedIn(desk: Desk, login: string): Promise<string> {
  return entered(desk.at, "/session", { login, password: PASSWORD });
}

/** A link for somebody new, not yet used. */
export async function invited(desk: Desk, name: string, login: string, role = "member"): Promise<string> {
  const { path } = await desk.call<{ path: string }>("POST", "/accounts", { name, login, role }, desk.sessions.admin);
  return path;
}

async function setUp(desk: Desk): Promise<void> {
  const { at, call, teams, services, customers, sessions } = desk;
  const admin = (sessions.admin = await entered(at, `/welcome/${desk.key}`, { password: PASSWORD }));
  const calendar = await call<{ id: string }>("POST", "/calendars", { name: "Round the clock", hours: { zone: "UTC", week: Array.from({ length: 7 }, () => ["00:00-24:00"]) } }, admin);
  for (const name of ["Clerks", "Designers", "Couriers"]) {
    teams[name] = (await call<{ id: string }>("POST", "/parties", { kind: "team", internal: true, name, calendar: calendar.id }, admin)).id;
  }
  for (const [name, login, role, team] of [["Ada Clerk", "ada", "lead", "Clerks"], ["Dora Design", "dora", "member", "Designers"], ["Nora New", "nora", "member", ""]] as const) {
    await entered(at, await invited(desk, name, login, role), { password: PASSWORD });
    if (team !== "") {
      const { parties } = await call<{ parties: { id: string; name: string }[] }>("GET", "/directory", undefined, admin);
      await call("PUT", `/teams/${teams[team] ?? ""}/members/${parties.find((one) => one.name === name)?.id ?? ""}`, { leads: role === "lead" }, admin);
    }
    // Whoever joins a team has to sign in again: their rights are others now.
    sessions[login] = await signedIn(desk, login);
  }
  const [arrange, deliver] = [randomUUID(), randomUUID()];
  const steps = [{ id: arrange, name: "Arrange", provider: teams.Designers, seconds: 3600, checklist: ["card text"] }, { id: deliver, name: "Deliver", provider: teams.Couriers, seconds: 5400, after: [arrange] }];
  services.Bouquet = (await call<{ id: string }>("POST", "/services", { name: "Bouquet", description: "Flowers, delivered", provider: teams.Clerks, for_customers: true, plan: { steps } }, admin)).id;
  services.Complaint = (await call<{ id: string }>("POST", "/services", { name: "Complaint", provider: teams.Clerks, plan: {} }, admin)).id;
  await call("PUT", "/policy", { version: 0, rules: [{ resolution: 36_000, first_response: 3600, calendar: calendar.id }] }, admin);
  for (const name of ["Rosa Rose", "Bruno Baum"]) {
    customers[name] = (await call<{ id: string }>("POST", "/parties", { kind: "person", name }, admin)).id;
  }
  desk.ask = (subject, more = {}) => call<Acted>("POST", "/requests", { subject, customer: customers["Rosa Rose"], service: services.Complaint, ...more }, sessions.ada);
}
