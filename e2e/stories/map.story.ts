// Who hands to whom, and where it breaks.
import { expect, test } from "vitest";
import { accessible, api, downloaded, tabTo, visit, withBrowser, written } from "../lib/browser";

withBrowser();

type Flow = { provider: string; customer: string; hand_offs: number };
type Report = { pyramid: { teams: { name: string }[]; flows: Flow[] }; domino: { edges: Flow[] } };
const report = () => api<Report>("/logs/year/analysis");

test("every team and flow is drawn, a flow answers with its domino figures, and the table says the same", async () => {
  const { pyramid, domino } = await report();
  await visit("/logs/year/map?fold=none", async (page) => {
    await page.locator(".react-flow__node").nth(pyramid.teams.length).waitFor();
    expect(await page.locator(".react-flow__node").count()).toBe(pyramid.teams.length + 1);
    await accessible(page);
    const edge = domino.edges[0];
    const flow = pyramid.flows.find((one) => one.provider === edge?.provider && one.customer === edge.customer);
    await page.locator(`.react-flow__edge[data-id="${edge?.provider}>${edge?.customer}"] .react-flow__edge-interaction`).click({ force: true });
    await page.getByRole("heading", { level: 2, name: `${edge?.provider} → ${edge?.customer}` }).waitFor();
    await page.getByText("when this hand-off came late").waitFor();
    await accessible(page);
    const row = page.getByRole("row", { name: new RegExp(`^${edge?.provider} ${edge?.customer}`) });
    expect(await row.first().innerText()).toContain(written(flow?.hand_offs ?? -1));
  });
});

test("a team is found, its surroundings are shown, and the address keeps them", async () => {
  const { pyramid } = await report();
  const team = pyramid.teams[2]?.name ?? "";
  await visit("/logs/year/map", async (page) => {
    await page.getByRole("combobox", { name: "Find a team" }).or(page.getByLabel("Find a team")).first().fill(team);
    await page.getByRole("option", { name: team, exact: true }).click();
    await page.getByRole("heading", { level: 2, name: team, exact: true }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 2, name: team, exact: true }).waitFor();
  });
});

test("the map leaves as SVG, its flows as CSV", async () => {
  const { pyramid } = await report();
  await visit("/logs/year/map?fold=none", async (page) => {
    const svg = await downloaded(page, () => page.getByRole("button", { name: /^Download as SVG/ }).click());
    for (const { name } of pyramid.teams) expect(svg.text).toContain(`<title>${name}</title>`);
    const csv = await downloaded(page, () => page.getByRole("button", { name: "Download as CSV: Flows" }).click());
    expect(csv.text.trimEnd().split("\r\n").length).toBe(pyramid.flows.length + 1);
  });
});

test("by keyboard alone: reach a flow on the map and open its figures", async () => {
  const { domino } = await report();
  const edge = domino.edges[0];
  await visit("/logs/year/map?fold=none", async (page) => {
    await tabTo(page, page.locator(`.react-flow__edge[data-id="${edge?.provider}>${edge?.customer}"]`));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: `${edge?.provider} → ${edge?.customer}` }).waitFor();
  });
});

test("on a phone and in the dark it is as open to everybody", async () => {
  for (const person of [{ phone: true }, { dark: true }]) {
    await visit("/logs/year/map", async (page) => {
      await page.locator(".react-flow__node").first().waitFor();
      await accessible(page);
    }, person);
  }
});
