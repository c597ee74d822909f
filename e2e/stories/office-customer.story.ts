// What customers see, without an account: asking, watching, answering; light on a cheap phone.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk, type Acted } from "../lib/desk";

withBrowser();
const desk = withDesk();
type Found = { requests: { id: string; number: number; subject: string }[] };
type Detail = { id: string; details: string; messages: { body: string }[]; chain: { id: string; subject: string }[] };

test("by keyboard on a phone: a bouquet is asked for, watched and talked about", async () => {
  await visit("/ask", async (page) => {
    await page.getByRole("heading", { level: 1, name: "What can we do for you?" }).waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    await page.getByLabel("In a few words").waitFor();
    await accessible(page);
    const write = async (label: string, words: string) => {
      await tabTo(page, page.getByLabel(label));
      await page.keyboard.type(words);
    };
    await write("In a few words", "Yellow tulips");
    await write("Anything else we should know?", "They are for my neighbour.");
    await write("Your name", "Tilda Tulip");
    await write("Your email address", "tilda@example.org");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/track\/.+/);
    await page.getByRole("heading", { level: 1, name: /^We have your request; with you by / }).waitFor();
    expect(await page.getByRole("listitem").allInnerTexts()).toHaveLength(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await accessible(page);

    const { requests } = await desk().call<Found>("GET", "/requests?roots=true&order=newest", undefined, desk().sessions.ada);
    const asked = requests.find((one) => one.subject === "Yellow tulips");
    const detail = await desk().call<Detail>("GET", `/requests/${asked?.number ?? 0}`, undefined, desk().sessions.admin);
    expect(detail.details).toBe("They are for my neighbour.");
    const step = detail.chain.find((one) => one.subject === "Arrange");
    await desk().call<Acted>("POST", `/requests/${step?.id ?? ""}/acts`, { act: "accept" }, desk().sessions.dora);
    await desk().call("POST", `/requests/${detail.id}/messages`, { body: "Which **yellow**?" }, desk().sessions.ada);

    // Looking at the page again is enough to see it.
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByRole("heading", { level: 1, name: /^We are at “Arrange”; with you by / }).waitFor();
    await page.locator("strong", { hasText: "yellow" }).waitFor();
    await write("Write to us", "As the sun.");
    await tabTo(page, page.getByRole("button", { name: "Send" }));
    await page.keyboard.press("Enter");
    await page.getByText("Thank you, we have it.").waitFor();
    await page.getByText("As the sun.").waitFor();
    await accessible(page);
    const after = await desk().call<Detail>("GET", `/requests/${asked?.number ?? 0}`, undefined, desk().sessions.ada);
    expect(after.messages.map((message) => message.body)).toEqual(["Which **yellow**?", "As the sun."]);
  }, { at: desk().at, phone: true });
});

test("when an answer is needed the page says so first, in the reader's language and in the dark", async () => {
  const { request } = await desk().ask("White lilies", { service: desk().services.Bouquet });
  const { path, id } = await desk().call<{ path: string; id: string }>("POST", `/requests/${request}/links`, undefined, desk().sessions.ada);
  await desk().call("POST", `/requests/${request}/acts`, { act: "accept" }, desk().sessions.ada);
  await desk().call("POST", `/requests/${request}/acts`, { act: "pause", why: "customer" }, desk().sessions.ada);
  await visit(path, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Wir brauchen eine Antwort von Ihnen, um weiterzumachen." }).waitFor();
    await page.getByLabel("Ihre Antwort").waitFor();
    await accessible(page);
    await page.getByLabel("Sprache").selectOption("fr");
    await page.getByRole("heading", { level: 1, name: "Il nous faut une réponse de vous pour continuer." }).waitFor();
  }, { at: desk().at, dark: true, locale: "de-DE" });
  await desk().call("DELETE", `/requests/${request}/links/${id}`, undefined, desk().sessions.ada);
  await visit(path, async (page) => {
    await page.getByRole("heading", { level: 1, name: "This link does not work, or no longer" }).waitFor();
    await accessible(page);
  }, { at: desk().at });
});

test("customers load a few small files and nothing of what colleagues use", async () => {
  await visit("/ask", async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const files = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => ({ name: one.name, bytes: (one as PerformanceResourceTiming).encodedBodySize })));
    expect(files.some(({ name }) => /\/(app|Select|dagre)[-.]/.test(name) && name.endsWith(".js"))).toBe(false);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(150_000);
  }, { at: desk().at, phone: true });
});
