// A browser as a person has it: one window, a fresh profile, and witnesses that note what a person would
// not see: errors on the console, requests to anybody else, what the content security policy refused.
import { AxeBuilder } from "@axe-core/playwright";
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-quic", "--no-first-run", "--force-prefers-reduced-motion",
];

let browser: Browser;

/** Gives the stories of a file their browser. */
export function withBrowser(): void {
  beforeAll(async () => {
    const executablePath = PLACES.find((place) => place && existsSync(place));
    if (!executablePath) throw new Error("no Chromium found: install it, or say where it is in CHROMIUM");
    browser = await chromium.launch({ executablePath, args: FLAGS });
  });
  afterAll(async () => { await browser.close(); });
}

export const base = () => inject("base");
export const examples = () => inject("examples");

export type Person = BrowserContextOptions & {
  phone?: boolean;
  dark?: boolean;
  /** The server, if it is not the one that all stories share. */
  at?: string;
  /** Another server that the page may go to. */
  also?: string;
  /** The session of somebody who signed in before. */
  session?: string;
  /** Errors on the console that the story itself causes. */
  causes?: RegExp;
};

/** Opens `path` for a person and runs `story`; whatever a witness noted fails it. */
export async function visit(path: string, story: (page: Page) => Promise<void>, { phone = false, dark = false, at = base(), also, session, causes, ...rest }: Person = {}): Promise<void> {
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 740 } : { width: 1440, height: 900 }, colorScheme: dark ? "dark" : "light", locale: "en-GB", timezoneId: "UTC",
    reducedMotion: "reduce", acceptDownloads: true, ...rest,
  });
  if (session) await context.addCookies([{ name: "catena_session", value: session, url: at }]);
  const noted: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => {
    // A refused request is on the console whether or not the page tells of it; stories that expect one say so themselves.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) noted.push(message.text());
  });
  page.on("pageerror", (error) => { noted.push(String(error)); });
  page.on("request", (request) => {
    if (!request.url().startsWith(at) && !(also && request.url().startsWith(also)) && !/^(data|blob):/.test(request.url())) noted.push(`asked a stranger: ${request.url()}`);
  });
  try {
    await page.goto(at + path);
    await story(page);
    expect(noted.filter((one) => !causes?.test(one))).toEqual([]);
  } catch (error) {
    await page.screenshot({ path: `out/${(expect.getState().currentTestName ?? "story").replace(/\W+/g, "-")}.png` });
    throw error;
  } finally {
    await context.close();
  }
}

/** Whether the page as it stands is open to everybody, as far as a machine can tell. */
export async function accessible(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ state: "attached" });
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`)).toEqual([]);
}

/** Goes to `target` with the tab key alone; `back` with shift. */
export async function tabTo(page: Page, target: Locator, back = false): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < 400; steps++) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error(`the tab key does not reach ${String(target)}`);
}

/** What is downloaded when `act` is done: its name and its text. */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const stream = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}

/** The server's own answer, to compare a page with. */
export async function api<T>(path: string): Promise<T> {
  const answer = await fetch(`${base()}/api/v1${path}`);
  expect(answer.ok, `${path} answers ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

/** A number as the pages write it in English. */
export const written = (n: number) => new Intl.NumberFormat("en").format(n);
