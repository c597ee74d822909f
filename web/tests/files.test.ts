import { expect, test } from "vitest";
import { toCsv } from "../src/lib/csv";
import { fileName } from "../src/lib/download";
import { escape, toSvg } from "../src/lib/svg";

test("a table becomes CSV with quotes where they are needed", () => {
  const text = toCsv(["team", "saves", "share", "note"], [["Courier, night", 3, 0.25, 'said "no"'], ["Design", 0, null, "two\nlines"]]);
  expect(text).toBe('team,saves,share,note\r\n"Courier, night",3,0.25,"said ""no"""\r\nDesign,0,,"two\nlines"\r\n');
});

test("a text that a spreadsheet would run is made harmless, a negative number is left alone", () => {
  expect(toCsv(["a", "b"], [["=1+1", -5], ["@x", "-y"]])).toBe("a,b\r\n'=1+1,-5\r\n'@x,'-y\r\n");
});

test("file names hold nothing that a file system dislikes", () => {
  expect(fileName(["log", "Links, the weakest first"], "csv")).toBe("log-links-the-weakest-first.csv");
  expect(fileName(["../../étés"], "svg")).toBe("etes.svg");
  expect(fileName(["///"], "csv")).toBe("catena.csv");
});

test("a picture stands alone: styles inside, page-only parts and handles left out", () => {
  document.body.innerHTML = `<style>.bar { fill: rgb(1, 2, 3); }</style>
    <svg class="picture" viewBox="0 0 10 10"><rect data-page-only="" width="4" height="4"></rect><g tabindex="0" role="img" aria-label="x"><rect class="bar" width="5" height="5"></rect></g></svg>`;
  const picture = document.querySelector("svg");
  if (!picture) throw new Error("the picture is not there");
  const text = toSvg(picture, "A <picture>");
  expect(text.startsWith("<?xml")).toBe(true);
  expect(text).toContain("<title>A &lt;picture&gt;</title>");
  expect(text).toContain('fill="rgb(1, 2, 3)"');
  expect(text).not.toContain("data-page-only");
  expect(text).not.toContain("tabindex");
  expect(text).not.toContain("class=");
});

test("names are escaped in drawn pictures", () => {
  expect(escape('R&D <"x">')).toBe("R&amp;D &lt;&quot;x&quot;&gt;");
});
