// A working day: what waits, done by one key, taken back by another.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

test("nothing to do is a pleasant page", async () => {
  await visit("/today", async (page) => {
    await page.getByText("Nobody is waiting for you.").waitFor();
    await page.getByText("You are waiting for nobody.").waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("the most urgent comes first, is accepted by one key and taken back by another", async () => {
  await desk().ask("Invoice is missing", { due_at: soon(600) });
  await desk().ask("Wrong colour", { due_at: soon(20) });
  await visit("/today", async (page) => {
    const mine = page.getByRole("region", { name: /^Who relies on me/ });
    await mine.getByRole("listitem").nth(1).waitFor();
    const first = mine.getByRole("listitem").first();
    expect(await first.innerText()).toMatch(/Wrong colour[\s\S]*for Rosa Rose[\s\S]*(start within|finish within) (19|20)\smin/);
    await accessible(page);
    await page.keyboard.press("a");
    await page.getByText(/Wrong colour: accepted\.$/).waitFor();
    const accept = first.getByRole("button", { name: /^Accept/ });
    await accept.waitFor({ state: "detached" });
    await accessible(page);
    await page.keyboard.press("u");
    await page.getByText("Taken back.").waitFor();
    await accept.waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("to return something one says what is missing; letters in that field are letters", async () => {
  const { number } = await desk().ask("Which ribbon?", { due_at: soon(10) });
  await visit("/today", async (page) => {
    await page.getByRole("link", { name: `Which ribbon? #${number}` }).focus();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: `Return · #${number}` });
    await dialog.getByLabel("What is missing?").waitFor();
    await accessible(page);
    expect(await dialog.getByRole("button", { name: "Return" }).isDisabled()).toBe(true);
    await page.keyboard.type("a ribbon, and d");
    await dialog.getByRole("button", { name: "Return" }).click();
    await page.getByText(/Which ribbon\?: given back\.$/).waitFor();
    const [note] = (await desk().call<{ notes: { body: string }[] }>("GET", `/requests/${number}`, undefined, desk().sessions.ada)).notes;
    expect(note?.body).toBe("a ribbon, and d");
  }, { at: desk().at, session: desk().sessions.ada });
});

test("letters can be switched off; buttons still work", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("region", { name: /^Who relies on me/ }).getByRole("listitem").first().waitFor();
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.getByRole("switch").click();
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "detached" });
    await page.keyboard.press("l");
    await page.keyboard.press("d");
    expect(new URL(page.url()).pathname).toBe("/today");
    expect(await page.getByText(/: done\.$/).count()).toBe(0);
    await page.getByRole("button", { name: /^Done: #\d+ Invoice is missing/ }).click();
    await page.getByText(/Invoice is missing: done\.$/).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: /Invoice is missing/ }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("on a phone, in French and in the dark nothing is cut and everybody can use it", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("heading", { level: 2, name: /Qui compte sur moi/ }).waitFor();
    await page.getByRole("listitem").first().waitFor();
    await accessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  }, { at: desk().at, session: desk().sessions.ada, phone: true, dark: true, locale: "fr-FR" });
});

test("what a colleague does appears without reload", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("region", { name: /^Who relies on me/ }).getByRole("listitem").first().waitFor();
    await desk().ask("Just came in", { due_at: soon(5) });
    await page.getByRole("link", { name: /Just came in/ }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});
