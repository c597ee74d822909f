// Coming in and going out: the first link, a password, a second try, and back to where one was going.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { invited, PASSWORD, withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const fresh = withDesk(false);

test("the first link of a new desk leads to a password, then to the first steps", async () => {
  await visit(`/welcome/${fresh().key}`, async (page) => {
    await page.getByRole("heading", { name: "Welcome, Administrator" }).waitFor();
    await accessible(page);
    await page.getByLabel("Your password").fill("too short");
    await page.getByText("One more letter.").waitFor();
    expect(await page.getByRole("button", { name: "Choose and begin" }).isDisabled()).toBe(true);
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "The first five minutes" }).waitFor();
    await page.getByRole("link", { name: "Make a team" }).waitFor();
    await accessible(page);
    await page.goto(`${fresh().at}/welcome/${fresh().key}`);
    await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
    await accessible(page);
  }, { at: fresh().at });
});

test("who is not signed in signs in by keyboard and is back where they were going", async () => {
  const { number } = await desk().ask("Roses for the door");
  await visit(`/requests/${number}`, async (page) => {
    await page.waitForURL(/\/sign-in\?next=/);
    await accessible(page);
    await page.getByLabel("Name to sign in with").fill("ada");
    await page.keyboard.press("Tab");
    await page.keyboard.type("not her password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("do not belong together").waitFor();
    await accessible(page);
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Roses for the door" }).waitFor();
    await tabTo(page, page.getByRole("button", { name: /^Ada Clerk: account/ }), true);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL(/\/sign-in(\?|$)/);
  }, { at: desk().at });
});

test("a session that ends sends to the sign-in page and back afterwards", async () => {
  await visit("/requests?open=true", async (page) => {
    await page.getByRole("heading", { level: 1, name: /request/ }).waitFor();
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Today" }).click();
    await page.waitForURL(/\/sign-in\?next=%2Ftoday/);
    await page.getByLabel("Name to sign in with").fill("dora");
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "Who relies on me" }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("who works here but belongs to no team sees a friendly page, and no page of others", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("heading", { name: "You belong to no team yet" }).waitFor();
    expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Insights" }).count()).toBe(0);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.nora });
});

test("a link for a colleague speaks their language, on a phone and in the dark", async () => {
  const path = await invited(desk(), "Carl Courier", "carl");
  await visit(path, async (page) => {
    await page.getByRole("heading", { name: "Willkommen, Carl Courier" }).waitFor();
    await accessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }, { at: desk().at, phone: true, dark: true, locale: "de-AT" });
});
