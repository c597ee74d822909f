import { expect, test } from "vitest";
import { accessible, fits, visit } from "../browser";

test("a chain opens as a waterfall that tells who is charged, and Back returns to the list", () =>
  visit("/logs/flower-shops/chains?outcome=broken", async (page) => {
    const grid = page.getByRole("grid");
    await grid.waitFor();
    expect(await grid.getAttribute("aria-rowcount")).toBe("2225");
    await accessible(page);
    await page.getByRole("row").nth(1).click();
    await page.getByText(/late\.$/).first().waitFor();
    await page.getByRole("heading", { name: "Why" }).waitFor();
    await accessible(page);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: /2,224 chains/ }).waitFor();
  }));

test("the last of twenty thousand rows is reached by keyboard, and opens by Enter", () =>
  visit("/logs/uci-incidents/chains", async (page) => {
    const grid = page.getByRole("grid");
    await grid.waitFor();
    expect(await grid.getAttribute("aria-rowcount")).toBe("24546");
    await page.locator("[role=row][tabindex='0']").focus();
    await page.keyboard.press("End");
    await page.locator("[role=row][aria-rowindex='24546']").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Why" }).waitFor();
  }));

test("the worked example says what each colleague is charged", () =>
  visit("/logs/flower-shop/chains/O1", async (page) => {
    await page.getByText("Due 13:00, done 13:10: 10 min late.").first().waitFor();
    await page.getByText(/Courier took 1 h 25 min of a promised 1 h 15 min/).first().waitFor();
    await page.getByRole("heading", { name: "Hand-offs" }).waitFor();
    await accessible(page);
  }));

test("on a phone the chain lies over the list", () =>
  visit("/logs/flower-shop/chains/O1", async (page) => {
    await page.getByText("Due 13:00, done 13:10: 10 min late.").first().waitFor();
    await accessible(page);
    await fits(page);
  }, { viewport: { width: 360, height: 740 } }));
