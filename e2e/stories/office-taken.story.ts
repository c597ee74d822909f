// What customers say runs nowhere as script, is taken out as a file, corrected and removed; many are asked at once, and
// whoever asks sees before how many that would be.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

const SCRIPT = "<img src=x onerror=\"window.ran = true\"><script>window.ran = true</script>=1+1";
const said = { en: "How was it?" };

test("script in what a customer writes is shown as text wherever it stands, and goes into a file as text", async () => {
  const { call, sessions, customers, ask } = desk();
  const rosa = customers["Rosa Rose"] ?? "";
  await call("POST", "/surveys", { name: "After a delivery", purpose: "transactional", title: said, questions: [{ scale: "csat", label: said }, { scale: "text", label: said }], occasions: { kept: true, broken: true } }, sessions.admin);
  const { request, number } = await ask("Wilted roses", { customer: rosa });
  await call("POST", `/requests/${request}/acts`, { act: "finish" }, sessions.ada);
  const { feedback } = await call<{ feedback: { id: string }[] }>("GET", `/feedback?state=waiting&request=${request}`, undefined, sessions.admin);
  const { path } = await call<{ path: string }>("POST", `/asks/${feedback[0]?.id ?? ""}/link`, {}, sessions.ada);
  await visit(path, async (page) => {
    await page.getByText("very dissatisfied").click();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("textbox", { name: "Your words" }).fill(SCRIPT);
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { level: 1, name: "Thank you" }).waitFor();
  }, { at: desk().at });
  await visit("/feedback", async (page) => {
    for (const place of ["/feedback", `/requests/${number}`, `/customers/${rosa}`]) {
      await page.goto(`${desk().at}${place}`);
      await page.getByText(SCRIPT).first().waitFor();
      expect(await page.locator("img[src='x']").count(), place).toBe(0);
      expect(await page.evaluate("window.ran"), place).toBeUndefined();
    }
    await page.goto(`${desk().at}/feedback`);
    await page.getByRole("button", { name: "Take out" }).click();
    await page.getByRole("dialog").getByText("That you took it out is recorded.").waitFor();
    await accessible(page);
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "Save the file" }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe("feedback-answers.csv");
    const text = await readFile(await file.path(), "utf8");
    expect(text).toContain("window.ran = true");
    expect(text.trim().split("\n")).toHaveLength(3);
  }, { at: desk().at, session: sessions.admin });
});

test("what was recorded is corrected and removed by whoever recorded it, and by nobody else", async () => {
  const { call, sessions, customers } = desk();
  const rosa = customers["Rosa Rose"] ?? "";
  await call("POST", "/conversations", { customer: rosa, words: "The vase leaks", feeling: -1 }, sessions.ada);
  await call("POST", "/outcomes", { customer: rosa, what: "left" }, sessions.ada);
  await visit("/feedback?tab=conversations", async (page) => {
    await page.getByText("The vase leaks").waitFor();
    expect(await page.getByRole("button", { name: "Correct: Rosa Rose" }).count()).toBe(0);
  }, { at: desk().at, session: sessions.dora });
  await visit("/feedback?tab=conversations", async (page) => {
    await page.getByRole("button", { name: "Correct: Rosa Rose" }).click();
    await page.getByRole("textbox", { name: "What they said" }).fill("The vase leaked");
    await accessible(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The vase leaked").waitFor();
    await page.getByRole("button", { name: "Remove: Rosa Rose" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("The vase leaked").waitFor({ state: "detached" });
    await accessible(page);
    await page.goto(`${desk().at}/customers/${rosa}`);
    await page.getByRole("button", { name: "Correct: left" }).click();
    await page.getByRole("option", { name: "came back" }).click();
    await page.getByRole("list", { name: "What they did next" }).getByText("came back").waitFor();
    await accessible(page);
  }, { at: desk().at, session: sessions.ada });
});

test("whoever asks many sees before how many are left in peace, and after how many answered", async () => {
  const { call, sessions } = desk();
  const { id } = await call<{ id: string }>("POST", "/surveys", { name: "How are we?", purpose: "relationship", title: said, questions: [{ scale: "nps", label: said }] }, sessions.admin);
  await visit(`/surveys/${id}/ask`, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Ask many at once" }).waitFor();
    await page.getByText("were asked something in the last 90 days").waitFor();
    await accessible(page);
    await page.getByRole("textbox", { name: "With the tag" }).fill("no such tag");
    await page.getByText("No customer fits.").waitFor();
    expect(await page.getByRole("button", { name: "Ask 0 customers" }).isDisabled()).toBe(true);
    await page.getByRole("textbox", { name: "With the tag" }).fill("");
    const go = page.getByRole("button", { name: /^Ask [1-9]/ });
    await go.click();
    await page.getByRole("dialog").getByText("Ask them now?").waitFor();
    await accessible(page);
    await page.getByRole("dialog").getByRole("button", { name: /^Ask [1-9]/ }).click();
    await page.getByText(/customers? (was|were) asked\./).waitFor();
    const links = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the links" }).click();
    expect(await readFile(await (await links).path(), "utf8")).toMatch(/\/feedback\/[\w-]{20,}/);
    await page.getByRole("table").getByRole("row").nth(1).waitFor();
    expect(await page.getByRole("button", { name: "Ask 0 customers" }).isDisabled()).toBe(true);
    await accessible(page);
  }, { at: desk().at, session: sessions.admin });
  await visit(`/surveys/${id}/ask`, async (page) => {
    await page.getByRole("table").waitFor();
    expect(await page.getByRole("button", { name: /^Ask/ }).count()).toBe(0);
    await accessible(page);
  }, { at: desk().at, session: sessions.dora });
});
