// What holds on every page: languages, keys, search, phones, weight, and that nobody else is asked.
import { expect, test } from "vitest";
import { accessible, api, base, tabTo, visit, withBrowser } from "../lib/browser";

withBrowser();

const PAGES = ["/logs/year", "/logs/year/chains", "/logs/year/map", "/logs/year/domino", "/logs/year/quality", "/bring", "/definitions", "/logs/flower-shop/chains/O1"];

test("the first page loads in at most 300 kB of script, compressed, and none of it stands in the page itself", async () => {
  await visit("/", async (page) => {
    await page.waitForURL(/\/logs\//);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const bytes = await page.evaluate(() =>
      performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js")).reduce((sum, one) => sum + (one as PerformanceResourceTiming).encodedBodySize, 0),
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(300_000);
    expect(await page.locator("script:not([src])").count()).toBe(0);
  });
});

test("no page is wider than a phone", async () => {
  for (const path of PAGES) {
    await visit(path, async (page) => {
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${path} is ${over} px too wide`).toBeLessThanOrEqual(0);
    }, { phone: true });
  }
});

test("pages do not break when they are read from right to left", async () => {
  for (const path of PAGES) {
    await visit(path, async (page) => {
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.evaluate(() => { document.documentElement.dir = "rtl"; });
      await page.waitForLoadState("networkidle");
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${path} is ${over} px too wide`).toBeLessThanOrEqual(0);
    });
  }
});

test("the browser's language is spoken, another can be chosen, and the choice is kept", async () => {
  await visit("/logs/year", async (page) => {
    await page.getByRole("heading", { level: 1, name: /ist das schwächste Glied/ }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await accessible(page);
    await page.getByRole("button", { name: "Sprache und Aussehen" }).click();
    await page.getByRole("radio", { name: "Français" }).click();
    await page.getByRole("heading", { level: 1, name: /est le maillon le plus faible/ }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: /est le maillon le plus faible/ }).waitFor();
  }, { locale: "de-DE" });
});

test("every page speaks French and German", async () => {
  for (const locale of ["fr-FR", "de-DE"]) {
    for (const path of PAGES.slice(0, 6)) {
      await visit(path, async (page) => {
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        const text = await page.locator("main").innerText();
        expect(text, path).not.toMatch(/\b(the|hand-offs|broken promises)\b/);
      }, { locale });
    }
  }
});

test("light and dark follow the device, and can be chosen", async () => {
  await visit("/logs/year", async (page) => {
    await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    await page.getByRole("button", { name: "Language and look" }).click();
    await accessible(page);
    await page.getByRole("radio", { name: "Light" }).check();
    await page.locator("html[data-mantine-color-scheme=light]").waitFor();
  }, { dark: true });
});

test("by keyboard alone: skip to the page, find a team, list the keys, switch them off", async () => {
  const { links } = await api<{ links: { provider: string }[] }>("/logs/year/analysis");
  const team = links[2]?.provider ?? "";
  await visit("/logs/year/quality", async (page) => {
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /^Find a page/ }).waitFor();
    await accessible(page);
    await page.keyboard.type(team);
    await page.getByRole("option", { name: team }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/team=/);
    await page.getByRole("heading", { level: 3, name: `Who relies on ${team}` }).waitFor();
    await page.keyboard.press("c");
    await page.waitForURL(/\/chains/);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.waitFor();
    await accessible(page);
    await tabTo(page, keys.getByRole("switch"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "detached" });
    await page.keyboard.press("m");
    expect(new URL(page.url()).pathname).toBe("/logs/year/chains");
  });
});

test("another log is chosen at the top, by keyboard too", async () => {
  await visit("/logs/year", async (page) => {
    await tabTo(page, page.getByRole("button", { name: /^Log: year/ }));
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: /flower-shop\.csv/ }).waitFor();
    await accessible(page);
    for (let i = 0; i < 6 && !page.url().includes("flower-shop"); i++) {
      const active = await page.locator("[data-combobox-selected]").innerText();
      if (active.startsWith("flower-shop.csv")) await page.keyboard.press("Enter");
      else await page.keyboard.press("ArrowDown");
    }
    await page.waitForURL(/\/logs\/flower-shop$/);
  });
});

test("definitions are open to everybody and every figure's section is there", async () => {
  await visit("/definitions#saves", async (page) => {
    await page.getByRole("heading", { level: 2, name: "Saves" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "saves");
    await accessible(page);
    await tabTo(page, page.getByRole("link", { name: "Replay", exact: true }), true);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "replay");
  });
});

test("an address that leads nowhere, a log that is not there and a server that is gone say so", async () => {
  await visit("/nowhere", async (page) => {
    await page.getByRole("heading", { name: "There is no page at this address" }).waitFor();
    await accessible(page);
  });
  await visit("/logs/nobody", async (page) => {
    await page.getByRole("alert").first().waitFor();
    await accessible(page);
  });
  await visit("/definitions", async (page) => {
    await page.route("**/api/**", (route) => route.abort());
    await page.goto(`${base()}/logs/year`);
    await page.getByRole("heading", { name: "Catena does not answer" }).first().waitFor();
  });
});

test("what takes long shows how long", async () => {
  await visit("/definitions", async (page) => {
    let answer = () => { /* set when the request comes */ };
    await page.route("**/analysis*", async (route) => {
      await new Promise<void>((go) => { answer = go; });
      await route.continue();
    });
    await page.goto(`${base()}/logs/year`);
    await page.getByText(/^Working for \d seconds? …/).waitFor();
    await accessible(page);
    answer();
    await page.getByRole("heading", { level: 1, name: /weakest link/ }).waitFor();
  });
});

test("printed, a page is the page alone", async () => {
  await visit("/logs/year", async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
  });
});
