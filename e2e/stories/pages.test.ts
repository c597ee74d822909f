import { test } from "vitest";
import { accessible, fits, tabTo, visit } from "../browser";

const pages = [
  ["the map", "/logs/flower-shops/map", "Everyone’s customers"],
  ["the domino figures", "/logs/flower-shops/domino", "How lateness travels"],
  ["the data quality", "/logs/uci-incidents/quality", "What was left out or repaired"],
  ["the definitions", "/definitions", "Definitions"],
  ["bringing a log", "/bring", "Bring your log"],
] as const;

for (const [what, address, heading] of pages) {
  test(`${what} can be read by everybody, in light and dark, wide and narrow`, async () => {
    for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 360, height: 740 } }] as const) {
      await visit(address, async (page) => {
        await page.getByRole("heading", { level: 1, name: heading }).waitFor();
        await accessible(page);
        await fits(page);
      }, options);
    }
  });
}

test("all pages are reached by keyboard alone", () =>
  visit("/logs/flower-shops", async (page) => {
    for (const [link, heading] of [["Chains", /chains/], ["Map", "Everyone’s customers"], ["Domino", "How lateness travels"]] as const) {
      await page.locator("body").focus();
      await tabTo(page, link);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    }
  }));

test("the pages speak French and German", async () => {
  await visit("/logs/flower-shops", async (page) => {
    await page.locator("html[lang=fr]").waitFor();
    await accessible(page);
  }, { locale: "fr-FR" });
  await visit("/logs/flower-shops", async (page) => {
    await page.locator("html[lang=de]").waitFor();
    await accessible(page);
  }, { locale: "de-DE" });
});

test("a log that does not exist is said so, with a way on", () =>
  visit("/logs/nowhere", async (page) => {
    await page.getByRole("alert").first().waitFor();
    await accessible(page);
  }));
