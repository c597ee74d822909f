// The pulse: planned and launched by an administrator, answered once on a phone by somebody who reads beforehand what is
// kept, ended, and read by everybody; who looked is seen by all.
import { beforeAll, expect, test } from "vitest";
import { accessible, visit, withBrowser } from "../lib/browser";
import { entered, invited, PASSWORD, withDesk } from "../lib/desk";

withBrowser();
const desk = withDesk();
const as = (name: string) => ({ at: desk().at, session: desk().sessions[name] });
const call = <T>(method: string, path: string, body?: unknown, by = "admin") => desk().call<T>(method, path, body, desk().sessions[by]);

type Open = { id: string; items: unknown[] };
const OTHERS = Array.from({ length: 9 }, (_, number) => `binder-${number}`);

/** Says something as everybody else does: with a slip alone. */
async function say(by: string, open: Open, value: number): Promise<void> {
  const { slip } = await call<{ slip: string }>("GET", `/pulse/waves/${open.id}/slip`, undefined, by);
  const answer = { slip, recommends: 2 * value, items: open.items.map(() => value), comment: value > 4 ? "The morning round helps." : null };
  await desk().call("POST", `/pulse/waves/${open.id}/answers`, answer);
}

beforeAll(async () => {
  for (const login of OTHERS) desk().sessions[login] = await entered(desk().at, await invited(desk(), login, login), { password: PASSWORD });
}, 60_000);

test("an administrator plans a pulse, sees where answers would count, and launches it", async () => {
  await visit("/pulse", async (page) => {
    await page.getByText("No pulse is open at the moment.").waitFor();
    await accessible(page);
    await page.getByRole("link", { name: "Plan a pulse" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Spring");
    await page.getByRole("checkbox", { name: "I can rest between two busy times." }).uncheck();
    await page.getByRole("button", { name: "Add one of your own" }).click();
    await page.getByLabel("Own statement 1, English").fill("I would like more tulips.");
    expect(await page.getByRole("button", { name: "Launch it" }).isDisabled(), "first one looks who would be asked").toBe(true);
    await page.getByRole("button", { name: "Who would be asked?" }).click();
    await page.getByRole("heading", { name: "13 people would be asked" }).waitFor();
    // What lies half under the head of the page would seem to be too small.
    await page.evaluate(() => { window.scrollTo(0, 0); });
    await accessible(page);
    await page.getByRole("button", { name: "Launch it" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Launch it" }).click();
    await page.getByText("13 people are asked").waitFor();
    await page.getByRole("button", { name: "Remind everybody" }).click();
    await page.getByText("everybody was told within the last day").waitFor();
    await accessible(page);
  }, { ...as("admin"), causes: /./ });
});

test("somebody answers on a phone after reading what is kept, and cannot do so twice", async () => {
  await visit("/pulse", async (page) => {
    await page.getByRole("link", { name: "Answer in a minute" }).click();
    const told = page.getByRole("region", { name: "What becomes of your answer" });
    await told.getByText("at least 5 people gave an answer").waitFor();
    await told.getByText("until 6 answers from there can be written together").waitFor();
    await told.getByText("Not covered").waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("alert").getByText("Nothing is answered yet.").waitFor();
    await page.getByRole("radio", { name: "9", exact: true }).check();
    await page.getByRole("group", { name: "I would like more tulips." }).getByRole("radio", { name: "5, fully agree" }).check();
    await page.getByLabel("What do you want to say?").fill("<b>Tulips</b>, please.");
    const cookies: (string | undefined)[] = [];
    page.on("request", (request) => { if (request.url().endsWith("/answers")) cookies.push(request.headers().cookie); });
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: "Thank you" }).waitFor();
    expect(cookies, "the answer comes without the session").toEqual([undefined]);
    await accessible(page);
    await page.getByRole("link", { name: "All pulses" }).click();
    await page.getByRole("link", { name: "Answer in a minute" }).click();
    await page.getByRole("heading", { name: "You have answered" }).waitFor();
    expect(await page.getByRole("button", { name: "Send" }).count()).toBe(0);
  }, { ...as("dora"), phone: true });
});

test("it ends, everybody reads the same table, and sees who looked", async () => {
  const { open } = await call<{ open: Open }>("GET", "/pulse");
  for (const [number, login] of OTHERS.entries()) await say(login, open, (number % 5) + 1);
  await visit("/pulse", async (page) => {
    await page.getByRole("button", { name: "End it now" }).click();
    await page.getByRole("dialog").getByText("all single answers are destroyed").waitFor();
    await accessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "End it now" }).click();
    await page.getByRole("link", { name: "Spring" }).waitFor();
  }, as("admin"));
  await visit("/pulse", async (page) => {
    await page.getByRole("link", { name: "Spring" }).click();
    await page.getByText("10 of 13 took part.").waitFor();
    await page.getByRole("row", { name: /Everybody/ }).getByText("early").waitFor();
    await page.getByRole("row", { name: /Designers/ }).getByText("Too few people").waitFor();
    await page.getByText("<b>Tulips</b>, please.").waitFor();
    await page.getByRole("region", { name: "Who looked" }).or(page.getByRole("heading", { name: "Who looked" })).first().waitFor();
    await page.getByRole("listitem").getByText("Dora Design").waitFor();
    await accessible(page);
  }, as("dora"));
  await visit(`/pulse/${open.id}`, async (page) => {
    await page.getByText("10 of 13 took part.").waitFor();
    await page.getByRole("listitem").getByText("Dora Design").waitFor();
    await accessible(page);
  }, { ...as("ada"), phone: true, dark: true });
});
