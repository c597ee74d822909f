// What is at risk by what the past says, and inner service beside what customers say: on the demonstration with its year of
// history, and on a small desk, which says that it does not know yet.
import { beforeAll, expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { entered, PASSWORD, withDesk } from "../lib/desk";

withBrowser();
const shop = withDesk(false, () => Promise.resolve({ args: ["--demo"], env: {} }));
const small = withDesk();
const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
let session = "";

beforeAll(async () => { session = await entered(shop().at, `/welcome/${shop().key}`, { password: PASSWORD }); });

type Chains = { chains: { broken: number | null; request: { number: number; subject: string } }[]; count: number; likely: number };
type Null = { alarms: { worlds: number; panel: number } };

test("the least likely promise comes first, with who has it in hand and why, also on a phone and in the dark", async () => {
  const { chains } = await shop().call<Chains>("GET", "/at-risk/chains?limit=50", undefined, session);
  const first = chains[0];
  if (!first) throw new Error("no promise is open");
  await visit("/today", async (page) => {
    await page.getByRole("navigation").getByRole("link", { name: "At risk" }).click();
    await page.getByRole("heading", { level: 1, name: "At risk" }).waitFor();
    const row = page.getByRole("region", { name: "Open promises" }).getByRole("listitem").first();
    await row.getByRole("link", { name: `#${first.request.number}` }).waitFor();
    await row.getByRole("list", { name: "Why" }).getByText(/such promises were broken before/).waitFor();
    expect(await page.getByText(/that can still be kept/).count()).toBe(1);
    await accessible(page);
    await row.getByRole("link", { name: `#${first.request.number}` }).click();
    await page.getByRole("heading", { level: 1, name: first.request.subject, exact: false }).waitFor();
  }, { at: shop().at, session });
  for (const [phone, dark] of [[true, false], [false, true]] as const) {
    await visit("/at-risk", async (page) => {
      await page.getByRole("link", { name: `#${first.request.number}` }).waitFor();
      expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
      await accessible(page);
    }, { at: shop().at, session, phone, dark });
  }
});

test("customers who met with a broken promise come back less often, and can be looked at by themselves", async () => {
  await visit("/at-risk?tab=customers", async (page) => {
    await page.getByRole("heading", { name: "Who did not come back within 90 days, of those away for 15" }).waitFor();
    await page.getByText(/customers were here in the last 90 days/).waitFor();
    await accessible(page);
    await page.getByRole("combobox", { name: "Met with last" }).click();
    await page.getByRole("option", { name: "a broken promise", exact: true }).click();
    await page.waitForURL(/met=broken/);
    const rows = page.getByRole("region", { name: "Customers" }).getByRole("listitem").filter({ has: page.getByRole("link") });
    await rows.first().getByText("a broken promise").waitFor();
    await page.getByRole("checkbox", { name: "Only who has come back before" }).check();
    await rows.first().getByText(/asked \d+ times/).waitFor();
    await accessible(page);
  }, { at: shop().at, session });
});

test("inside and outside are told in a sentence, and the same shop without any effect shows what chance looks like", async () => {
  const world = await shop().call<Null>("GET", "/internal-external/null-world?seed=1", undefined, session);
  expect(world.alarms.panel / world.alarms.worlds, "few alarms where there is no effect").toBeLessThanOrEqual(0.2);
  await visit("/internal-external", async (page) => {
    await page.getByRole("heading", { level: 1, name: "Internal and external" }).waitFor();
    await page.getByText("This is an association; load and staffing could explain it.").first().waitFor();
    await page.getByText(/slopes? tested/).first().waitFor();
    await accessible(page);
    await page.getByRole("region", { name: "Before and after" }).getByRole("button", { name: "Table" }).click();
    await page.getByRole("row", { name: /in the same month/ }).waitFor();
    await page.getByRole("button", { name: "Show a world without effect" }).click();
    await page.getByText("Invented · seed 1").first().waitFor();
    await page.getByText(/Of 200 such worlds/).waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Another one" }).click();
    await page.getByText("Invented · seed 2").first().waitFor();
  }, { at: shop().at, session });
  await visit("/internal-external", async (page) => {
    await page.getByText("This is an association", { exact: false }).first().waitFor();
    expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
    await accessible(page);
  }, { at: shop().at, session, phone: true });
});

test("a small desk says that it does not know yet", async () => {
  const { ask, sessions } = small();
  await ask("A wreath", { due_at: new Date(Date.now() + 7_200_000).toISOString() });
  await visit("/at-risk", async (page) => {
    await page.getByText("not yet known").first().waitFor();
    await accessible(page);
    await page.getByRole("link", { name: "Customers" }).last().click();
    await page.getByRole("heading", { name: "Nobody is away" }).waitFor();
    await accessible(page);
  }, { at: small().at, session: sessions.dora });
  await visit("/internal-external", async (page) => {
    await page.getByText(/Too little data for a number: 0 teams and 0 months/).waitFor();
    expect(await page.getByRole("button", { name: "Show a world without effect" }).count()).toBe(0);
    await accessible(page);
  }, { at: small().at, session: sessions.admin });
});
