// How a hand-off was: asked of whoever received it, answered with two taps or two keys; what the other side said stays
// closed until both have answered; and thanks with one tap.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk, type Acted } from "../lib/desk";

withBrowser();
const desk = withDesk();
const as = (name: "ada" | "dora" | "admin") => ({ at: desk().at, session: desk().sessions[name] });
const act = (request: string, body: unknown, by: "ada" | "dora") => desk().call("POST", `/requests/${request}/acts`, body, desk().sessions[by]);

/** Work that was given back once, so that it is asked about for certain, and is done by now. */
async function handedOn(subject: string): Promise<Acted> {
  const root = await desk().ask(`An order: ${subject}`);
  const made = await desk().call<Acted>("POST", `/requests/${root.request}/hand-offs`, { subject, provider: desk().teams.Designers }, desk().sessions.ada);
  await act(made.request, { act: "return", note: "Which colour?" }, "dora");
  await act(made.request, { act: "offer" }, "ada");
  await act(made.request, { act: "finish" }, "dora");
  return made;
}

const card = (page: Page) => page.getByRole("region", { name: "How was it?" });

test("who received a hand-off says how it was with two keys, and sees the other side once both have spoken", async () => {
  const { number } = await handedOn("Arrange peonies");
  await visit(`/requests/${number}`, async (ada) => {
    await ada.getByRole("heading", { level: 1, name: "Arrange peonies" }).waitFor();
    expect(await card(ada).count(), "it is not received yet").toBe(0);
    await ada.getByRole("button", { name: "Received" }).click();
    await card(ada).getByText("Complete and right the first time?").waitFor();
    await accessible(ada);
    await ada.keyboard.press("1");
    await card(ada).getByText("Could you do your part well with what you got?").waitFor();
    await accessible(ada);
    await ada.keyboard.press("5");
    await ada.getByText("Thank you. Each of you sees the other’s answer once both have answered").waitFor();
    await ada.getByText("complete and right the first time · 5 of 5").waitFor();
    await ada.getByText("shown once both have answered, or on").waitFor();

    await visit("/today", async (dora) => {
      const asked = card(dora).filter({ hasText: "Arrange peonies" });
      await asked.getByText("Was the request complete and clear?").waitFor();
      expect(await dora.getByText("5 of 5").count(), "what Ada said is closed").toBe(0);
      await asked.getByRole("button", { name: "No", exact: true }).click();
      await accessible(dora);
      await asked.getByRole("button", { name: "Unclear" }).click();
      await card(dora).waitFor({ state: "detached" });
    }, as("dora"));
    await ada.getByText("the request was not complete and clear · Unclear").waitFor();

    await ada.getByRole("button", { name: "Say thanks" }).click();
    await ada.getByText("Ada Clerk said thanks.").waitFor();
    expect(await ada.getByRole("button", { name: "Say thanks" }).count()).toBe(0);
    await accessible(ada);
  }, as("ada"));
});

test("who says that something was amiss may say what; a question can wait or go", async () => {
  const [first, second, third] = [await handedOn("A wreath"), await handedOn("A garland"), await handedOn("A crown")];
  for (const one of [first, second]) await act(one.request, { act: "receive" }, "ada");
  await visit("/today", async (page) => {
    await card(page).getByText("A garland").waitFor();
    await card(page).getByText("one more").waitFor();
    await card(page).getByRole("button", { name: "No", exact: true }).click();
    await card(page).getByRole("button", { name: "2 of 5" }).click();
    await card(page).getByText("What was amiss?").waitFor();
    await card(page).getByRole("button", { name: "One question back" }).click();
    await card(page).getByRole("button", { name: "1 of 5, not at all" }).click();
    await card(page).getByLabel("Minutes lost").fill("20");
    await accessible(page);
    await card(page).getByRole("button", { name: "Something missing" }).click();
    await card(page).getByText("A wreath").waitFor();
    await card(page).getByRole("button", { name: "Later" }).click();
    await page.getByText("The question comes back in four hours.").waitFor();
    await card(page).waitFor({ state: "detached" });

    // One tap says that one has it; three questions a day are enough.
    const done = page.getByRole("region", { name: "Done for you" });
    await accessible(page);
    await done.getByRole("button", { name: `Received: #${third.number} A crown` }).click();
    await done.waitFor({ state: "detached" });
    await page.getByText(`#${third.number}`).first().waitFor();
    expect(await card(page).count()).toBe(0);
  }, as("ada"));
  const { ratings } = await desk().call<{ ratings: { request: { number: number }; own: unknown }[] }>("GET", "/ratings", undefined, desk().sessions.ada);
  const own = ratings.find(({ request }) => request.number === second.number)?.own;
  expect(own).toMatchObject({ right: false, ease: 1, reason: "missing", lost_minutes: 20 });

  const { ratings: waiting } = await desk().call<{ ratings: unknown[] }>("GET", "/ratings/waiting", undefined, desk().sessions.ada);
  expect(waiting).toEqual([]);
});

test("a team's page says what is known of its work and shows thanks; one's own ratings are on one's own page", async () => {
  const { parties } = await desk().call<{ parties: { id: string; name: string }[] }>("GET", "/directory", undefined, desk().sessions.admin);
  const id = (name: string) => parties.find((one) => one.name === name)?.id ?? "";
  await visit(`/settings/people?team=${desk().teams.Designers ?? ""}`, async (page) => {
    const panel = page.getByRole("complementary", { name: "Designers" });
    await panel.getByText("Not yet: it takes five ratings by three people").first().waitFor();
    await panel.getByRole("list", { name: "Got" }).getByText("from Ada Clerk").waitFor();
    await accessible(page);
  }, as("dora"));
  await visit(`/settings/people?person=${id("Ada Clerk")}`, async (page) => {
    const panel = page.getByRole("complementary", { name: "Ada Clerk" });
    await panel.getByRole("heading", { name: "What you gave and got" }).waitFor();
    await panel.getByText("not complete and right the first time · 1 of 5 · Something missing · 20 min lost").waitFor();
    await accessible(page);
  }, as("ada"));
  await visit(`/settings/people?person=${id("Ada Clerk")}`, async (page) => {
    const panel = page.getByRole("complementary", { name: "Ada Clerk" });
    await panel.getByRole("list", { name: "Given" }).getByText("to Dora Design").waitFor();
    expect(await panel.getByText("1 of 5").count(), "nobody else reads it, not even an administrator").toBe(0);
  }, as("admin"));
});
