// Working hours, and why a deadline is when it is.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

test("a calendar is written, and a deadline traced through hours that are not saved yet", async () => {
  await visit("/settings/calendars/new", async (page) => {
    await page.getByLabel("Name").fill("Shop");
    await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/Vienna");
    await page.getByRole("option", { name: "Europe/Vienna" }).click();
    await page.getByText("An ordinary week has 40 h of working time, by the clocks of Europe/Vienna.").waitFor();
    const trace = page.getByRole("region", { name: "Try a deadline" });
    await trace.getByLabel(/^From/).fill("2026-12-23T16:00");
    await trace.getByLabel("Working time: hours").fill("5");
    await trace.getByText(/from 23 Dec 2026, 16:00 end on Thursday,? 24 December 2026 at 13:00\.$/).waitFor();

    await page.getByLabel("Another day").fill("2026-12-24");
    await page.getByRole("button", { name: "Add as a holiday" }).click();
    await trace.getByText(/end on Friday,? 25 December 2026 at 13:00\.$/).waitFor();
    const eve = trace.getByRole("listitem").filter({ hasText: "Thu 24 Dec" });
    await eve.getByText("skipped: holiday").waitFor();
    await accessible(page);

    // On Fridays one works through the night, so the deadline of a long job moves.
    await page.getByLabel("Friday, stretch 1: from").fill("20:00");
    await page.getByLabel("Friday, stretch 1: until").fill("04:00");
    await page.getByText("next day").waitFor();
    await trace.getByText(/end on Saturday,? 26 December 2026 at 00:00\.$/).waitFor();
    await page.getByLabel("Friday, stretch 1: until").fill("");
    await page.getByText("One of the hours is not complete.").waitFor();
    await page.getByLabel("Friday, stretch 1: until").fill("04:00");

    await page.getByRole("button", { name: "Make the calendar" }).click();
    await page.waitForURL(/\/settings\/calendars\/[0-9a-f-]{36}$/);
    const { calendars } = await desk().call<{ calendars: { name: string; hours: { zone: string; week: string[][]; exceptions: object } }[] }>("GET", "/calendars", undefined, desk().sessions.admin);
    expect(calendars.find((one) => one.name === "Shop")?.hours).toMatchObject({ zone: "Europe/Vienna", exceptions: { "2026-12-24": [] }, week: { 4: ["20:00-04:00"], 6: [] } });
    await page.getByRole("link", { name: "All calendars" }).click();
    await page.getByRole("img", { name: /Fri 20:00-04:00/ }).waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.admin });
});
