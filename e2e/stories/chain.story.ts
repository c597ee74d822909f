// One order came ten minutes late. Who held it, and why?
import { expect, test } from "vitest";
import { accessible, downloaded, tabTo, visit, withBrowser } from "../lib/browser";

withBrowser();

const ORDER = "/logs/flower-shop/chains/O1?wide=true";

test("the verdict is told step by step", async () => {
  await visit(ORDER, async (page) => {
    const steps = page.getByRole("listitem");
    await steps.getByText("Due 13:00, done 13:10: 10 min late.").waitFor();
    await steps.getByText("Courier took 1 h 25 min of a promised 1 h 15 min. 10 min of that was its own lateness; 2 min of the overrun is charged to it.").waitFor();
    await steps.getByText("Had Designer kept within its budgets").waitFor();
    await accessible(page);
  });
});

test("pointing at a bar tells its story; the picture and the table leave as files", async () => {
  await visit(ORDER, async (page) => {
    const bar = page.getByRole("img", { name: /^Clerk asked Courier/ });
    await bar.hover();
    await page.locator("p", { hasText: "Clerk asked Courier at 11:45; begun 12:10, done 13:10." }).waitFor();
    const svg = await downloaded(page, () => page.getByRole("button", { name: /^Download as SVG/ }).click());
    expect(svg.text).toContain(">Shopkeeper<");
    expect(svg.text).not.toContain("var(--");
    const csv = await downloaded(page, () => page.getByRole("button", { name: /^Download as CSV/ }).click());
    expect(csv.text.trimEnd().split("\r\n").length).toBe(5);
    expect(csv.text).toContain("C1");
  });
});

test("the table says what the picture shows", async () => {
  await visit(ORDER, async (page) => {
    const row = page.getByRole("row", { name: /^C1/ });
    await row.waitFor();
    expect((await row.innerText()).replace(/\s+/g, " ")).toContain("C1 Courier 11:45 12:10 13:10 13:00 1 h 25 min 1 h 15 min 1 h 25 min 25 min 10 min 2 min");
  });
});

test("by keyboard alone: from bar to bar with the arrows, then out with escape", async () => {
  await visit(ORDER, async (page) => {
    await tabTo(page, page.getByRole("img", { name: /^Ms Rose asked Clerk/ }));
    await page.keyboard.press("ArrowDown");
    await page.locator("p", { hasText: "Clerk asked Designer at 09:10" }).waitFor();
    await page.keyboard.press("End");
    await page.locator("p", { hasText: "Clerk asked Courier at 11:45" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("grid").waitFor();
    expect(new URL(page.url()).pathname).toBe("/logs/flower-shop/chains");
  });
});

test("on a phone and in the dark it is as open to everybody", async () => {
  for (const person of [{ phone: true }, { dark: true }]) {
    await visit("/logs/flower-shop/chains/O1", async (page) => {
      await page.getByRole("heading", { level: 2, name: "Why" }).waitFor();
      await accessible(page);
    }, person);
  }
});

test("a chain that is not there is said so, with the request id", async () => {
  await visit("/logs/flower-shop/chains/nobody", async (page) => {
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/This did not work[\s\S]*nobody[\s\S]*Request/);
  });
});
