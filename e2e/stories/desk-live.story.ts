// Live news: one connection for all tabs of a browser, handed on when a tab is closed, resumed when it is lost.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const EVENTS = "**/api/v1/events";

test("eight tabs hold one connection, all of them hear, and another one takes over", async () => {
  await visit("/today", async (page) => {
    const context = page.context();
    let opened = 0;
    // The first tab, unless another one was faster.
    let holder = page;
    context.on("request", (request) => {
      if (!request.url().endsWith("/api/v1/events")) return;
      opened += 1;
      holder = request.frame().page();
    });
    const tabs = [page];
    while (tabs.length < 8) {
      const tab = await context.newPage();
      await tab.goto(`${desk().at}/today`);
      tabs.push(tab);
    }
    for (const tab of tabs) await tab.getByRole("heading", { level: 2, name: /^Who relies on me/ }).waitFor();
    await desk().ask("Heard by eight");
    for (const tab of tabs) await tab.getByRole("link", { name: /Heard by eight/ }).waitFor();
    // The first tab may have asked before the listening began.
    expect(opened).toBeLessThanOrEqual(1);
    const before = opened;
    const takenOver = context.waitForEvent("request", (request) => request.url().endsWith("/api/v1/events"));
    const left = tabs.filter((tab) => tab !== holder);
    await holder.close();
    expect((await takenOver).headers()["last-event-id"]).toMatch(/^\d+$/);
    await desk().ask("Heard by seven");
    for (const tab of left) await tab.getByRole("link", { name: /Heard by seven/ }).waitFor();
    expect(opened).toBe(before + 1);
  }, { at: desk().at, session: desk().sessions.ada });
});

test("a lost connection is shown, nothing typed is lost, and what was missed comes back", async () => {
  const { number } = await desk().ask("Through the storm");
  await visit(`/requests/${number}`, async (page) => {
    await page.getByRole("button", { name: "Note for colleagues" }).click();
    await page.context().setOffline(true);
    await page.getByText("The connection is gone. What you see").waitFor();
    await page.keyboard.type("Typed in the dark");
    await page.getByRole("button", { name: "Keep note" }).click();
    await page.getByRole("alert").first().waitFor();
    expect(await page.getByRole("textbox", { name: "A note that only colleagues read" }).inputValue()).toBe("Typed in the dark");
    await desk().call("POST", `/requests/${number}/notes`.replace(String(number), (await desk().call<{ id: string }>("GET", `/requests/${number}`, undefined, desk().sessions.ada)).id), { body: "Written meanwhile" }, desk().sessions.dora);
    await page.context().setOffline(false);
    await page.getByRole("article").getByText("Written meanwhile").waitFor();
    await page.getByText("The connection is gone. What you see").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Keep note" }).click();
    await page.getByRole("article").getByText("Typed in the dark").waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("what takes too long to come back is fetched anew", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("heading", { level: 2, name: /^Who relies on me/ }).waitFor();
    await page.route(EVENTS, (route) => route.fulfill({ status: 200, contentType: "text/event-stream", body: "event: anew\ndata: {}\n\n" }));
    await page.reload();
    await desk().ask("After a long night");
    await page.getByRole("link", { name: /After a long night/ }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada });
});

test("a page whose script cannot be fetched says that nobody answers, and begins anew once somebody does", async () => {
  await visit("/today", async (page) => {
    await page.getByRole("heading", { level: 2, name: /^Who relies on me/ }).waitFor();
    let away = true;
    await page.route(/assets\/Board|api\/v1\/session/, (route) => (away ? route.abort() : route.continue()));
    await page.getByRole("link", { name: "Board" }).click();
    await page.getByRole("heading", { level: 1, name: "Catena does not answer" }).waitFor();
    await accessible(page);
    const again = page.getByRole("button", { name: "Try again" });
    await Promise.all([page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/v1/session")), again.click()]);
    await again.waitFor();
    away = false;
    await again.click();
    await page.getByRole("heading", { level: 1, name: "Board" }).waitFor();
  }, { at: desk().at, session: desk().sessions.ada, causes: /preload CSS|dynamically imported/ });
});
