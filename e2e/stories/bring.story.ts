// Somebody brings an export of their own.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessible, downloaded, examples, tabTo, visit, withBrowser } from "../lib/browser";

withBrowser();

const choose = (page: Page, file: string) => page.locator("input[type=file]").setInputFiles(join(examples(), file));

test("a file of unknown columns is understood, shown as chains, corrected, saved and analysed", async () => {
  await visit("/bring", async (page) => {
    await accessible(page);
    await choose(page, "tickets.csv");
    await page.getByRole("heading", { level: 1, name: "tickets.csv" }).waitFor();
    await page.getByText("one row for each event").waitFor();
    await page.locator("svg[data-picture]").first().waitFor();
    await accessible(page);

    const recipe = await downloaded(page, () => page.getByRole("button", { name: "Save the recipe" }).click());
    expect(recipe.name).toMatch(/\.toml$/);
    expect(recipe.text).toContain('kind = "transitions"');
    expect(recipe.text).toContain('team = "Team"');

    await page.getByRole("combobox", { name: "Team", exact: true }).or(page.getByLabel("Team", { exact: true })).first().click();
    await page.getByRole("option", { name: /^Priority/ }).click();
    await page.locator("svg[data-picture] text", { hasText: "2 normal" }).first().waitFor();
    await page.getByRole("combobox", { name: "Team", exact: true }).or(page.getByLabel("Team", { exact: true })).first().click();
    await page.getByRole("option", { name: /^Team/ }).click();

    await page.getByText("These chains hold no promise, so no link can break one.").waitFor();

    await page.getByRole("button", { name: "Analyse" }).click();
    await page.waitForURL(/\/logs\/[^/?]*tickets/);
    // Without a promise no link can be weak, but who held the work is still told.
    await page.getByRole("heading", { level: 1, name: "These chains hold no promise, so none could be broken." }).waitFor();
    await page.getByRole("heading", { level: 2, name: "Who held the chains longest" }).waitFor();
    await accessible(page);
    await page.getByRole("button", { name: /^Log: tickets/ }).waitFor();
  });
});

test("why a recipe is proposed is told in the language of the page", async () => {
  await visit("/bring", async (page) => {
    await choose(page, "tickets.csv");
    await page.getByText("Warum", { exact: true }).click();
    await page.getByRole("listitem").filter({ hasText: "Jede Zeile ist ein Ereignis" }).waitFor();
    await accessible(page);
  }, { locale: "de-DE" });
});

test("by keyboard alone: correct a column and analyse", async () => {
  await visit("/bring", async (page) => {
    // The system's file dialog is the browser's own; what it hands over is handed over here.
    await choose(page, "tickets.csv");
    await page.getByRole("heading", { level: 1, name: "tickets.csv" }).waitFor();
    await tabTo(page, page.getByRole("combobox", { name: "Customer", exact: true }).or(page.getByLabel("Customer", { exact: true })).first());
    await page.keyboard.type("Prio");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").getByText("2 normal").first().waitFor();
    await tabTo(page, page.getByRole("button", { name: "Analyse" }), true);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/logs\/[^/?]*tickets/);
  });
});

test("Catena's own columns need no recipe", async () => {
  await visit("/bring", async (page) => {
    await choose(page, "flower-shop.csv");
    await page.getByText("has Catena’s own columns").waitFor();
    await page.getByText("Due 13:00, done 13:10: 10 min late.").waitFor();
  });
});

test("a file of another kind is a clear error, and another file can be tried", async () => {
  await visit("/bring", async (page) => {
    await page.locator("input[type=file]").setInputFiles({ name: "picture.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3]) });
    await page.getByRole("alert").waitFor();
    await accessible(page);
    await choose(page, "flower-shop.csv");
    await page.getByRole("heading", { level: 1, name: "flower-shop.csv" }).waitFor();
  });
});

test("on a phone and in the dark it is as open to everybody", async () => {
  for (const person of [{ phone: true }, { dark: true }]) {
    await visit("/bring", async (page) => {
      await choose(page, "tickets.csv");
      await page.getByRole("heading", { level: 1, name: "tickets.csv" }).waitFor();
      await accessible(page);
    }, person);
  }
});
