// Signing in through the organisation's provider: there, through its own pages, and back; and everybody who is not
// let in, with the reason.
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { entered, invited, PASSWORD, withDesk } from "../lib/desk";
import { passProvider, startProvider, through, type People } from "../lib/provider";

withBrowser();
let provider: People | undefined;
const desk = withDesk(true, async (at) => {
  provider = await startProvider(at);
  return through(provider);
});
const lonely = withDesk(false, () => Promise.resolve(through({ at: "http://127.0.0.1:1", client: { id: "catena", secret: "secret" } })));
afterAll(async () => { await provider?.stop(); });

const people = () => {
  if (!provider) throw new Error("the provider did not start");
  return provider;
};
const through_it = (page: Page) => page.getByRole("link", { name: "Sign in with Flower ID" });
const at = () => ({ at: desk().at, also: people().at });

/** Goes through the provider as `who`, to `next`; story goes on where that ends. */
async function come(who: string, story: (page: Page) => Promise<void>, next = "/today"): Promise<void> {
  await visit(next, async (page) => {
    await page.waitForURL(/\/sign-in/);
    await through_it(page).click();
    await passProvider(page, who);
    await story(page);
  }, at());
}

test("who has an account signs in through the provider by keyboard and is back where they were going", async () => {
  const { number } = await desk().ask("Roses for the door");
  await invited(desk(), "Erin Example", "erin@flowers.example");
  people().known["id-erin"] = { email: "Erin@Flowers.example", email_verified: true, name: "Erin" };
  await visit(`/requests/${number}`, async (page) => {
    await page.waitForURL(/\/sign-in\?next=/);
    await accessible(page);
    await tabTo(page, through_it(page));
    await page.keyboard.press("Enter");
    let reply = "";
    page.on("request", (request) => { if (request.url().includes("/sign-on/reply")) reply = request.url(); });
    await passProvider(page, "id-erin");
    await page.getByRole("heading", { level: 1, name: "Roses for the door" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/requests/${number}`);
    const cookies = (await page.context().cookies(desk().at)).filter((one) => one.name.startsWith("catena"));
    expect(cookies.map((one) => one.name).sort()).toEqual(["catena_browser", "catena_session"]);
    expect(cookies.every((one) => one.httpOnly && one.sameSite === "Lax")).toBe(true);
    // What brought them here brings nobody here again.
    await page.context().clearCookies();
    await page.goto(reply);
    await page.getByRole("alert").getByText("not begun here, or too long ago").waitFor();
    await accessible(page);
  }, at());
});

test("the provider's own name decides afterwards, whatever became of the address", async () => {
  people().known["id-erin"] = { email: "somebody.else@flowers.example", email_verified: false };
  await come("id-erin", async (page) => {
    await page.getByRole("button", { name: /^Erin Example: account/ }).waitFor();
  });
  // The address was handed on: whoever has it now is not Erin.
  people().known["id-heir"] = { email: "erin@flowers.example", email_verified: true };
  await come("id-heir", async (page) => {
    await page.getByRole("alert").getByText("belongs to somebody else at Flower ID").waitFor();
    await accessible(page);
  });
});

test("who is unknown, not verified or closed is told so, and nobody is signed in", async () => {
  await invited(desk(), "Finn Flower", "finn@flowers.example");
  await invited(desk(), "Gone Gardener", "gone@flowers.example");
  const admin = desk().sessions.admin;
  const { accounts } = await desk().call<{ accounts: { id: string; login: string }[] }>("GET", "/accounts", undefined, admin);
  await desk().call("PATCH", `/accounts/${accounts.find((one) => one.login === "gone@flowers.example")?.id ?? ""}`, { closed: true }, admin);
  Object.assign(people().known, {
    "id-finn": { email: "finn@flowers.example", email_verified: false },
    "id-stranger": { email: "stranger@flowers.example", email_verified: true },
    "id-gone": { email: "gone@flowers.example", email_verified: true },
    "id-nobody": {},
  });
  for (const [who, said] of [["id-finn", "has not verified"], ["id-stranger", "Nobody here has your address"], ["id-gone", "Your account is closed"], ["id-nobody", "has not verified"]] as const) {
    await come(who, async (page) => {
      await page.getByRole("alert").getByText(said).waitFor();
      expect((await page.context().cookies(desk().at)).filter((one) => one.name.startsWith("catena"))).toEqual([]);
      expect(new URL(page.url()).searchParams.get("next")).toBe("/today");
    });
  }
});

test("who cancels at the provider is told so, in their language, on a phone and in the dark", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("link", { name: "Mit Flower ID anmelden" }).click();
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("alert").getByText("Flower ID hat Sie nicht hereingelassen.").waitFor();
    await accessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }, { ...at(), phone: true, dark: true, locale: "de-AT" });
});

test("a second factor is asked for all the same", async () => {
  const path = await invited(desk(), "Hana Hedge", "hana@flowers.example");
  const session = await entered(desk().at, path, { password: PASSWORD });
  const { secret } = await desk().call<{ secret: string }>("POST", "/account/second-factor", undefined, session);
  const { codes } = await desk().call<{ codes: string[] }>("PUT", "/account/second-factor", { code: totp(secret) }, session);
  people().known["id-hana"] = { email: "hana@flowers.example", email_verified: true };
  await come("id-hana", async (page) => {
    await page.getByRole("heading", { name: "Code of the second factor" }).waitFor();
    await accessible(page);
    await page.goto(`${desk().at}/today`);
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${desk().at}/sign-in?step=code&next=%2Frequests`);
    await page.getByLabel("Code of the second factor").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("This code is not right").waitFor();
    await page.getByLabel("Code of the second factor").fill(codes[0] ?? "");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Hana Hedge: account/ }).waitFor();
    await page.waitForURL(/\/requests/);
  });
});

test("a provider that is down is told of, and a password lets in meanwhile", async () => {
  await visit("/sign-in?next=%2Ftoday", async (page) => {
    await through_it(page).click();
    await page.getByRole("alert").getByText("Flower ID does not answer").waitFor();
    await accessible(page);
    expect(await page.getByLabel("Name to sign in with").isVisible()).toBe(true);
  }, { at: lonely().at });
  await visit("/sign-in", async (page) => {
    await page.getByLabel("Name to sign in with").fill("ada");
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Ada Clerk: account/ }).waitFor();
  }, at());
});

/** The code of now for a secret in base 32. */
function totp(secret: string): string {
  const bits = [...secret.replace(/=+$/, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const number = digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
