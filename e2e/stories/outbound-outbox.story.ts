// The outbox: who is told of what, what became of it, and what each person chooses to be told.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

test("an empty outbox says so in words, and those who may not see it are told calmly", async () => {
  await visit("/outbox", async (page) => {
    await page.getByRole("heading", { name: "Nobody had to be told of anything yet" }).waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.admin });
  await visit("/outbox", async (page) => {
    await page.getByText("This is not for your account").waitFor();
    expect(await page.getByRole("link", { name: "Outbox" }).count()).toBe(0);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.dora });
});

test("notices are read, narrowed, stopped and sent after all, by keyboard too", async () => {
  const { call, sessions, customers } = desk();
  await call("POST", `/parties/${customers["Rosa Rose"] ?? ""}/handles`, { kind: "email", value: "rosa@example.org" }, sessions.admin);
  const asked = await desk().ask("Wilted roses");
  await desk().ask("Lost tulips", { customer: customers["Bruno Baum"] });
  await call("POST", `/requests/${asked.request}/messages`, { body: "We bring new ones. Look at /track/Xq39fTabcdefghijklmnopqrstuvwxyz0123456789" }, sessions.ada);
  await visit("/today", async (page) => {
    await page.getByRole("link", { name: "Outbox" }).first().click();
    await page.getByText("No mail server is set up yet, so nothing is sent").waitFor();
    const answer = page.getByRole("listitem").filter({ hasText: "An answer to your request 1" });
    await answer.getByText("waiting", { exact: true }).waitFor();
    await tabTo(page, answer.locator("summary"));
    await page.keyboard.press("Enter");
    await answer.getByText("We bring new ones. Look at /track/…").waitFor();
    await accessible(page);
    const bruno = page.getByRole("listitem").filter({ hasText: "Lost tulips" }).filter({ hasText: "Bruno Baum" });
    await bruno.getByText("nobody recorded an address").waitFor();
    await bruno.getByRole("button", { name: /after all$/ }).click();
    await bruno.getByRole("alert").getByText("nobody recorded an address for them yet").waitFor();
    await answer.getByRole("link", { name: "Only what is for Rosa Rose" }).click();
    await page.waitForURL(/recipient=/);
    await bruno.waitFor({ state: "detached" });
    await answer.getByRole("button", { name: /^Do not send/ }).click();
    await answer.getByText("an administrator stopped it").waitFor();
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "not sent" }).click();
    await page.waitForURL(/state=not_sent/);
    await page.getByText("This is the oldest one.").waitFor();
    await answer.getByRole("button", { name: /after all$/ }).click();
    await page.getByText("No notice is like that.").waitFor();
    await accessible(page);
    await page.goBack();
  }, { at: desk().at, session: sessions.admin });
});

test("everybody chooses what they are told of, and in which language", async () => {
  await visit("/settings/account", async (page) => {
    await page.getByText("Nobody recorded an email address for you").waitFor();
    const box = page.getByRole("checkbox", { name: "Something is asked of one of your teams" });
    await tabTo(page, box);
    await page.keyboard.press("Space");
    await expect.poll(() => box.isChecked()).toBe(false);
    await page.getByRole("combobox", { name: "Language of your notices" }).click();
    await page.getByRole("option", { name: "Deutsch" }).click();
    await page.reload();
    await expect.poll(() => page.getByRole("checkbox", { name: "Something is asked of one of your teams" }).isChecked()).toBe(false);
    await expect.poll(() => page.getByRole("combobox", { name: "Language of your notices" }).inputValue()).toBe("Deutsch");
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.dora });
});

test("the outbox and the webhooks fit a phone, the dark, other languages and right to left", async () => {
  for (const path of ["/outbox", "/settings/webhooks", "/settings/account"]) {
    for (const more of [{ phone: true, dark: true }, { locale: "fr-FR" }, { locale: "de-DE", phone: true }]) {
      await visit(path, async (page) => {
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
        await accessible(page);
        expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
        await page.evaluate(() => { document.documentElement.dir = "rtl"; });
        expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
      }, { at: desk().at, session: desk().sessions.admin, ...more });
    }
  }
});
