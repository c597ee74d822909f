// How long pages take from their address until they answer, in a fresh browser each time. Printed beside the budget,
// never judged: the machine decides.
import { test } from "vitest";
import { visit, withBrowser } from "../lib/browser";

withBrowser();

const RUNS = 7;

async function median(run: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await run());
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

const row = (work: string, figure: number) => {
  process.stdout.write(`${work.padEnd(58)} ${"≤ 1000 ms".padStart(16)} ${`${Math.round(figure)} ms`.padStart(16)}\n`);
};

test("from the address to an answer", async () => {
  const ticked = await median(async () => {
    let time = NaN;
    await visit("/logs/year", async (page) => {
      await page.getByRole("checkbox").first().check();
      await page.getByText(/^Repairing .* keeps/).first().waitFor();
      time = await page.evaluate(() => performance.now());
    });
    return time;
  });
  row("weakest link in the browser, until a tick is answered", ticked);
  const listed = await median(async () => {
    let time = NaN;
    await visit("/logs/year/chains", async (page) => {
      await page.getByRole("row").nth(1).waitFor();
      time = await page.evaluate(() => performance.now());
    });
    return time;
  });
  row("chains in the browser, until the first rows are there", listed);
});
