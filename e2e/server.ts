// Starts the real binary on a free port with the shipped logs, and stops it when the stories are told.
import { spawn } from "node:child_process";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    base: string;
  }
}

const root = path.resolve(import.meta.dirname, "..");

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const binary = process.env["CATENA_BIN"];
  if (!binary) throw new Error("CATENA_BIN names no binary: run the stories by `make test` or `sh scripts/e2e`");
  const files = ["examples/flower-shop.csv", "examples/uci-incidents.csv.zst"];
  const server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", ...files], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const base = await new Promise<string>((found, failed) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) found(address[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("exit", (code) => { failed(new Error(`catena ended with ${String(code)}: ${said}`)); });
  });
  project.provide("base", base);
  return async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  };
}
