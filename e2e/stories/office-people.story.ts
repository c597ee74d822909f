// Teams and people: who belongs where, who may do what, and a link that is handed over.
import { expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { PASSWORD, withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();

test("somebody is invited, their link is shown once, and in another browser they come in with it", async () => {
  let link = "";
  await visit("/settings/people", async (page) => {
    await page.getByRole("button", { name: "Invite somebody" }).click();
    const window = page.getByRole("dialog", { name: "Invite somebody" });
    await window.getByLabel("Name", { exact: false }).first().fill("Bianca Binder");
    expect(await window.getByLabel("Name to sign in with").inputValue()).toBe("bianca.binder");
    await accessible(page);
    await window.getByRole("combobox", { name: "Teams" }).fill("Cour");
    await window.getByRole("option", { name: "Couriers" }).click();
    await page.keyboard.press("Escape");
    await window.getByRole("button", { name: "Make the link" }).click();
    link = await window.getByRole("textbox", { name: "One-time link" }).innerText();
    await window.getByText("This is shown once.").waitFor();
    await accessible(page);
    await window.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: /^Bianca Binder invited/ }).waitFor();
    expect(await page.getByText(link).count()).toBe(0);
  }, { at: desk().at, session: desk().sessions.admin });

  await visit(new URL(link).pathname, async (page) => {
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/(today)?$/);
    await page.getByRole("button", { name: /^Bianca Binder: account/ }).waitFor();
  }, { at: desk().at });
});

test("a team is made inside another, gets a member who leads it, and becomes confidential", async () => {
  await visit("/settings/people", async (page) => {
    await page.getByRole("button", { name: "New team" }).click();
    const window = page.getByRole("dialog", { name: "New team" });
    await window.getByLabel("Name").fill("Night couriers");
    await window.getByRole("combobox", { name: "Part of" }).fill("Couriers");
    await window.getByRole("option", { name: "Couriers" }).click();
    await window.getByRole("button", { name: "Make the team" }).click();
    const panel = page.getByRole("complementary", { name: "Night couriers" });
    await panel.getByRole("heading", { name: "Night couriers" }).waitFor();
    await panel.getByRole("combobox", { name: "Add a member" }).fill("Nora");
    await panel.getByRole("option", { name: "Nora New" }).click();
    await panel.getByRole("checkbox", { name: "Nora New leads Night couriers" }).click();
    await panel.getByRole("checkbox", { name: "Nora New leads Night couriers", checked: true }).waitFor();
    await panel.getByRole("switch", { name: "Confidential" }).check();
    await panel.getByRole("button", { name: "Save" }).click();
    await page.getByRole("listitem").filter({ hasText: "Couriers" }).getByRole("button", { name: /^Night couriers confidential 1 person/ }).first().waitFor();
    await accessible(page);
    const { members } = await desk().call<{ members: { leads: boolean; person: string }[] }>("GET", "/directory", undefined, desk().sessions.admin);
    expect(members.some((member) => member.leads)).toBe(true);
    // The address says who is chosen, and Back goes back.
    expect(new URL(page.url()).searchParams.has("team")).toBe(true);
    await page.goBack();
    await page.getByText("Choose a team or a person").waitFor();
  }, { at: desk().at, session: desk().sessions.admin });
});

test("a password is reset and an account closed, after a question", async () => {
  await visit("/settings/people", async (page) => {
    await page.getByRole("button", { name: /^Dora Design/ }).click();
    const panel = page.getByRole("complementary", { name: "Dora Design" });
    await panel.getByRole("button", { name: "Reset the password" }).click();
    await panel.getByRole("textbox", { name: "One-time link" }).waitFor();
    await panel.getByRole("button", { name: "Close the account" }).click();
    const sure = page.getByRole("dialog", { name: "Close the account of Dora Design?" });
    await accessible(page);
    await sure.getByRole("button", { name: "Close the account" }).click();
    await panel.getByText("Closed: cannot sign in").waitFor();
    await page.getByRole("button", { name: /^Dora Design closed/ }).waitFor();
  }, { at: desk().at, session: desk().sessions.admin });
});

test("on a phone the chosen team lies over the list, and the way back is there", async () => {
  await visit("/settings/people", async (page) => {
    await page.getByRole("button", { name: /^Clerks/ }).click();
    await page.getByRole("heading", { level: 2, name: "Clerks" }).waitFor();
    expect(await page.getByRole("heading", { level: 2, name: "People" }).isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await accessible(page);
    await page.getByRole("button", { name: "All teams and people" }).click();
    await page.getByRole("heading", { level: 2, name: "People" }).waitFor();
  }, { at: desk().at, session: desk().sessions.admin, phone: true });
});
