import path from "node:path";
import { expect, test } from "vitest";
import { accessible, tabTo, visit } from "../browser";

const tickets = path.resolve(import.meta.dirname, "../../examples/tickets.csv");

test("a dropped export is understood, looked at, and analysed", () =>
  visit("/bring", async (page) => {
    await page.locator("input[type=file]").setInputFiles(tickets);
    await page.getByText(/looks like a log with one row for each event/).waitFor();
    await page.getByText(/hand-offs in/).first().waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Analyse" }).click();
    await page.waitForURL(/\/logs\/(?!nowhere)/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await accessible(page);
  }));

test("the proposed recipe can be kept as a file", () =>
  visit("/bring", async (page) => {
    await page.locator("input[type=file]").setInputFiles(tickets);
    const save = page.getByRole("button", { name: "Save the recipe" });
    await save.waitFor();
    const download = page.waitForEvent("download");
    await save.click();
    expect((await download).suggestedFilename()).toContain(".toml");
  }));

test("a file of another kind is refused with what to do", () =>
  visit("/bring", async (page) => {
    await page.locator("input[type=file]").setInputFiles({ name: "year.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nothing") });
    await page.getByText(/PDF/).first().waitFor();
    await accessible(page);
  }));

test("Analyse is reached by keyboard alone", () =>
  visit("/bring", async (page) => {
    await page.locator("input[type=file]").setInputFiles(tickets);
    await page.getByText(/hand-offs in/).first().waitFor();
    await page.getByRole("heading", { level: 1 }).focus();
    await tabTo(page, "Analyse");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/logs\//);
  }));
