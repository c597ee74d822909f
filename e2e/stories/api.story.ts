// The page of the API: found, read, searched and tried by whoever may sign in, by keyboard, on a phone, in the dark.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

test("the page of the API is found from the tokens, says how to sign in, and tells an operation with its schemas", async () => {
  await visit("/settings/account", async (page) => {
    await page.getByRole("link", { name: "What a program can do" }).click();
    await page.getByRole("heading", { level: 1, name: "API" }).waitFor();
    expect(await page.title()).toBe("API · Catena");
    await page.getByText(`curl ${desk().at}/api/v1/today`).waitFor();
    await page.getByRole("heading", { level: 2, name: "webhooks" }).waitFor();
    await page.getByText("unknown_place", { exact: true }).waitFor();
    await accessible(page);
    await page.getByRole("searchbox", { name: "Find an operation" }).fill("post /merge");
    await page.getByText("1 operation", { exact: true }).waitFor();
    const operation = page.locator("details").filter({ hasText: "Joins a request to another one" });
    await tabTo(page, operation.locator("summary").first());
    await page.keyboard.press("Enter");
    await operation.getByText("The request that goes on for both.").waitFor();
    await operation.getByText("application/problem+json").waitFor();
    // What problems may be opens further in, as deep as it goes.
    await operation.locator("summary", { hasText: /^Problem$/ }).click();
    await operation.getByText("open_hand_offs", { exact: true }).first().waitFor();
    // Only what reads can be tried.
    expect(await operation.getByRole("button", { name: "Ask" }).count()).toBe(0);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.nora });
});

test("what reads is tried with one's own session, and a place that is missing is asked for", async () => {
  const { number } = await desk().ask("Asked by a program");
  await visit("/api#show_request", async (page) => {
    const operation = page.locator("#show_request");
    const ask = operation.getByRole("button", { name: "Ask" });
    await ask.waitFor();
    expect(await ask.isDisabled()).toBe(true);
    await operation.getByRole("textbox", { name: "request" }).fill(String(number));
    await page.keyboard.press("Enter");
    await operation.getByText("200 OK").waitFor();
    await operation.getByRole("region", { name: "Answer" }).getByText('"subject": "Asked by a program"').waitFor();
    await accessible(page);
    await operation.getByRole("textbox", { name: "request" }).fill("99999");
    await ask.click();
    await operation.getByText("404 Not Found").waitFor();
  }, { at: desk().at, session: desk().sessions.dora });
});

test("it is as open on a phone in the dark, speaks the language of the browser, and asks who it is first", async () => {
  await visit("/api", async (page) => {
    await page.getByRole("heading", { level: 2, name: "Anmelden" }).waitFor();
    await page.locator("#list_requests > summary").click();
    await page.getByRole("button", { name: "Fragen", exact: true }).waitFor();
    await accessible(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  }, { at: desk().at, session: desk().sessions.ada, phone: true, dark: true, locale: "de-DE" });
  await visit("/api", async (page) => {
    await page.getByRole("textbox", { name: "Name to sign in with" }).waitFor();
    expect(new URL(page.url()).searchParams.get("next")).toBe("/api");
  }, { at: desk().at });
});
