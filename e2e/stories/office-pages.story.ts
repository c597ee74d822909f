// What holds on every page of the office: light and dark, phones, languages, keys, no right.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

const pages = () => [
  "/settings", "/settings/people", `/settings/people?team=${desk().teams.Clerks ?? ""}`, "/settings/services", `/settings/services/${desk().services.Bouquet ?? ""}`, "/settings/calendars", "/settings/calendars/new",
  "/settings/promises", "/settings/account", "/customers", `/customers/${desk().customers["Rosa Rose"] ?? ""}`, "/board", "/audit",
];
/** Waits until the page has all its answers. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
}
const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

test("every page is open to everybody in the dark, and on a phone no wider than it", async () => {
  for (const path of pages()) {
    await visit(path, async (page) => {
      await settled(page);
      expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
      await accessible(page);
    }, { at: desk().at, session: desk().sessions.admin, phone: true, dark: true });
  }
});

test("every page is open to everybody in the light, and does not break from right to left", async () => {
  for (const path of pages()) {
    await visit(path, async (page) => {
      await settled(page);
      await accessible(page);
      await page.evaluate(() => { document.documentElement.dir = "rtl"; });
      expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
    }, { at: desk().at, session: desk().sessions.admin });
  }
});

test("every page speaks French and German", async () => {
  for (const locale of ["fr-FR", "de-DE"]) {
    for (const path of pages()) {
      await visit(path, async (page) => {
        await settled(page);
        const text = await page.locator("main").innerText();
        expect(text, path).not.toMatch(/\b(waits|settings|what is|working time|of work)\b/i);
      }, { at: desk().at, session: desk().sessions.admin, locale });
    }
  }
});

test("a rule is written as a sentence; who saved meanwhile is not overwritten", async () => {
  await visit("/settings/promises", async (page) => {
    await page.getByText("Everything: answered within 1 h, done within 10 h in the hours of “Round the clock”.").waitFor();
    await page.getByRole("button", { name: "New rule" }).click();
    const window = page.getByRole("dialog", { name: "A rule" });
    await window.getByRole("combobox", { name: "For which service" }).click();
    await window.getByRole("option", { name: "Bouquet" }).click();
    await window.getByLabel("Done within: hours").fill("4");
    await window.getByText("Bouquet: done within 4 h around the clock.").waitFor();
    await accessible(page);
    await window.getByRole("button", { name: "Keep the rule" }).click();
    await page.getByRole("main").getByRole("listitem").first().getByText("Bouquet: done within 4 h around the clock.").waitFor();
    const now = await desk().call<{ version: number; rules: unknown[] }>("GET", "/policy", undefined, desk().sessions.admin);
    await desk().call("PUT", "/policy", now, desk().sessions.admin);
    // Live news say so before anything is sent.
    await page.getByRole("alert").getByText("Somebody else changed this meanwhile").waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Throw mine away and load theirs" }).click();
    await page.getByText("Bouquet: done within").waitFor({ state: "detached" });
  }, { at: desk().at, session: desk().sessions.admin });
});

test("a customer is recorded, found, reached, and forgotten only by name", async () => {
  await visit("/customers", async (page) => {
    await page.getByRole("button", { name: "New customer" }).click();
    const window = page.getByRole("dialog", { name: "New customer" });
    await window.getByLabel("Name").fill("Vera Veilchen");
    await window.getByLabel("Email").fill("vera@example.org");
    await window.getByLabel("How you know it is theirs").fill("said so at the counter");
    await window.getByRole("button", { name: "Record the customer" }).click();
    await page.getByRole("heading", { level: 1, name: "Vera Veilchen" }).waitFor();
    await page.getByText("known: said so at the counter").waitFor();
    await page.getByRole("link", { name: "All customers" }).click();
    await page.getByLabel("Find by name or address").fill("veil");
    await page.waitForURL(/q=veil/);
    await page.getByRole("link", { name: "Rosa Rose" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Vera Veilchen" }).click();
    await page.getByRole("button", { name: "Erase …" }).click();
    const sure = page.getByRole("dialog", { name: "Erase Vera Veilchen for good?" });
    expect(await sure.getByRole("button", { name: "Erase for good" }).isDisabled()).toBe(true);
    await sure.getByLabel("To confirm, type the name: Vera Veilchen").fill("Vera Veilchen");
    await accessible(page);
    await sure.getByRole("button", { name: "Erase for good" }).click();
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    await page.getByRole("link", { name: "Rosa Rose" }).waitFor();
    expect(await page.getByText("Vera Veilchen").count()).toBe(0);
  }, { at: desk().at, session: desk().sessions.admin });
});

test("a token is shown once and revoked; a second factor is set up in two steps", async () => {
  await visit("/settings/account", async (page) => {
    await tabTo(page, page.getByLabel("What it is for"));
    await page.keyboard.type("Nightly export");
    await page.keyboard.press("Enter");
    const secret = await page.getByRole("textbox", { name: "Token “Nightly export”" }).innerText();
    expect((await fetch(`${desk().at}/api/v1/session`, { headers: { authorization: `Bearer ${secret}` } })).ok).toBe(true);
    await page.getByRole("button", { name: "Revoke Nightly export" }).click();
    await page.getByText(/^revoked /).waitFor();
    await page.getByRole("button", { name: "Set up a second factor" }).click();
    await page.getByRole("textbox", { name: "The key for your authenticator" }).waitFor();
    await page.getByLabel("The code that it shows").fill("000000");
    await page.getByRole("button", { name: "Turn it on" }).click();
    await page.getByRole("alert").waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("the record tells who did what, and can be narrowed to one subject", async () => {
  await visit("/audit", async (page) => {
    await page.getByText(/^Ada Clerk signed in\.$/).first().waitFor();
    await page.getByRole("listitem").filter({ hasText: "wrote down Bouquet, version 1." }).getByRole("link", { name: /^Only what entry/ }).click();
    await page.waitForURL(/subject=/);
    await page.getByText("Only what happened to Bouquet").waitFor();
    await page.getByText("This is the beginning.").waitFor();
    await page.getByRole("link", { name: "Everything" }).click();
    await page.getByText("Ada Clerk signed in.").first().waitFor();
  }, { at: desk().at, session: desk().sessions.admin });
});

test("the board leads to what waits, and the record is calm towards who may not see it", async () => {
  await desk().ask("Late roses");
  await visit("/board", async (page) => {
    await page.getByRole("heading", { level: 2, name: "Your teams" }).waitFor();
    await page.getByRole("link", { name: "Clerks" }).click();
    await page.waitForURL(/\/requests\?provider=/);
  }, { at: desk().at, session: desk().sessions.ada });
  await visit("/audit", async (page) => {
    await page.getByText("This is not for your account").waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.dora });
});
