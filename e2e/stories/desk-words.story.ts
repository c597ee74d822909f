// Ready words: a text that is written once and chosen with a slash, a signature under it, a colleague called by name;
// and the custom fields of a service, from its editor over the customer's form to the list that they narrow.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { signedIn, withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
type Detail = { messages: { body: string }[]; tags: string[]; priority: number; rests: string | null; notes: { body: string }[]; fields: { label: string; values: string[] }[] };
const detail = (number: number) => desk().call<Detail>("GET", `/requests/${number}`, undefined, desk().sessions.admin);

test("by keyboard alone: a text is written in the settings, chosen with a slash, signed, and does what it says when it is sent", async () => {
  const { number } = await desk().ask("Three wreaths");
  await visit("/settings/macros", async (page) => {
    await page.getByText("There is no ready text yet.").waitFor();
    await accessible(page);
    await tabTo(page, page.getByRole("button", { name: "New text" }));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).waitFor();
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent.startsWith("Name"));
    await page.keyboard.type("Late");
    await tabTo(page, dialog.getByRole("textbox", { name: "Text", exact: false }).last());
    await page.keyboard.type("Dear ");
    await tabTo(page, dialog.getByRole("button", { name: "{{customer}} the customer’s name" }));
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
    await page.keyboard.type(", {{number}} comes {{due}}. {{me}}");
    await tabTo(page, dialog.getByRole("combobox", { name: "Priority" }));
    await page.keyboard.press("Enter");
    const high = page.getByRole("option", { name: "2 · high" });
    await high.waitFor();
    for (let steps = 0; steps < 12 && (await high.getAttribute("data-combobox-selected")) === null; steps++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[value="2 · high"]') !== null);
    await tabTo(page, dialog.getByRole("textbox", { name: "Add tags" }).or(dialog.getByLabel("Add tags").locator("visible=true")).first());
    await page.keyboard.type("late");
    await page.keyboard.press("Enter");
    await accessible(page);
    await tabTo(page, dialog.getByRole("button", { name: "Save the text" }));
    await page.keyboard.press("Enter");
    await page.getByText("When it is sent: Priority 2 · high and tag late").waitFor();
    await tabTo(page, page.getByRole("textbox", { name: "My signature" }));
    await page.keyboard.type("Ada, for the clerks");
    await tabTo(page, page.getByRole("button", { name: "Save: My signature" }));
    await page.keyboard.press("Enter");
    await page.getByText("Saved.").waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.ada });

  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    const field = page.getByRole("textbox", { name: "Write to Rosa Rose" });
    await field.focus();
    await page.keyboard.type("/la");
    await page.getByRole("option", { name: /^Late/ }).waitFor();
    await accessible(page);
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue()).toMatch(new RegExp(`^Dear Rosa Rose, #${number} comes .*\\d\\d:\\d\\d\\. Ada Clerk$`));
    await page.getByText("When you send this:").waitFor();
    await page.getByRole("note", { name: "Your signature" }).getByText("Ada, for the clerks").waitFor();
    await accessible(page);
    expect((await detail(number)).priority).toBe(3);
    await page.keyboard.type(" {{due}}");
    await page.getByText("Nothing fills in {{due}} here. Write it yourself, then send.").waitFor();
    expect(await page.getByRole("button", { name: "Send to Rosa Rose" }).isDisabled()).toBe(true);
    for (let steps = 0; steps < 8; steps++) await page.keyboard.press("Backspace");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("article").getByText("Ada, for the clerks").waitFor();
    const sent = await detail(number);
    expect([sent.priority, sent.tags, sent.messages[0]?.body.endsWith("Ada Clerk\n\nAda, for the clerks")]).toEqual([2, ["late"], true]);
    await field.fill("One more thing.");
    await page.getByRole("checkbox", { name: "With signature" }).uncheck();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    await page.getByRole("article").getByText("One more thing.").waitFor();
    expect((await detail(number)).messages[1]?.body).toBe("One more thing.");
  }, { at: desk().at, session: desk().sessions.ada });
});

test("a colleague who is called by name sees it today until they looked; one who may not see it is not told, but the writer is", async () => {
  const { number } = await desk().ask("Lilies");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    const field = page.getByRole("textbox", { name: "A note that only colleagues read" });
    await field.focus();
    await page.keyboard.type("Please look, @dor");
    await page.getByRole("option", { name: "Dora Design" }).waitFor();
    await accessible(page);
    await page.keyboard.press("Tab");
    await expect.poll(() => field.inputValue()).toBe("Please look, @Dora Design ");
    await page.getByText("Will see it today: Dora Design").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByRole("article").getByText("Please look, @Dora Design").waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
  await visit("/today", async (page) => {
    const mentions = page.getByRole("region", { name: "Mentions of you" });
    await mentions.getByText("Please look, @Dora Design").waitFor();
    await accessible(page);
    await mentions.getByRole("link", { name: `Lilies #${number}` }).click();
    await page.getByRole("heading", { level: 1, name: "Lilies" }).waitFor();
    await page.getByText("Unfollow").waitFor();
    await page.goto(`${desk().at}/today`);
    await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
    await expect.poll(() => page.getByRole("region", { name: "Mentions of you" }).count()).toBe(0);
  }, { at: desk().at, session: desk().sessions.dora, phone: true });

  const payroll = await desk().call<{ id: string }>("POST", "/parties", { kind: "team", internal: true, name: "Payroll", confidential: true }, desk().sessions.admin);
  const { parties } = await desk().call<{ parties: { id: string; name: string }[] }>("GET", "/directory", undefined, desk().sessions.admin);
  await desk().call("PUT", `/teams/${payroll.id}/members/${parties.find((one) => one.name === "Ada Clerk")?.id ?? ""}`, {}, desk().sessions.admin);
  const ada = (desk().sessions.ada = await signedIn(desk(), "ada"));
  const secret = await desk().call<{ number: number }>("POST", "/requests", { subject: "Salaries", provider: payroll.id }, ada);
  await visit(`/requests/${secret.number}`, async (page) => {
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    await page.getByRole("textbox", { name: "A note that only colleagues read" }).fill("@Dora Design what do you earn?");
    await page.getByRole("button", { name: "Keep note" }).click();
    await page.getByRole("alert").getByText("Dora Design may not see this request, so the note does not reach them").waitFor();
    expect((await detail(secret.number)).notes).toEqual([]);
  }, { at: desk().at, session: ada });
});

test("a service asks for fields of its own: written in its editor, filled in by a customer, changed by a colleague, narrowed by in the list", async () => {
  const bouquet = desk().services.Bouquet ?? "";
  await visit(`/settings/services/${bouquet}`, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Bouquet" }).waitFor();
    const add = async (n: number, label: string, kind: string) => {
      await page.getByRole("button", { name: "Add a question" }).click();
      await page.getByRole("textbox", { name: `Question ${n}`, exact: true }).fill(label);
      await page.getByRole("combobox", { name: `Kind of question ${n}` }).click();
      await page.getByRole("option", { name: kind, exact: true }).click();
    };
    await add(1, "Ribbon", "One of several");
    await page.getByText("To save, give each choice its options.").waitFor();
    await page.getByLabel("Options of question 1").locator("visible=true").last().fill("red");
    await page.keyboard.press("Enter");
    await page.keyboard.type("white");
    await page.keyboard.press("Enter");
    await add(2, "Wedding day", "Day");
    await page.getByRole("checkbox", { name: "has to be answered" }).nth(1).check();
    await add(3, "Margin", "Number");
    await page.getByRole("checkbox", { name: "only colleagues" }).nth(2).check();
    await accessible(page);
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByText(/^Saved as version/).waitFor();
  }, { at: desk().at, session: desk().sessions.admin });

  await visit("/ask", async (page) => {
    await page.getByLabel("In a few words").fill("Roses for a wedding");
    await page.getByLabel("Ribbon").selectOption("white");
    await page.getByLabel("Wedding day").fill("2027-05-01");
    expect(await page.getByLabel("Margin").count()).toBe(0);
    await page.getByLabel("Your name").fill("Wilma Wed");
    await page.getByLabel("Your email address").fill("wilma@example.org");
    await accessible(page);
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL(/\/track\//);
  }, { at: desk().at, phone: true });

  await visit(`/requests?service=${bouquet}&roots=true`, async (page) => {
    await page.getByRole("row", { name: /Roses for a wedding/ }).waitFor();
    await page.getByRole("combobox", { name: "Ribbon" }).click();
    await page.getByRole("option", { name: "red" }).click();
    await page.getByText("No request fits").waitFor();
    await page.getByRole("combobox", { name: "Ribbon" }).click();
    await page.getByRole("option", { name: "white" }).click();
    await page.getByLabel("Wedding day: up to").fill("2027-12-31");
    await page.keyboard.press("Enter");
    await page.waitForURL(/2027-12-31/);
    await page.getByRole("row", { name: /Roses for a wedding/ }).click();
    const panel = page.getByRole("region", { name: "Answers" });
    await panel.getByText("1 May 2027").waitFor();
    await accessible(page);
    await panel.getByRole("button", { name: "Change the answers" }).click();
    await page.getByRole("dialog").getByLabel("Margin").fill("12.5");
    await accessible(page);
    await page.getByRole("button", { name: "Save the answers" }).click();
    await panel.getByText("12.5").waitFor();
    await page.getByText(/changed “Margin” in “Roses for a wedding”/).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});
