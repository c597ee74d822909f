// A manager asks which link is the weakest, and what repairing it would have saved.
import { expect, test } from "vitest";
import { accessible, api, downloaded, tabTo, visit, withBrowser, written } from "../lib/browser";

withBrowser();

type Report = {
  kept_promises: number; broken_promises: number; weakest: { verdict: string; providers: string[] };
  links: { provider: string; saves: number }[]; repair_plan: { provider: string; saves: number }[];
};
const report = () => api<Report>("/logs/year/analysis");

test("the page names the weakest link, says what its repair would have saved, and is open to everybody", async () => {
  const { links, broken_promises, weakest } = await report();
  expect(weakest.verdict).toBe("named");
  await visit("/logs/year", async (page) => {
    await page.getByRole("heading", { level: 1, name: `${weakest.providers[0]} is the weakest link.` }).waitFor();
    const lede = await page.locator("main p").first().textContent();
    expect(lede).toContain(`${written(links[0]?.saves ?? -1)} of ${written(broken_promises)} broken promises`);
    await accessible(page);
  });
});

test("the page is as open to everybody in the dark and on a phone", async () => {
  for (const person of [{ dark: true }, { phone: true }, { phone: true, dark: true }]) {
    await visit("/logs/year", async (page) => {
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByRole("checkbox").first().check();
      await accessible(page);
    }, person);
  }
});

test("ticking teams answers at once, with the server's own figure, and stays in the address", async () => {
  const { links, broken_promises } = await report();
  const [first, second, fourth] = [links[0], links[1], links[3]].map((link) => link?.provider ?? "");
  await visit("/logs/year", async (page) => {
    await page.getByRole("checkbox", { name: `Repair ${first}`, exact: true }).check();
    await page.getByText(`Repairing ${first} keeps ${written(links[0]?.saves ?? -1)} of ${written(broken_promises)} broken promises.`).waitFor();
    await page.getByRole("checkbox", { name: `Repair ${second}`, exact: true }).check();
    await page.getByRole("checkbox", { name: `Repair ${fourth}`, exact: true }).check();
    const query = [first, second, fourth].map((team) => `repair=${encodeURIComponent(team ?? "")}`).join("&");
    const { saved } = await api<{ saved: number }>(`/logs/year/what-if?${query}`);
    const answer = `Repairing ${first}, ${second} and ${fourth} keeps ${written(saved)} of ${written(broken_promises)} broken promises.`;
    await page.getByText(answer).waitFor();
    await page.reload();
    await page.getByText(answer).waitFor();
    await page.getByRole("button", { name: "Clear ticks" }).click();
    await page.getByText("What if? Tick teams").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });
});

test("a step of the repair plan ticks the team in the ranking too", async () => {
  const { repair_plan: plan } = await report();
  await visit("/logs/year", async (page) => {
    const team = plan[1]?.provider ?? "";
    await page.getByRole("checkbox", { name: team, exact: true }).check();
    expect(await page.getByRole("checkbox", { name: `Repair ${team}`, exact: true }).isChecked()).toBe(true);
  });
});

test("a figure answers a click with its meaning, its definition and the chains behind it", async () => {
  const { broken_promises } = await report();
  await visit("/logs/year", async (page) => {
    await page.locator("main p").first().getByRole("button", { name: written(broken_promises), exact: true }).click();
    const help = page.getByRole("dialog", { name: "Broken promises" });
    await help.waitFor();
    await accessible(page);
    await help.getByRole("link", { name: "The chains behind it" }).click();
    await page.getByRole("heading", { level: 1, name: `${written(broken_promises)} chains` }).waitFor();
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("broken");
    await page.goBack();
    await page.locator("main p").first().getByRole("button", { name: written(broken_promises), exact: true }).click();
    await page.getByRole("link", { name: "Definition", exact: true }).click();
    await page.getByRole("heading", { level: 2, name: "Kept and broken" }).waitFor();
  });
});

test("behind a figure of saved promises stand just as many chains: of a link, and of the whole plan", async () => {
  const { links, repair_plan: plan } = await report();
  const saves = links[0]?.saves ?? -1;
  const all = plan.reduce((sum, step) => sum + step.saves, 0);
  await visit("/logs/year", async (page) => {
    await page.locator("main p").first().getByRole("button", { name: written(saves), exact: true }).click();
    await page.getByRole("link", { name: "The chains behind it" }).click();
    await page.getByRole("heading", { level: 1, name: `${written(saves)} chains` }).waitFor();
    await accessible(page);
    await page.goBack();
    await page.getByRole("button", { name: written(all), exact: true }).click();
    await page.getByRole("link", { name: "The chains behind it" }).click();
    await page.getByRole("heading", { level: 1, name: `${written(all)} chains` }).waitFor();
    expect(new URL(page.url()).searchParams.getAll("repair")).toEqual(plan.map((step) => step.provider));
  });
});

test("the ranking and the staircase leave as CSV and SVG", async () => {
  const { links } = await report();
  await visit("/logs/year", async (page) => {
    const csv = await downloaded(page, () => page.getByRole("button", { name: "Download as CSV: Links, the weakest first" }).click());
    expect(csv.name).toMatch(/\.csv$/);
    const lines = csv.text.trimEnd().split("\r\n");
    expect(lines.length).toBe(links.length + 1);
    expect(lines[1]?.startsWith(`${links[0]?.provider},${links[0]?.saves},`)).toBe(true);
    const ranking = await downloaded(page, () => page.getByRole("button", { name: "Download as SVG: Links, the weakest first" }).click());
    expect(ranking.text).toContain(`>${links[0]?.provider}<`);
    const stairs = await downloaded(page, () => page.getByRole("button", { name: "Download as SVG: Repair plan" }).click());
    expect(stairs.text).toMatch(/^<\?xml/);
    expect(stairs.text).not.toContain("var(--");
  });
});

test("by keyboard alone: tick two teams, open one, go to the chains it broke", async () => {
  const { links, broken_promises } = await report();
  const [first, second] = [links[0]?.provider ?? "", links[1]?.provider ?? ""];
  await visit("/logs/year", async (page) => {
    await tabTo(page, page.getByRole("checkbox", { name: `Repair ${first}`, exact: true }));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("checkbox", { name: `Repair ${second}`, exact: true }));
    await page.keyboard.press("Space");
    await page.getByText(new RegExp(`Repairing ${first} and ${second} keeps [\\d,]+ of ${written(broken_promises)}`)).waitFor();
    await tabTo(page, page.getByRole("rowheader", { name: second }).getByRole("button"));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "Promises it broke" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /chains?$/ }).waitFor();
    expect(new URL(page.url()).searchParams.get("broke")).toBe(second);
  });
});

test("with too few broken promises nobody is named, and the page says why", async () => {
  await visit("/logs/flower-shop", async (page) => {
    await page.getByRole("heading", { level: 1, name: "Too few broken promises to name a weakest link." }).waitFor();
    await page.getByText("Only 1 promise was broken; a name needs at least 10.").waitFor();
    await accessible(page);
  });
});
