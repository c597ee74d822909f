// Somebody looks for the chains behind a figure, in a list of any length, and opens one.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessible, api, base, downloaded, tabTo, visit, withBrowser, written } from "../lib/browser";

withBrowser();

type List = { total: number; rows: { root: string; outcome: string; overrun_seconds: number }[] };
const rows = (page: Page) => page.getByRole("grid").locator("[role=row][aria-rowindex]:not([aria-rowindex='1'])");
const title = (page: Page, total: number) => page.getByRole("heading", { level: 1, name: `${written(total)} chains`, exact: true }).waitFor();

test("filters, search and order stand in the address and agree with the server", async () => {
  const broken = await api<List>("/logs/year/chains?outcome=broken&limit=1");
  await visit("/logs/year/chains", async (page) => {
    await accessible(page);
    await page.getByText("broken", { exact: true }).first().click();
    await title(page, broken.total);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(broken.total + 1));
    const root = broken.rows[0]?.root ?? "";
    await page.getByRole("textbox", { name: "Search request or customer" }).fill(root);
    await page.getByRole("heading", { level: 1, name: "1 chain", exact: true }).waitFor();
    await page.getByRole("textbox", { name: "Search request or customer" }).fill("");
    await title(page, broken.total);
    await page.getByRole("columnheader", { name: "Lead time" }).getByRole("link").click();
    await page.waitForURL(/sort=-lead/);
    const longest = await api<List>("/logs/year/chains?outcome=broken&sort=-lead&limit=1");
    await rows(page).first().getByText(longest.rows[0]?.root ?? "").waitFor();
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("broken");
  });
});

test("a period and an attribute narrow every page, in words that can be removed", async () => {
  const { attributes } = await api<{ attributes: { name: string; values: { value: string; chains: number }[] }[] }>("/logs/year");
  const attribute = attributes.find((one) => one.values.length > 1);
  const value = attribute?.values[0]?.value ?? "";
  const from = await api<{ first_opened: string }>("/logs/year").then((log) => `${log.first_opened.slice(0, 4)}-06-01`);
  await visit("/logs/year/chains", async (page) => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByLabel("from", { exact: true }).fill(from);
    await page.getByRole("combobox", { name: "Attribute" }).or(page.getByLabel("Attribute", { exact: true })).first().click();
    await page.getByRole("option", { name: attribute?.name ?? "", exact: true }).click();
    await page.getByLabel("is", { exact: true }).first().click();
    await page.getByRole("option", { name: new RegExp(`^${value}`) }).first().click();
    await accessible(page);
    await page.getByRole("button", { name: "Done" }).click();
    const asked = `from=${from}&where=${encodeURIComponent(`${attribute?.name}=${value}`)}`;
    const { total } = await api<List>(`/logs/year/chains?${asked}&limit=1`);
    await title(page, total);
    await page.getByRole("link", { name: "Weakest link" }).click();
    await page.waitForURL(/where=/);
    await page.getByRole("button", { name: `Remove filter ${attribute?.name}: ${value}` }).click();
    await page.waitForURL((url) => !url.search.includes("where"));
    expect(page.url()).toContain(`from=${from}`);
  });
});

test("a chain opens beside the list and closes again; back works", async () => {
  await visit("/logs/year/chains?outcome=broken", async (page) => {
    await rows(page).first().click();
    await page.getByRole("heading", { level: 2, name: "Why" }).waitFor();
    await accessible(page);
    expect(await page.getByRole("grid").isVisible()).toBe(true);
    await page.goBack();
    await page.getByRole("heading", { level: 2, name: "Why" }).waitFor({ state: "detached" });
    await page.goForward();
    await page.getByRole("button", { name: "Close the chain" }).click();
    await page.getByRole("heading", { level: 2, name: "Why" }).waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("broken");
  });
});

test("on a phone the chain opens over the list", async () => {
  await visit("/logs/year/chains?outcome=broken", async (page) => {
    await accessible(page);
    await rows(page).first().click();
    await page.getByRole("heading", { level: 2, name: "Why" }).waitFor();
    expect(await page.getByRole("grid").isVisible()).toBe(false);
    await accessible(page);
    await page.getByRole("button", { name: "Chains" }).click();
    await rows(page).first().waitFor();
  }, { phone: true });
});

test("by keyboard alone: walk the list, open a chain, come back to the same row", async () => {
  await visit("/logs/year/chains?outcome=broken", async (page) => {
    const { rows: listed } = await api<List>("/logs/year/chains?outcome=broken&limit=4");
    await tabTo(page, rows(page).first());
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: listed[3]?.root ?? "" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 2, name: "Why" }).waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "5");
    await page.keyboard.press("End");
    const total = await page.getByRole("grid").getAttribute("aria-rowcount");
    await page.waitForFunction((last) => document.activeElement?.getAttribute("aria-rowindex") === last, total);
    await page.keyboard.press("Home");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "2");
  });
});

test("a list of a million rows reaches its last one by keyboard, by wheel and by the scrollbar", async () => {
  const MILLION = 1_000_000;
  await visit("/definitions", async (page) => {
    // No log of the stories is that long, so the server's answer about this one list is stretched.
    const example = (await api<List>("/logs/year/chains?limit=1")).rows[0];
    await page.route("**/api/v1/logs/year/chains?*", async (route) => {
      const asked = new URL(route.request().url()).searchParams;
      const offset = Number(asked.get("offset"));
      const count = Math.max(0, Math.min(Number(asked.get("limit")), MILLION - offset));
      await route.fulfill({ json: { total: MILLION, rows: Array.from({ length: count }, (_, i) => ({ ...example, root: `row ${offset + i}` })) } });
    });
    await page.goto(`${base()}/logs/year/chains`);
    await title(page, MILLION);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(MILLION + 1));
    await tabTo(page, rows(page).first());
    await page.keyboard.press("End");
    await page.getByText("row 999999", { exact: true }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-rowindex") === "1000000");
    const port = page.getByRole("grid").locator("[role=rowgroup]").nth(1);
    await port.evaluate((node) => { node.scrollTop = node.scrollHeight / 2; });
    await page.getByText(/^row (499|500)\d{3}$/).first().waitFor();
    // In the middle, where the scrollbar is compressed, a wheel still moves by its own pixels.
    const first = () => rows(page).first().getAttribute("aria-rowindex").then(Number);
    const before = await first();
    await port.hover();
    await page.mouse.wheel(0, 460);
    await page.waitForFunction((was) => Number(document.querySelector("[role=grid] [role=rowgroup]:nth-of-type(2) [role=row]")?.getAttribute("aria-rowindex")) > was, before);
    expect((await first()) - before).toBeLessThan(15);
    await port.evaluate((node) => { node.scrollTop = 0; });
    await page.getByText("row 0", { exact: true }).waitFor();
    await port.evaluate((node) => { node.scrollTop = node.scrollHeight; });
    await page.getByText("row 999999", { exact: true }).waitFor();
  });
});

test("the list leaves as CSV, as it is filtered", async () => {
  const { total } = await api<List>("/logs/year/chains?outcome=broken&limit=1");
  await visit("/logs/year/chains?outcome=broken", async (page) => {
    const { text } = await downloaded(page, () => page.getByRole("link", { name: "CSV" }).click());
    expect(text.trimEnd().split(/\r?\n/).length).toBe(total + 1);
  });
});

test("nothing found is said, with what to do", async () => {
  await visit("/logs/year/chains?q=surely-no-such-chain", async (page) => {
    await page.getByRole("heading", { name: "No chain matches" }).waitFor();
    await accessible(page);
  });
});
