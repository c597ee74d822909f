// Webhooks against a receiver that is really there: set up, tested, told, paused, given a new secret, removed.
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk(true, () => Promise.resolve({ args: ["--webhook-allow", "127.0.0.1"], env: {} }));

type Got = { headers: IncomingHttpHeaders; body: string };
const got: Got[] = [];
let answer = 204;
let receiver: Server;
let url = "";

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((done) => { receiver.listen(0, "127.0.0.1", done); });
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => { receiver.close(); });

/** Whether a message was signed with a secret. */
function isSigned({ headers, body }: Got, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const said = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  return headers["webhook-signature"] === `v1,${createHmac("sha256", key).update(said).digest("base64")}`;
}

test("a webhook is set up, tested, told of what happens, paused and removed", async () => {
  await visit("/settings", async (page) => {
    await page.getByRole("main").getByRole("link", { name: "Webhooks" }).last().click();
    await page.getByRole("heading", { name: "No program is told of anything yet" }).waitFor();
    await page.getByRole("button", { name: "New webhook" }).click();
    const window = page.getByRole("dialog", { name: "New webhook" });
    await window.getByLabel("Address").fill("http://10.0.0.1/hook");
    await window.getByRole("button", { name: "Set it up" }).click();
    await window.getByRole("alert").getByText("10.0.0.1 is no public address").waitFor();
    await accessible(page);
    await window.getByLabel("Address").fill(url);
    await window.getByRole("combobox", { name: "Kinds of events" }).fill("ask");
    await page.getByRole("option", { name: "asked", exact: true }).click();
    await window.getByLabel("Address").press("Enter");
    const secret = await page.getByRole("textbox", { name: `Secret of ${url}` }).innerText();
    await accessible(page);
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("heading", { level: 2, name: url }).waitFor();
    await accessible(page);
    await page.getByRole("button", { name: `Send a test to ${url} now` }).click();
    await page.getByText(/^Delivered: answered 204 after \d+ ms\.$/).waitFor();
    expect(isSigned(got[0] ?? { headers: {}, body: "" }, secret)).toBe(true);
    answer = 500;
    await page.getByRole("button", { name: `Send a test to ${url} now` }).click();
    await page.getByText(/^Not delivered after \d+ ms: the receiver answered 500\.$/).waitFor();
    answer = 204;
    await desk().ask("Told of");
    await page.getByText(/last attempt/).waitFor();
    await page.getByRole("button", { name: `Deliveries to ${url}` }).click();
    const row = page.getByRole("row").filter({ hasText: "asked" });
    await row.getByText("delivered").waitFor();
    await accessible(page);
    const event = JSON.parse(got.at(-1)?.body ?? "{}") as { type: string; specversion: string };
    expect([event.type, event.specversion]).toEqual(["catena.asked", "1.0"]);
    expect(got.at(-1)?.body).not.toContain("Told of");
    await page.getByRole("button", { name: `Pause the webhook to ${url}` }).click();
    await page.getByText("What happens waits, and is delivered when it goes on.").waitFor();
    await page.getByRole("button", { name: `New secret for ${url}` }).click();
    await page.getByRole("dialog", { name: "New secret" }).getByRole("button", { name: "New secret" }).click();
    await expect.poll(() => page.getByRole("textbox", { name: `Secret of ${url}` }).innerText()).not.toBe(secret);
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: `Remove the webhook to ${url}` }).click();
    await accessible(page);
    await page.getByRole("dialog", { name: "Remove this webhook?" }).getByRole("button", { name: "Remove" }).click();
    await page.getByRole("heading", { name: "No program is told of anything yet" }).waitFor();
  }, { at: desk().at, session: desk().sessions.admin });
});

test("members have no such page among their settings", async () => {
  await visit("/settings/account", async (page) => {
    await page.getByRole("heading", { level: 1, name: "My account" }).waitFor();
    expect(await page.getByRole("link", { name: "Webhooks" }).count()).toBe(0);
  }, { at: desk().at, session: desk().sessions.dora });
});
