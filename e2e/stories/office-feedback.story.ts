// Feedback: a customer is asked as a promise ends and answers once, on a phone, by keyboard; colleagues read it beside the
// promise and see what came of it. Reviews and conversations stand apart; surveys are written in several languages.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk, type Desk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

type Page = { feedback: { id: string; customer: { name: string }; answers: { value: number | null }[] }[]; count: number };

/** A survey in English and German: how satisfied, what was wrong, why. */
function survey(): object {
  const said = (en: string, de: string) => ({ en, de });
  return {
    name: "After a delivery", purpose: "transactional", title: said("How was your bouquet?", "Wie war Ihr Strauß?"),
    questions: [
      { scale: "csat", label: said("How satisfied are you?", "Wie zufrieden sind Sie?"), required: true },
      { scale: "choices", label: said("What could have been better?", "Was hätte besser sein können?"), choices: [{ label: said("It came late", "Es kam spät") }, { label: said("It had wilted", "Es war verwelkt") }] },
      { scale: "text", label: said("What else should we know?", "Was sollen wir noch wissen?") },
    ],
    occasions: { kept: true, broken: true },
  };
}

/** Something that was asked for and done, and the link to what its customer is asked about it. */
async function done({ call, ask, sessions }: Desk, subject: string, customer: string): Promise<{ number: number; request: string; path: string; ask: string }> {
  const { request, number } = await ask(subject, { customer });
  await call("POST", `/requests/${request}/acts`, { act: "finish" }, sessions.ada);
  const { feedback } = await call<Page>("GET", `/feedback?state=waiting&request=${request}`, undefined, sessions.admin);
  const id = feedback[0]?.id ?? "";
  const { path } = await call<{ path: string }>("POST", `/asks/${id}/link`, {}, sessions.ada);
  return { number, request, path, ask: id };
}

test("surveys are written in several languages, shown as customers see them, and stopped", async () => {
  await visit("/feedback", async (page) => {
    await page.getByRole("heading", { name: "Nobody said anything yet" }).waitFor();
    await accessible(page);
    await page.getByRole("link", { name: "What we ask" }).first().click();
    await page.getByRole("heading", { name: "Nobody is asked anything yet" }).waitFor();
    await page.getByRole("link", { name: "New survey" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("How are we?");
    await page.getByRole("textbox", { name: "Title" }).fill("A word about us");
    await page.getByText("Write a question to see it here.").waitFor();
    await page.getByRole("textbox", { name: "Question 1" }).fill("How satisfied are you?");
    await page.getByRole("complementary").getByText("very dissatisfied").waitFor();
    await page.getByRole("button", { name: "Add a question" }).click();
    await page.getByRole("textbox", { name: "Question 2" }).fill("Anything else?");
    await accessible(page);
    await page.getByRole("combobox", { name: "Languages" }).press("ArrowDown");
    await page.getByRole("option", { name: "Deutsch" }).click();
    expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Title, Deutsch" }).fill("Ein Wort über uns");
    await page.getByRole("textbox", { name: "Question 1, Deutsch" }).fill("Wie zufrieden sind Sie?");
    await page.getByRole("textbox", { name: "Question 2, Deutsch" }).fill("Noch etwas?");
    await page.getByRole("checkbox", { name: "As a promise was kept" }).uncheck();
    await page.getByRole("checkbox", { name: "As a promise was broken" }).uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved as version 1.").waitFor();
    await page.getByRole("button", { name: "Stop asking" }).click();
    await page.getByRole("button", { name: "Ask again" }).waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.admin });
});

test("by keyboard on a phone: a customer answers once, one question a screen; looking counts for nothing", async () => {
  const { call, sessions, customers } = desk();
  await call("POST", "/surveys", survey(), sessions.admin);
  const { path, number } = await done(desk(), "Wilted roses", customers["Rosa Rose"] ?? "");
  await visit(path, async (page) => {
    await page.getByRole("heading", { level: 1, name: "How was your bouquet?" }).waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    await accessible(page);
    expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
    await tabTo(page, page.getByRole("button", { name: "Next" }));
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Please choose an answer.").waitFor();
    await tabTo(page, page.getByRole("radio", { name: "very dissatisfied" }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("Question 2 of 3").waitFor();
    await tabTo(page, page.getByRole("checkbox", { name: "It had wilted" }));
    await page.keyboard.press("Space");
    await accessible(page);
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("textbox", { name: "Your words" }));
    await page.keyboard.type("Brown at the <b>edges</b>");
    expect((await call<Page>("GET", "/feedback", undefined, sessions.admin)).count).toBe(0);
    await tabTo(page, page.getByRole("button", { name: "Send" }));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Thank you" }).waitFor();
    await accessible(page);
    await page.reload();
    await page.getByText("You answered already. Thank you.").waitFor();
  }, { at: desk().at, phone: true });

  await visit("/feedback", async (page) => {
    const row = page.getByRole("list", { name: "Answers" }).getByRole("listitem").filter({ hasText: "Rosa Rose" });
    await row.getByText("2 of 5").waitFor();
    await row.getByText("Brown at the <b>edges</b>").waitFor();
    await row.getByText("kept", { exact: true }).waitFor();
    await row.getByRole("link", { name: `#${number} Wilted roses` }).waitFor();
    await accessible(page);
    await row.getByRole("combobox", { name: "What did Rosa Rose do next?" }).click();
    await page.getByRole("option", { name: "came back" }).click();
    await row.getByRole("link", { name: /^Follow-up #/ }).click();
    await page.getByRole("heading", { level: 1, name: `Ask what went wrong with request ${number}` }).waitFor();
    await page.getByText("Opened because of this answer").waitFor();
    await accessible(page);
    await page.goto(`${desk().at}/customers/${customers["Rosa Rose"] ?? ""}`);
    await page.getByText("Brown at the <b>edges</b>").waitFor();
    await page.getByRole("list", { name: "What they did next" }).getByText("came back").waitFor();
    await accessible(page);
    await page.goto(`${desk().at}/requests/${number}`);
    const verdict = page.getByRole("region", { name: "The customer’s verdict" });
    await verdict.getByText("2 of 5").waitFor();
  }, { at: desk().at, session: sessions.ada });
});

test("on the page that follows a request the customer says how it was, in their language", async () => {
  const { call, sessions, customers } = desk();
  const { request } = await desk().ask("Tall sunflowers", { customer: customers["Bruno Baum"] });
  const { path } = await call<{ path: string }>("POST", `/requests/${request}/links`, undefined, sessions.ada);
  await visit(path, async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByText("Wie war Ihr Strauß?").count()).toBe(0);
    await call("POST", `/requests/${request}/acts`, { act: "finish" }, sessions.ada);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    const asked = page.getByRole("region", { name: "Wie war Ihr Strauß?" });
    await asked.getByText("sehr zufrieden").click();
    await accessible(page);
    await asked.getByRole("button", { name: "Weiter" }).click();
    await asked.getByRole("button", { name: "Überspringen" }).click();
    await asked.getByRole("button", { name: "Senden" }).click();
    await page.getByText("Was Sie gesagt haben, ist bei denen, die die Arbeit gemacht haben.").waitFor();
  }, { at: desk().at, locale: "de-DE", dark: true });
  const said = await call<Page>("GET", `/feedback?request=${request}`, undefined, sessions.admin);
  expect(said.feedback[0]?.answers[0]?.value).toBe(5);
});

test("a link that does not work says so calmly", async () => {
  await visit("/feedback/no-such-key", async (page) => {
    await page.getByRole("heading", { level: 1, name: "This link does not work, or no longer" }).waitFor();
    await accessible(page);
  }, { at: desk().at });
});

test("reviews and conversations are recorded, and stand in tabs of their own", async () => {
  await visit("/feedback?tab=reviews", async (page) => {
    await page.getByRole("heading", { name: "No public review is recorded yet" }).waitFor();
    await page.getByRole("button", { name: "Record a review" }).click();
    await page.getByRole("textbox", { name: "Where it stands" }).fill("Maps");
    await page.getByRole("combobox", { name: "Stars" }).click();
    await page.getByRole("option", { name: "4 stars of 5" }).click();
    await page.getByRole("textbox", { name: "What it says" }).fill("A fine shop");
    await page.getByRole("checkbox", { name: "They got something for it" }).check();
    await accessible(page);
    await page.getByRole("button", { name: "Record it" }).click();
    await page.getByRole("list", { name: "Public reviews" }).getByText("A fine shop").waitFor();
    await accessible(page);
    await page.getByRole("link", { name: "Conversations" }).click();
    await page.getByRole("button", { name: "Record a conversation" }).click();
    await page.getByRole("combobox", { name: "Customer" }).click();
    await page.getByRole("option", { name: "Bruno Baum" }).click();
    await page.getByRole("textbox", { name: "What they said" }).fill("Asked for you by name");
    await page.getByText("very good").click();
    await accessible(page);
    await page.getByRole("button", { name: "Record it" }).click();
    await page.getByRole("list", { name: "Conversations" }).getByText("Asked for you by name").waitFor();
    await page.getByRole("link", { name: "Answers" }).click();
    await page.getByRole("list", { name: "Answers" }).waitFor();
    expect(await page.getByText("A fine shop").count()).toBe(0);
  }, { at: desk().at, session: desk().sessions.dora });
});

test("the pages of feedback fit a phone, the dark, other languages and right to left", async () => {
  const { surveys } = await desk().call<{ surveys: { id: string }[] }>("GET", "/surveys", undefined, desk().sessions.admin);
  for (const path of ["/feedback", "/feedback?tab=reviews", "/feedback?tab=conversations", "/surveys", `/surveys/${surveys[0]?.id ?? ""}`, `/surveys/${surveys[0]?.id ?? ""}/ask`]) {
    for (const more of [{ phone: true, dark: true }, { locale: "fr-FR" }, { locale: "de-DE", phone: true }]) {
      await visit(path, async (page) => {
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
        await accessible(page);
        expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
        await page.evaluate(() => { document.documentElement.dir = "rtl"; });
        expect(await page.evaluate<number>(over), path).toBeLessThanOrEqual(0);
      }, { at: desk().at, session: desk().sessions.admin, ...more });
    }
  }
});
