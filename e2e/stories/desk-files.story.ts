// Files that go with what is said: chosen, dropped and pasted, sent and looked at; those of a note stay inside.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessible, downloaded, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
type File = { id: string; name: string };
type Detail = { id: string; messages: { body: string; files: File[] }[]; notes: { body: string; files: File[] }[] };
const seen = (number: number) => desk().call<Detail>("GET", `/requests/${number}`, undefined, desk().sessions.ada);
const linkOf = async (id: string) => (await desk().call<{ path: string }>("POST", `/requests/${id}/links`, {}, desk().sessions.ada)).path;

const text = (name: string, words: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });
/** A picture as large as the page. */
const picture = async (page: Page, name: string) => ({ name, mimeType: "image/png", buffer: await page.screenshot() });
const choose = (page: Page) => page.locator("input[type=file]");
const chosen = (page: Page) => page.getByRole("list", { name: "Attached" }).last().getByRole("listitem");

/** Drops or pastes a file as a person does. */
const hand = (page: Page, how: "drop" | "paste", name: string) =>
  page.getByRole("textbox", { name: "Write to Rosa Rose" }).evaluate((node, [kind, called]) => {
    const data = new DataTransfer();
    data.items.add(new File(["by hand"], called, { type: "text/plain" }));
    const event = kind === "drop" ? new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }) : new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
    node.dispatchEvent(event);
    if (!event.defaultPrevented) throw new Error("the browser would open it");
  }, [how, name] as const);

/** Whether the images of a page are drawn. */
const drawn = (page: Page) => page.locator("a > img").evaluateAll((images) => Promise.all(images.map(async (image) => {
  await (image as HTMLImageElement).decode();
  return (image as HTMLImageElement).naturalWidth > 0;
})));

test("files go to the customer and to colleagues, each to its own side", async () => {
  const { number, request } = await desk().ask("A vase for roses");
  const link = await linkOf(request);
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    await choose(page).setInputFiles([await picture(page, "vase.png"), text("wünsche.txt", "tall")]);
    await page.getByText("wünsche.txt is attached.").waitFor({ state: "attached" });
    await hand(page, "drop", "dropped.txt");
    await page.getByText("dropped.txt is attached.").waitFor({ state: "attached" });
    await hand(page, "paste", "pasted.txt");
    await page.getByText("pasted.txt is attached.").waitFor({ state: "attached" });
    await accessible(page);
    await page.getByRole("button", { name: "Remove dropped.txt" }).click();
    await page.getByText("dropped.txt is no longer attached.").waitFor({ state: "attached" });
    // What was chosen is still there after a reload.
    await page.reload();
    await page.getByRole("button", { name: "Remove pasted.txt" }).waitFor();
    expect(await chosen(page).count()).toBe(3);
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).toBe(0);
    await choose(page).setInputFiles(text("margins.txt", "She haggles"));
    await page.getByText("margins.txt is attached.").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Keep note" }).click();
    await page.getByRole("article").getByRole("link", { name: /^margins.txt/ }).waitFor();
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    const save = page.getByRole("article").getByRole("link", { name: /^wünsche.txt/ });
    await save.waitFor();
    expect(await drawn(page)).toEqual([true]);
    await accessible(page);
    expect(await downloaded(page, () => save.click())).toEqual({ name: "wünsche.txt", text: "tall" });
    const [large] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: /^vase.png/ }).click()]);
    await large.waitForLoadState();
    expect(await large.evaluate(() => document.images[0]?.naturalWidth)).toBe(1440);
    await large.close();
    const { messages, notes } = await seen(number);
    expect(messages.map(({ files }) => files.map(({ name }) => name))).toEqual([["vase.png", "wünsche.txt", "pasted.txt"]]);
    expect(notes.map(({ files }) => files.map(({ name }) => name))).toEqual([["margins.txt"]]);
  }, { at: desk().at, session: desk().sessions.ada });
  await visit(link, async (page) => {
    await page.getByRole("link", { name: /^vase.png/ }).waitFor();
    expect(await page.getByText("margins").count()).toBe(0);
    expect(await drawn(page)).toEqual([true]);
    expect(await downloaded(page, () => page.getByRole("link", { name: /^wünsche.txt/ }).click())).toEqual({ name: "wünsche.txt", text: "tall" });
    await accessible(page);
  }, { at: desk().at, phone: true });
});

test("what cannot go, and what did not arrive, is told at the file; nothing typed is lost", async () => {
  const { number } = await desk().ask("Another vase");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    await page.keyboard.type("Look at these.");
    await choose(page).setInputFiles([text("empty.txt", ""), { name: "huge.bin", mimeType: "", buffer: Buffer.alloc((10 << 20) + 1) }]);
    await chosen(page).filter({ hasText: "There is nothing in it." }).waitFor();
    await chosen(page).filter({ hasText: /Larger than 10(\.5)? MB/ }).waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    await page.getByText("A file is not attached: send it again or remove it.").waitFor();
    await page.getByRole("button", { name: "Remove empty.txt" }).click();
    await page.getByRole("button", { name: "Remove huge.bin" }).click();

    await page.route("**/message-files?*", (route) => route.abort(), { times: 1 });
    await choose(page).setInputFiles(text("door.txt", "blue"));
    await chosen(page).filter({ hasText: "It did not arrive." }).waitFor();
    await page.getByRole("button", { name: "Send door.txt again" }).click();
    await page.getByText("door.txt is attached.").waitFor({ state: "attached" });

    await page.route("**/messages", (route) => route.abort(), { times: 1 });
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("textbox", { name: "Write to Rosa Rose" }).inputValue()).toBe("Look at these.");
    expect(await chosen(page).count()).toBe(1);
    await page.getByRole("button", { name: "Send to Rosa Rose" }).click();
    await page.getByRole("article").getByRole("link", { name: /^door.txt/ }).waitFor();
    expect((await seen(number)).messages).toHaveLength(1);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("by keyboard on a phone: a customer asks with a photo and answers with another", async () => {
  await visit("/ask", async (page) => {
    const write = async (label: string, words: string) => {
      await tabTo(page, page.getByLabel(label));
      await page.keyboard.type(words);
    };
    await write("In a few words", "As in the photo");
    const first = page.waitForEvent("filechooser");
    await tabTo(page, page.getByRole("button", { name: "Attach files" }));
    await page.keyboard.press("Enter");
    await (await first).setFiles(await picture(page, "garden.png"));
    await page.getByText("garden.png is attached.").waitFor({ state: "attached" });
    await accessible(page);
    await write("Your name", "Tilda Tulip");
    await write("Your email address", "tilda@example.org");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/track\/.+/);
    await page.getByRole("link", { name: /^garden.png/ }).waitFor();
    expect(await drawn(page)).toEqual([true]);
    const second = page.waitForEvent("filechooser");
    await tabTo(page, page.getByRole("button", { name: "Attach files" }));
    await page.keyboard.press("Space");
    await (await second).setFiles([text("gate code.txt", "1234"), text("wrong.txt", "x")]);
    await page.getByText("wrong.txt is attached.").waitFor({ state: "attached" });
    await tabTo(page, page.getByRole("button", { name: "Remove wrong.txt" }));
    await page.keyboard.press("Enter");
    await accessible(page);
    await tabTo(page, page.getByRole("button", { name: "Send" }));
    await page.keyboard.press("Enter");
    await page.getByText("Thank you, we have it.").waitFor();
    await page.getByRole("link", { name: /^gate code.txt/ }).waitFor();
    expect(await page.getByText("wrong.txt").count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await accessible(page);
  }, { at: desk().at, phone: true });
});
