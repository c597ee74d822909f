// What several people and several requests do together: joining two that are about the same, and seeing who else is
// here before two of them answer at once.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
type Detail = { merged: { number: number } | null; parts: { number: number }[] };
const seen = (number: number) => desk().call<Detail>("GET", `/requests/${number}`, undefined, desk().sessions.ada);

test("two requests of a customer are joined, shown together, and parted again", async () => {
  const whole = await desk().ask("Lilies for Sunday");
  const part = await desk().ask("Lilies, as I wrote");
  await desk().ask("Of somebody else", { customer: desk().customers["Bruno Baum"] });
  await desk().call("POST", `/requests/${part.request}/messages`, { body: "The same as before, please." }, desk().sessions.ada);
  await visit(`/requests/${part.number}`, async (page) => {
    // A colleague who looks at the other one hears of it without doing anything.
    const other = await page.context().newPage();
    await other.goto(`${desk().at}/requests/${whole.number}`);
    await other.getByRole("heading", { level: 1, name: "Lilies for Sunday" }).waitFor();

    await page.getByRole("article").getByText("The same as before, please.").waitFor();
    await page.getByRole("button", { name: "More" }).last().click();
    await page.getByRole("menuitem", { name: "Join to another request of this customer" }).click();
    const dialog = page.getByRole("dialog", { name: `Join #${part.number} to another request` });
    await dialog.getByText("It can be parted again at any time").waitFor();
    const choice = dialog.getByRole("combobox", { name: "The request that goes on" });
    await choice.click();
    await page.getByRole("option", { name: /Lilies for Sunday/ }).waitFor();
    expect(await page.getByRole("option", { name: /Of somebody else|as I wrote/ }).count()).toBe(0);
    await choice.fill(`#${whole.number}`);
    await page.getByRole("option", { name: /Lilies for Sunday/ }).click();
    await accessible(page);
    await dialog.getByRole("button", { name: `Join to #${whole.number}` }).click();

    // It goes on at the other one, with the conversation of both.
    await page.getByRole("heading", { level: 1, name: "Lilies for Sunday" }).waitFor();
    await page.getByRole("list", { name: "Joined to this one:" }).getByRole("link", { name: `#${part.number} Lilies, as I wrote` }).waitFor();
    await page.getByRole("article").filter({ hasText: "The same as before, please." }).getByRole("link", { name: `from #${part.number}` }).waitFor();
    await accessible(page);
    await other.getByRole("link", { name: `#${part.number} Lilies, as I wrote` }).waitFor();
    await other.close();

    await page.getByRole("list", { name: "Joined to this one:" }).getByRole("link").click();
    const banner = page.getByRole("region", { name: "Joined to another request" });
    await banner.getByRole("link", { name: `#${whole.number} Lilies for Sunday` }).waitFor();
    expect(await page.getByRole("group", { name: "What can be done" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Write to Rosa Rose" }).count()).toBe(0);
    await accessible(page);
    await banner.getByRole("button", { name: "Part it again" }).click();
    await page.getByRole("group", { name: "What can be done" }).waitFor();
    expect([(await seen(part.number)).merged, (await seen(whole.number)).parts]).toEqual([null, []]);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("who looks at a request sees who else does, and who writes an answer", async () => {
  const { number } = await desk().ask("Who answers?");
  await visit(`/requests/${number}`, async (ada) => {
    await ada.getByRole("heading", { level: 1, name: "Who answers?" }).waitFor();
    await ada.getByRole("button", { name: "Write to Rosa Rose" }).click();
    await visit(`/requests/${number}`, async (dora) => {
      await dora.getByRole("status").getByText("Ada Clerk is here too").waitFor();
      await ada.getByRole("status").getByText("Dora Design is here too").waitFor();
      await accessible(dora);
      const before = await ada.getByRole("button", { name: "Send to Rosa Rose" }).boundingBox();
      // A note is for colleagues: nobody is warned of it.
      await dora.getByRole("button", { name: "Note for colleagues" }).click();
      await dora.keyboard.type("I call her.");
      await dora.getByRole("button", { name: "Write to Rosa Rose" }).click();
      const said = dora.waitForRequest((request) => request.url().endsWith("/presence") && request.postData() === '{"writing":true}');
      await dora.keyboard.type("Dear Rosa");
      await said;
      await ada.getByRole("status").getByText("Dora Design is writing an answer").waitFor();
      await ada.getByRole("form").or(ada.locator("form")).getByText("Dora Design is writing an answer").waitFor();
      expect(await ada.getByRole("button", { name: "Send to Rosa Rose" }).boundingBox(), "nothing moves").toEqual(before);
      await accessible(ada);
      const stopped = dora.waitForRequest((request) => request.url().endsWith("/presence") && request.postData() === '{"writing":false}');
      await dora.getByRole("textbox", { name: "Write to Rosa Rose" }).fill("");
      await stopped;
      await ada.getByRole("status").getByText("Dora Design is here too").waitFor();
      const left = dora.waitForRequest((request) => request.url().endsWith("/presence") && request.method() === "DELETE");
      await dora.getByRole("link", { name: "Requests" }).first().click();
      await left;
    }, { at: desk().at, session: desk().sessions.dora });
    await ada.getByText("Dora Design is here too").waitFor({ state: "detached" });
  }, { at: desk().at, session: desk().sessions.ada });
});
