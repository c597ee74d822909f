import { expect, test } from "vitest";
import { accessible, fits, tabTo, visit } from "../browser";

const PAGE = "/logs/flower-shops";

test("a manager reads which link is the weakest, and sees what its repair would have kept", () =>
  visit(PAGE, async (page) => {
    await page.getByRole("heading", { level: 1, name: "Design South is the weakest link." }).waitFor();
    await page.getByText("If Design South had kept its promises").waitFor();
    await accessible(page);
    await page.getByRole("checkbox", { name: "Repair Couriers North" }).first().check();
    await page.getByRole("checkbox", { name: "Repair Design North" }).first().check();
    await page.getByText(/Repairing .*Design North.* keeps \d+ of 2,224 broken promises/).waitFor();
    expect(new URL(page.url()).search).toContain("repair=");
    await accessible(page);
  }));

test("the same by keyboard alone", () =>
  visit(PAGE, async (page) => {
    await page.getByRole("heading", { level: 1, name: /weakest link/ }).waitFor();
    await tabTo(page, "Repair Design South");
    await page.keyboard.press("Space");
    await page.getByText("Repairing Design South keeps 370 of 2,224 broken promises").waitFor();
  }));

test("a figure answers a click with its definition and leads to the rows behind it", () =>
  visit(PAGE, async (page) => {
    await page.getByRole("button", { name: /2,224/ }).first().click();
    const rows = page.getByRole("link", { name: /rows|chains|behind/i }).last();
    await rows.click();
    await page.getByRole("heading", { level: 1, name: /2,224 chains/ }).waitFor();
    expect(page.url()).toContain("outcome=broken");
  }));

test("a view that was filtered can be sent to a colleague", () =>
  visit(`${PAGE}?where=city%3DBerlin`, async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByText("Berlin").first().waitFor();
    await accessible(page);
  }));

test("the ranking downloads as a table and the plan as a picture", () =>
  visit(PAGE, async (page) => {
    for (const [name, ending] of [[/Download as CSV: Links/, "csv"], [/Download as SVG: Repair plan/, "svg"]] as const) {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name }).first().click();
      expect((await download).suggestedFilename()).toContain(`.${ending}`);
    }
  }));

for (const [look, options] of [
  ["on a phone", { viewport: { width: 360, height: 740 } }],
  ["in the dark", { colorScheme: "dark" }],
] as const) {
  test(`it reads well ${look}`, () =>
    visit(PAGE, async (page) => {
      await page.getByRole("heading", { level: 1, name: "Design South is the weakest link." }).waitFor();
      await accessible(page);
      await fits(page);
    }, options));
}

test("too few broken promises name nobody", () =>
  visit("/logs/flower-shop", async (page) => {
    await page.getByRole("heading", { level: 1, name: "Too few broken promises to name a weakest link." }).waitFor();
    await accessible(page);
  }));
