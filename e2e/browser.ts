// A real browser, and what every story asks of a page: no error, nothing fetched from elsewhere, accessible.
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";

const places = [process.env["CATENA_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

let browser: Browser;

beforeAll(async () => {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("no browser: install chromium, or name one in CATENA_CHROMIUM");
  browser = await chromium.launch({ executablePath, args: flags });
});

afterAll(() => browser.close());

/** Opens `address` in a browser of its own, runs the story, and fails if anything went wrong on the page meanwhile. */
export async function visit(address: string, story: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const base = inject("base");
  const context = await browser.newContext({
    baseURL: base, locale: "en-GB", timezoneId: "UTC", viewport: { width: 1280, height: 900 }, acceptDownloads: true, reducedMotion: "reduce", ...options,
  });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(base) && !to.startsWith("data:") && !to.startsWith("blob:")) wrong.push(`asked ${to}`);
  });
  try {
    await page.goto(address);
    await story(page);
    expect(wrong).toEqual([]);
  } finally {
    await context.close();
  }
}

/** Fails with every fault that axe finds against WCAG 2.2 AA. */
export async function accessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}

/** Nothing sticks out to the side. */
export async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over).toBeLessThanOrEqual(0);
}

/** Presses Tab until the focus is on an element whose accessible text contains `name`. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => {
      const at = document.activeElement;
      const labels = (at as HTMLInputElement | null)?.labels;
      return [at?.getAttribute("aria-label"), labels?.[0]?.textContent, at?.textContent].filter(Boolean).join(" ");
    });
    if (text.includes(name)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}
