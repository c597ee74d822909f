// Starts the real binary on a free port, with the worked example and a simulated year that holds some
// invalid rows. Stopped by its own process id when all stories are told.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    base: string;
    examples: string;
  }
}

const root = resolve(import.meta.dirname, "../..");

export default async function start({ provide }: TestProject): Promise<() => Promise<void>> {
  const binary = process.env.CATENA_BIN ?? join(root, "target/debug/catena");
  if (!existsSync(binary)) throw new Error(`there is no ${binary}: build it, or say where it is in CATENA_BIN`);
  const folder = mkdtempSync(join(tmpdir(), "catena-stories-"));
  const year = join(folder, "year.csv");
  execFileSync(binary, ["sample", "flower-shop", "--years", "1", "--seed", "7", "--mess", "0.01", "--output", year]);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = spawn(binary, ["serve", "--listen", `127.0.0.1:${port}`, year, join(root, "examples/flower-shop.csv")], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  server.stderr.on("data", (chunk: Buffer) => { said.push(chunk.toString()); });
  await answering(base, server, said);
  provide("base", base);
  provide("examples", join(root, "examples"));
  return async () => {
    await stopped(server);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => { done(typeof address === "object" && address ? address.port : 0); });
    });
  });
}

/** Waits until the server has read its logs and answers. */
async function answering(base: string, server: ChildProcess, said: string[]): Promise<void> {
  const until = Date.now() + 110_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server stopped: ${said.join("")}`);
    if (Date.now() > until) throw new Error(`the server does not answer: ${said.join("")}`);
    const answer = await fetch(`${base}/api/v1/logs`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** Asks a server to stop and waits until it has. */
export function stopped(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null) { done(); return; }
    server.once("exit", () => { done(); });
    server.kill("SIGTERM");
  });
}
