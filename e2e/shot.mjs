import { chromium } from "playwright-core";
const at = "http://127.0.0.1:7172";
const session = process.argv[2];
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const [name, path, o] of [
  ["risk", "/at-risk", {}], ["risk-phone", "/at-risk", { phone: 1 }], ["cust", "/at-risk?tab=customers", {}], ["cust-phone", "/at-risk?tab=customers", { phone: 1 }], ["cust-dark", "/at-risk?tab=customers", { dark: 1 }],
  ["ie", "/internal-external", { null: 1 }], ["ie-phone", "/internal-external", { phone: 1 }], ["ie-dark", "/internal-external", { dark: 1 }], ["ie-de", "/internal-external", { de: 1 }],
]) {
  const c = await b.newContext({ viewport: o.phone ? { width: 390, height: 800 } : { width: 1440, height: 900 }, colorScheme: o.dark ? "dark" : "light", locale: o.de ? "de-DE" : "en-GB", reducedMotion: "reduce" });
  await c.addCookies([{ name: "catena_session", value: session, url: at }]);
  const p = await c.newPage();
  p.on("console", (m) => m.type() === "error" && console.log(name, m.text()));
  p.on("pageerror", (e) => console.log(name, String(e)));
  await p.goto(at + path);
  await p.locator("h1").first().waitFor();
  await p.waitForTimeout(1500);
  if (o.null) { await p.getByRole("button", { name: "Show a world" }).click(); await p.waitForTimeout(2000); }
  await p.screenshot({ path: `/tmp/c-shots/${name}.png`, fullPage: true, clip: undefined });
  await c.close();
}
await b.close();
