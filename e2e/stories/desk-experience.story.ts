// What customers experienced and how hand-offs are rated, on the demonstration: the pages find the weak link and the
// absorber, say where they do not know, and each figure leads to the words or rows behind it.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { entered, PASSWORD, withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk(false, () => Promise.resolve({ args: ["--demo"], env: {} }));

async function administrator(): Promise<string> {
  const { at, key, sessions } = desk();
  sessions.admin ??= await entered(at, `/welcome/${key}`, { password: PASSWORD });
  return sessions.admin;
}

type Score = { n: number; value: number | null };
type Experience = { promises: { scale: string; kept: { score: Score }; broken: { score: Score } }[] };

test("the page says in a sentence what a broken promise costs, and a point leads to the customers' words", async () => {
  const session = await administrator();
  const found = await desk().call<Experience>("GET", "/experience", undefined, session);
  const at = found.promises[0];
  if (!at) throw new Error("nobody answered");
  expect(at.kept.score.value ?? 0).toBeGreaterThan(at.broken.score.value ?? 1);
  for (const phone of [false, true]) {
    await visit("/experience", async (page) => {
      await page.getByRole("heading", { level: 1, name: "Experience" }).waitFor();
      await page.getByText("Of the customers whose promise was kept").waitFor();
      const row = page.getByRole("row", { name: /All broken/ });
      await row.getByText(`n ${at.broken.score.n}`).waitFor();
      if (phone) expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await accessible(page);
      await tabTo(page, page.getByRole("button", { name: "The words behind: All broken" }));
      await page.keyboard.press("Enter");
      const words = page.getByRole("list", { name: "The words behind: All broken" });
      await words.getByRole("listitem").first().waitFor();
      expect(await words.locator("> li").count()).toBe(Math.min(10, at.broken.score.n));
      if (!phone) await accessible(page);
      await page.reload();
      await words.getByRole("listitem").first().waitFor();
    }, { at: desk().at, session, phone, dark: phone });
  }
});

test("the year compares itself with the year before, and too few answers have no figure", async () => {
  const session = await administrator();
  await visit("/experience", async (page) => {
    await page.getByRole("button", { name: "365 days" }).click();
    await page.getByRole("button", { name: "365 days", pressed: true }).waitFor();
    await page.getByText("not yet: ", { exact: false }).first().waitFor();
    await page.getByRole("textbox", { name: "from" }).or(page.getByLabel("from", { exact: true })).first().fill("1990-01-01");
    await page.getByLabel("before", { exact: true }).fill("1990-02-01");
    await page.getByText("Nobody was heard in this period").waitFor();
    await accessible(page);
  }, { at: desk().at, session });
});

test("hand-offs are rated along the chains, the weak team is set apart and the absorber is marked", async () => {
  const session = await administrator();
  for (const phone of [false, true]) {
    await visit("/logs/desk/domino", async (page) => {
      await page.getByRole("heading", { name: "How hand-offs are rated" }).waitFor();
      await page.getByText(/links of the most frequent chain together let/).waitFor();
      const funnel = page.getByRole("table", { name: "The same in figures, by name" }).or(page.getByRole("group", { name: "The same in figures, by name" }));
      await funnel.getByRole("row", { name: /Design South/ }).getByText("set apart").waitFor();
      await page.getByRole("row", { name: /Design West absorber/ }).waitFor();
      await page.getByText("not yet known").first().waitFor();
      if (phone) expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await accessible(page);
    }, { at: desk().at, session, phone });
  }
  await visit("/logs/desk", async (page) => {
    await page.getByText("Design South", { exact: false }).first().waitFor();
  }, { at: desk().at, session });
});

test("the list of feedback carries the scores of its answers, and none of answers chosen by what they say", async () => {
  const session = await administrator();
  await visit("/feedback", async (page) => {
    const scores = page.getByRole("region", { name: "Scores of these answers" });
    await scores.getByText("CSAT about one promise").waitFor();
    await scores.getByText("NPS about us altogether").waitFor();
    await accessible(page);
    await page.goto(`${desk().at}/feedback?poor=true`);
    await page.getByText("Answers that are chosen by what they say have no score.").waitFor();
    expect(await scores.count()).toBe(0);
  }, { at: desk().at, session });
});
