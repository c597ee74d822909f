// @vitest-environment node
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { problem } from "../src/api/client";

test("the client's types are those of the server's description", { timeout: 60_000 }, () => {
  const here = fileURLToPath(new URL("..", import.meta.url));
  const fresh = execFileSync(process.execPath, ["node_modules/openapi-typescript/bin/cli.js", "../openapi.json"], { cwd: here, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const kept = readFileSync(new URL("../src/api/schema.ts", import.meta.url), "utf8");
  expect(kept.trim() === fresh.trim(), "src/api/schema.ts is stale: run npm run gen").toBe(true);
});

test("a problem keeps what happened, its code and the request id", () => {
  const said = problem(404, { title: "There is no such log.", detail: "no log \"x\"", code: "unknown_log", request_id: "r1" }, null);
  expect([said.status, said.code, said.message, said.requestId]).toEqual([404, "unknown_log", "no log \"x\"", "r1"]);
});

test("an answer that is no problem document is still told", () => {
  const said = problem(502, "<html>bad gateway</html>", "r2");
  expect([said.code, said.message, said.requestId]).toEqual(["unexpected", "<html>bad gateway</html>", "r2"]);
});
