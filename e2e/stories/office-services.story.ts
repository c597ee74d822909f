// The plan behind a service: drawn as a graph, edited by keyboard alone, never in a circle.
import { expect, test } from "vitest";
import { accessible, tabTo, visit, withBrowser } from "../lib/browser";
import { withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
type Services = { services: { id: string; name: string; version: number; plan: { steps: { id: string; name: string; seconds: number; after: string[]; checklist: string[] }[] } }[] };
const service = async (name: string) => (await desk().call<Services>("GET", "/services", undefined, desk().sessions.admin)).services.find((one) => one.name === name);

test("by keyboard alone: a step is added, named, timed and connected; a circle is refused; what is saved is a new version", async () => {
  await visit(`/settings/services/${desk().services.Bouquet ?? ""}`, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Bouquet" }).waitFor();
    await page.getByText("2 steps in 2 hands. The longest way allows 2 h 30 min of working time: Arrange → Deliver.").waitFor();
    await accessible(page);

    await tabTo(page, page.getByRole("button", { name: "Add a step" }));
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Step", exact: true });
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent.startsWith("What is done"));
    await page.keyboard.type("Tie the ribbon");
    await tabTo(page, panel.getByLabel("May take: hours"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type("0");
    await tabTo(page, panel.getByLabel("May take: minutes"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type("20");
    await tabTo(page, panel.getByLabel("Checklist"));
    await page.keyboard.type("ribbon\nscissors");

    // It waits for "Arrange", the step that was chosen; now "Deliver" shall wait for it too.
    await tabTo(page, page.getByRole("button", { name: "Deliver", exact: true }));
    await page.keyboard.press("Enter");
    await tabTo(page, panel.getByRole("combobox", { name: "Waits for" }), true);
    await page.keyboard.type("Tie");
    await page.getByRole("option", { name: "Tie the ribbon" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.getByText("3 steps in 3 hands. The longest way allows 2 h 50 min of working time: Arrange → Tie the ribbon → Deliver.").waitFor();

    await tabTo(page, page.getByRole("button", { name: "Arrange", exact: true }), true);
    await page.keyboard.press("Enter");
    await tabTo(page, panel.getByRole("combobox", { name: "Waits for" }), true);
    await page.keyboard.type("Deliver");
    await page.getByRole("option", { name: "Deliver" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("“Arrange” cannot wait for “Deliver”: that one waits for it already (Arrange → Deliver).").waitFor();
    await page.keyboard.press("Escape");
    await accessible(page);

    await tabTo(page, page.getByRole("button", { name: "Save as a new version" }), true);
    await page.keyboard.press("Enter");
    await page.getByText("Saved as version 2. Requests under way keep the plan they began with.").waitFor();
    const steps = (await service("Bouquet"))?.plan.steps ?? [];
    const id = (name: string) => steps.find((one) => one.name === name)?.id ?? "";
    expect(steps.find((one) => one.name === "Tie the ribbon")).toMatchObject({ seconds: 1200, after: [id("Arrange")], checklist: ["ribbon", "scissors"] });
    expect(steps.find((one) => one.name === "Deliver")?.after).toEqual([id("Arrange"), id("Tie the ribbon")]);

    await page.getByRole("button", { name: "Look at version 1" }).click();
    expect(await page.getByRole("region", { name: "Version 1" }).getByRole("row").count()).toBe(3);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.admin });
});

test("with a mouse: a step is connected by dragging, disconnected by a key, taken back and taken away", async () => {
  const steps = ["Cut", "Bind"].map((name) => ({ id: crypto.randomUUID(), name, provider: desk().teams.Designers, seconds: 600 }));
  const { id } = await desk().call<{ id: string }>("POST", "/services", { name: "Wreath", provider: desk().teams.Designers, plan: { steps } }, desk().sessions.admin);
  await visit(`/settings/services/${id}`, async (page) => {
    const cut = page.locator(`.react-flow__node[data-id="${steps[0]?.id ?? ""}"]`);
    const bind = page.locator(`.react-flow__node[data-id="${steps[1]?.id ?? ""}"]`);
    await cut.scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 300);
    await cut.locator(".source").hover();
    await page.mouse.down();
    await bind.locator(".target").hover();
    await page.mouse.up();
    const row = page.getByRole("row", { name: /^Bind/ });
    await row.getByText("Cut", { exact: true }).waitFor();
    const wire = page.getByRole("group", { name: "Bind waits for Cut" }).or(page.locator('[aria-label="Bind waits for Cut"]')).first();
    await wire.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Delete");
    await row.getByText("Cut", { exact: true }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await row.getByText("Cut", { exact: true }).waitFor();
    await cut.click();
    await page.getByRole("button", { name: "Remove the step" }).click();
    await page.getByText("One step: Bind, with 10 min of working time.").waitFor();
    page.once("dialog", (asked) => void asked.accept());
    await page.getByRole("link", { name: "All services" }).click();
    await page.getByRole("heading", { level: 1, name: "Services" }).waitFor();
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.admin });
});

test("a new service is written down, and says when it would be possible", async () => {
  await visit("/settings/services", async (page) => {
    await page.getByRole("link", { name: "New service" }).click();
    await page.getByText("To save").or(page.getByRole("heading", { level: 1, name: "New service" })).first().waitFor();
    await page.getByLabel("Name").fill("Birthday cake");
    await page.getByRole("combobox", { name: "Answers for it" }).fill("Clerks");
    await page.getByRole("option", { name: "Clerks" }).click();
    await page.getByRole("button", { name: "Add a step" }).click();
    await page.getByLabel("What is done").fill("Bake");
    await page.getByRole("button", { name: "Add a question" }).click();
    await page.getByRole("textbox", { name: "Question 1" }).fill("Which name?");
    await page.getByRole("button", { name: "Make the service" }).click();
    await page.waitForURL(/\/settings\/services\/[0-9a-f-]{36}$/);
    await page.getByText(/^Asked for now, it could be done/).waitFor();
    await page.getByLabel("Somebody would like it by").fill("2020-01-01T09:00");
    await page.getByText(/too early$/).waitFor();
    expect((await service("Birthday cake"))?.plan.steps.map((one) => one.name)).toEqual(["Bake"]);
  }, { at: desk().at, session: desk().sessions.admin });
});

test("who does not administer sees the plan and changes nothing", async () => {
  await visit(`/settings/services/${desk().services.Bouquet ?? ""}`, async (page) => {
    await page.getByText("Time runs from the first steps to the customer.").waitFor();
    expect(await page.getByRole("button", { name: /^(Save|Add a step|Remove the step)/ }).count()).toBe(0);
    expect(await page.getByLabel("What is done").isDisabled()).toBe(true);
    await accessible(page);
  }, { at: desk().at, session: desk().sessions.dora });
});
