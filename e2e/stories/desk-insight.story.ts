// Whose figures the pages of the desk's own log show: leads see the chains of their departments, and are told so; and what
// a form says when the server has no room left to write: nothing typed is lost.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

test("a lead is told that the figures are those of their departments, an administrator sees all", async () => {
  const { call, ask, sessions, teams } = desk();
  const own = await ask("A wreath");
  await call("POST", `/requests/${own.request}/acts`, { act: "finish" }, sessions.ada);
  const other = await ask("Tulips by bicycle", { service: undefined, provider: teams.Couriers });
  await call("POST", `/requests/${other.request}/acts`, { act: "finish" }, sessions.admin);
  for (const phone of [false, true]) {
    await visit("/logs/desk/chains", async (page) => {
      await page.getByText("All chains of your departments").waitFor();
      await page.getByText(`R${own.number}`, { exact: true }).first().waitFor();
      expect(await page.getByText(`R${other.number}`, { exact: true }).count()).toBe(0);
      await accessible(page);
    }, { at: desk().at, session: sessions.ada, phone });
  }
  await visit("/logs/desk/chains", async (page) => {
    await page.getByText(`R${other.number}`, { exact: true }).first().waitFor();
    expect(await page.getByText("your departments").count()).toBe(0);
  }, { at: desk().at, session: sessions.admin });
});

test("a message that finds no room stays where it was typed and is sent once there is some", async () => {
  const { number } = await desk().ask("Three wreaths");
  await visit(`/requests/${number}`, async (page) => {
    const keys = new Set<string | undefined>();
    let full = true;
    await page.route("**/messages", async (route) => {
      keys.add(route.request().headers()["idempotency-key"]);
      const problem = { type: "/api/v1/problems#store_full", title: "There is no room left to write.", status: 507, detail: "the disk is full: nothing was written; free some space and try again", code: "store_full", request_id: "1" };
      await (full ? route.fulfill({ status: 507, contentType: "application/problem+json", body: JSON.stringify(problem) }) : route.continue());
    });
    await page.getByRole("button", { name: "Write to Rosa Rose" }).click();
    const words = page.getByRole("textbox", { name: "Write to Rosa Rose" });
    await words.fill("They come at noon.");
    const send = page.getByRole("button", { name: "Send to Rosa Rose" });
    await send.click();
    await page.getByText("the disk is full", { exact: false }).waitFor();
    expect(await words.inputValue()).toBe("They come at noon.");
    await accessible(page);
    full = false;
    await send.click();
    await page.getByRole("article").getByText("They come at noon.").waitFor();
    expect(keys.size).toBe(1);
  }, { at: desk().at, session: desk().sessions.ada });
});
