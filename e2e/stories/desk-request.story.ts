// One request: what the customer reads and what only colleagues read, the chain, and everything that is done.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk, type Acted } from "../lib/desk";

withBrowser();
const desk = withDesk();
const bouquet = (subject: string) => desk().ask(subject, { service: desk().services.Bouquet });
type Detail = { messages: { body: string }[]; notes: { body: string }[]; drafts: { kind: string; body: string }[]; chain: { id: string; number: number; status: string; subject: string; provider: { name: string } }[] };
const seen = (number: number) => desk().call<Detail>("GET", `/requests/${number}`, undefined, desk().sessions.ada);

test("the customer's words and colleagues' words never meet: two drafts, two grounds, two buttons", async () => {
  const { number } = await bouquet("Roses for mother");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Roses for mother" }).waitFor();
    await accessible(page);
    // Nothing is chosen beforehand, so nothing can be typed for the wrong reader.
    expect(await page.getByRole("button", { name: /^(Send|Keep)/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    await page.keyboard.type("She called twice.");
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    expect(await page.getByRole("textbox", { name: "Write to Rosa Rose" }).inputValue()).toBe("");
    const kept = page.waitForResponse((answer) => answer.url().includes("/drafts/message") && answer.ok());
    await page.keyboard.type("Your roses are **on their way**.");
    await kept;
    await accessible(page);
    await page.reload();
    await page.getByRole("textbox", { name: "Write to Rosa Rose" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Write to Rosa Rose" }).inputValue()).toBe("Your roses are **on their way**.");
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    await page.getByRole("article").getByText("on their way", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Note for colleagues/ }).click();
    expect(await page.getByRole("textbox", { name: "A note that only colleagues read" }).inputValue()).toBe("She called twice.");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("region", { name: "Conversation" }).getByRole("article").filter({ hasText: "She called twice." }).getByText("Only colleagues").waitFor();
    await accessible(page);
    const { messages, notes } = await seen(number);
    expect([messages.map(({ body }) => body), notes.map(({ body }) => body)]).toEqual([["Your roses are **on their way**."], ["She called twice."]]);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("the chain is drawn, walked by the arrows, and the same as a table", async () => {
  const { number } = await bouquet("Table flowers");
  await visit(`/requests/${number}?chain=wide`, async (page) => {
    await page.getByText(/Promised to Rosa Rose by .* As planned it is done .* to spare\./).waitFor();
    await tabTo(page, page.getByRole("link", { name: /^Rosa Rose asked Clerks: #\d+ Table flowers/ }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.locator("p", { hasText: /^Clerks asked Couriers: #\d+ Deliver\. It waits for its turn\./ }).waitFor();
    await page.getByRole("button", { name: "Table" }).click();
    const row = page.getByRole("row", { name: /Deliver/ });
    expect((await row.innerText()).replace(/\s+/g, " ")).toMatch(/Deliver Couriers Clerks planned – – – .* 1 h 30 min/);
    await accessible(page);
    await page.getByRole("button", { name: "Picture" }).click();
    await page.getByRole("link", { name: /^Clerks asked Couriers/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Deliver" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Table flowers" }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("who ends a request says what becomes of each open hand-off", async () => {
  const { number } = await desk().ask("Repair the vase");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Hand on" }).click();
    const raise = page.getByRole("dialog", { name: "Hand a part on" });
    await raise.getByLabel("What is needed").fill("Find glue");
    await raise.getByRole("combobox", { name: "Of whom" }).fill("Desi");
    await raise.getByRole("option", { name: "Designers" }).click();
    await accessible(page);
    await raise.getByRole("button", { name: "Hand on" }).click();
    await page.getByText(/Find glue: handed on\.$/).waitFor();
    await page.getByRole("button", { name: "Done", exact: true }).click();
    const asks = page.getByRole("dialog", { name: `Done · #${number}` });
    await asks.getByText("Hand-offs below it are open. Is each still needed?").waitFor();
    await accessible(page);
    expect(await asks.getByRole("button", { name: "Done", exact: true }).isDisabled()).toBe(true);
    await asks.getByText("No longer needed").click();
    await asks.getByRole("button", { name: "Done", exact: true }).click();
    await page.getByText(/Repair the vase: done\.$/).waitFor();
    expect((await seen(number)).chain.map(({ status }) => status)).toEqual(["done", "withdrawn"]);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("what somebody changed meanwhile is said, and what was typed stays", async () => {
  const { number, request } = await desk().ask("Who was first?");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    await page.keyboard.type("I was.");
    await page.getByRole("button", { name: "Return", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: `Return · #${number}` });
    await dialog.getByLabel("What is missing?").fill("The date");
    // A colleague is faster, and the news of it is on its way for a while.
    await page.route("**/acts", async (route) => {
      await desk().call("POST", `/requests/${request}/acts`, { act: "pause", why: "colleague" }, desk().sessions.ada);
      await route.continue();
    }, { times: 1 });
    await dialog.getByRole("button", { name: "Return", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    expect(await dialog.getByLabel("What is missing?").inputValue()).toBe("The date");
    await page.getByText("asked · waits for a colleague").waitFor();
    await accessible(page);
    // Who has seen how it stands may still decide the same.
    await dialog.getByRole("button", { name: "Return", exact: true }).click();
    await page.getByText("given back", { exact: true }).first().waitFor();
    expect(await page.getByRole("textbox", { name: "A note that only colleagues read" }).inputValue()).toBe("I was.");
  }, { at: desk().at, session: desk().sessions.ada });
});

test("another term is agreed on, with a warning before it; it stays in the history", async () => {
  const { number } = await bouquet("Later, please");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "More" }).last().click();
    await page.getByRole("menuitem", { name: "Agree on another term" }).click();
    const dialog = page.getByRole("dialog", { name: "Another term" });
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
    await dialog.getByLabel("New term").fill(at(1));
    await dialog.getByText(/^The chain cannot keep this\. It needs until/).waitFor();
    await accessible(page);
    await dialog.getByLabel("New term").fill(at(30));
    await dialog.getByRole("button", { name: "Agree" }).click();
    await page.getByText("The new term holds.").waitFor();
    await page.getByText(/Ada Clerk agreed on another term for “Later, please”/).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("something new is asked for; an instant that the chain cannot keep is warned of at once", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("heading", { level: 1, name: "Ask for something new" }).waitFor();
    await page.getByRole("textbox", { name: "For whom" }).fill("Greta Grün");
    await page.getByRole("option", { name: "New customer “Greta Grün”" }).click();
    await page.getByRole("button", { name: "Add customer" }).click();
    await page.getByRole("button", { name: "Add customer" }).waitFor({ state: "detached" });
    await page.getByRole("combobox", { name: "Service" }).fill("Bou");
    await page.getByRole("option", { name: "Bouquet" }).click();
    await page.getByLabel("By when").fill(new Date(Date.now() + 3_600_000).toISOString().slice(0, 16));
    await page.getByText(/^The chain cannot keep this\./).waitFor();
    await accessible(page);
    await page.getByLabel("By when").fill(new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 16));
    await page.getByText(/^The chain can keep this: done by/).waitFor();
    await page.getByLabel("Subject").fill("Tulips");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Tulips" }).waitFor();
    await page.getByText(/Promised to Greta Grün by/).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("the palette finds a request by its words and by its number, and the person", async () => {
  const { number } = await desk().ask("A very particular orchid");
  await visit("/today", async (page) => {
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.getByRole("combobox").fill("Rosa");
    await page.getByRole("option", { name: /^Rosa Rose Person/ }).waitFor();
    await accessible(page);
    await page.getByRole("combobox").fill("particular");
    await page.getByRole("option", { name: /A very particular orchid/ }).waitFor();
    await page.getByRole("combobox").fill(`#${number}`);
    await page.getByRole("option", { name: new RegExp(`^#${number} `) }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/requests/${number}$`));
  }, { at: desk().at, session: desk().sessions.ada });
});

test("a list is filtered in its address, saved as a view, and acted on as a whole with what failed named", async () => {
  const made: Acted[] = [];
  for (const subject of ["Bulk one", "Bulk two", "Bulk three"]) made.push(await desk().ask(subject, { tags: ["bulk"] }));
  await visit("/requests?open=true&tag=bulk", async (page) => {
    await page.getByRole("heading", { level: 1, name: "3 requests" }).waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByLabel("Save this view").fill("The bulk");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: "The bulk" }).waitFor();
    await accessible(page);
    await page.keyboard.press("Escape");
    for (const { number } of made) await page.getByRole("checkbox", { name: new RegExp(`^Select #${number} `) }).check();
    // One of them was taken by somebody else a moment ago.
    await page.route(`**/requests/${made[1]?.request ?? ""}/acts`, (route) => route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ title: "It is too late or too early for that.", detail: "a request that is done does not allow this", code: "not_now", request_id: "7" }) }));
    await page.getByRole("region", { name: "With the selected requests" }).getByRole("button", { name: "Accept" }).click();
    const failed = page.getByRole("alert");
    await failed.getByText("Accept: 2 of 3 done. These were not:").waitFor();
    await failed.getByText(/Bulk two: a request that is done does not allow this/).waitFor();
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(1);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("a request, a list and a form are no wider than a phone, and as open in the dark", async () => {
  const { number } = await bouquet("Ein Gesteck zum Jubiläum des Vereins mit einem außergewöhnlich langen Namenszug in Gold");
  for (const path of [`/requests/${number}`, "/requests?open=true", "/requests/new"]) {
    await visit(path, async (page) => {
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForFunction(() => document.querySelector("[role=status] .unseen") === null);
      await accessible(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${path} is ${over} px too wide`).toBeLessThanOrEqual(0);
    }, { at: desk().at, session: desk().sessions.ada, phone: true, dark: true, locale: "de-DE" });
  }
});

test("a request that one may not know of is said to be missing", async () => {
  await visit("/requests/99999", async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByRole("main").innerText()).not.toContain("undefined");
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.dora });
});
