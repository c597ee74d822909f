// How lateness travels, and what had to be left out of the figures.
import { expect, test } from "vitest";
import { accessible, api, downloaded, tabTo, visit, withBrowser, written } from "../lib/browser";

withBrowser();

type Report = { domino: { edges: { provider: string; customer: string }[]; absorbers: { provider: string; absorber: boolean }[] } };
type Quality = { findings: { code: string; count: number; places: unknown[] }[] };

test("domino: edges with their risks, a click shows one, absorbers are marked", async () => {
  const { domino } = await api<Report>("/logs/year/analysis");
  await visit("/logs/year/domino", async (page) => {
    await page.getByRole("heading", { level: 2, name: "Edges" }).waitFor();
    await page.locator("svg[data-picture] circle").first().waitFor();
    await accessible(page);
    const edge = domino.edges[0];
    await page.getByRole("button", { name: `${edge?.provider} → ${edge?.customer}`, exact: true }).click();
    await page.getByRole("heading", { level: 2, name: `${edge?.provider} → ${edge?.customer}` }).waitFor();
    expect(await page.getByText("absorber", { exact: true }).count()).toBe(domino.absorbers.filter((one) => one.absorber).length);
    const csv = await downloaded(page, () => page.getByRole("button", { name: "Download as CSV: Edges" }).click());
    expect(csv.text.trimEnd().split("\r\n").length).toBe(domino.edges.length + 1);
    const svg = await downloaded(page, () => page.getByRole("button", { name: "Download as SVG: Risk ratio by edge" }).click());
    expect(svg.text).toContain("<circle");
  });
});

test("domino by keyboard alone: choose an edge in the table, sort by its ratio", async () => {
  const { domino } = await api<Report>("/logs/year/analysis");
  const edge = domino.edges[0];
  await visit("/logs/year/domino", async (page) => {
    await tabTo(page, page.getByRole("button", { name: `${edge?.provider} → ${edge?.customer}`, exact: true }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: `${edge?.provider} → ${edge?.customer}` }).waitFor();
    await tabTo(page, page.getByRole("columnheader", { name: "Risk ratio" }).getByRole("button"), true);
    await page.keyboard.press("Enter");
    await page.locator("th[aria-sort=descending]", { hasText: "Risk ratio" }).waitFor();
  });
});

test("data quality: every rule with its count, its places on demand, by mouse and by keyboard", async () => {
  const { findings } = await api<Quality>("/logs/year/quality");
  expect(findings.length).toBeGreaterThan(0);
  const first = findings[0];
  await visit("/logs/year/quality", async (page) => {
    const rule = page.getByRole("button", { expanded: false }).filter({ hasText: written(first?.count ?? -1) }).first();
    await rule.waitFor();
    await tabTo(page, rule);
    await page.keyboard.press("Enter");
    await page.getByRole("table").first().waitFor();
    await accessible(page);
    const csv = await downloaded(page, () => page.getByRole("button", { name: "Download as CSV: By rule" }).click());
    expect(csv.text.trimEnd().split("\r\n").length).toBe(findings.reduce((sum, one) => sum + one.places.length, 0) + 1);
  });
});

test("both are as open to everybody on a phone and in the dark", async () => {
  for (const path of ["/logs/year/domino", "/logs/year/quality"]) {
    for (const person of [{ phone: true }, { dark: true }]) {
      await visit(path, async (page) => {
        await page.getByRole("heading", { level: 2 }).first().waitFor();
        await accessible(page);
      }, person);
    }
  }
});
