// The map as an SVG file of its own, in fixed ink on white.
import type { Translate } from "../../i18n";
import { flowState, keptShare } from "../../lib/flows";
import type { Format } from "../../lib/format";
import { linePath, NODE, type Drawn } from "../../lib/graph";
import { escape } from "../../lib/svg";
import { SHAPES } from "../../parts/StateMark";

const COLOURS = { kept: "#5fb3a8", risk: "#d99a1c", broken: "#dd5a3b", none: "#b4afa6" };
const INKS = { kept: "#0b7267", risk: "#875800", broken: "#b5341a", none: "#5f5b55" };

export function drawMap(graph: Drawn, title: string, t: Translate, format: Format): string {
  const lines = graph.lines.map((line) => {
    const state = flowState(line);
    const share = keptShare(line);
    const words = `${line.provider} → ${line.customer || t("words.customers")}: ${format.count(line.handOffs)}${share === null ? "" : `, ${t("words.kept.share", { share: format.share(share) })}`}`;
    const { path, x, y } = linePath(line, graph.places);
    const mark = state === "risk" || state === "broken"
      ? `<g transform="translate(${x} ${y})" stroke="${INKS[state]}"><circle r="8" fill="#fff"/><path d="${SHAPES[state]}" transform="translate(-5.6 -5.6) scale(0.7)" stroke-width="2.6"/></g>`
      : "";
    return `<path d="${path}" stroke="${COLOURS[state]}" stroke-width="${line.width.toFixed(2)}"><title>${escape(words)}</title></path>${mark}`;
  });
  const boxes = [...graph.places.values()].map((place) => {
    const customers = place.kind === "customers";
    const name = customers ? t("words.customers") : place.name;
    const short = name.length > 20 ? `${name.slice(0, 19)}…` : name;
    return `<g transform="translate(${place.x} ${place.y})"><title>${escape(name)}</title><rect width="${NODE.width}" height="${NODE.height}" rx="${customers ? 32 : 9}" fill="${customers ? "#22201c" : "#faf8f4"}" stroke="#8b857a"/>
<text x="${NODE.width / 2}" y="${customers ? 37 : 29}" text-anchor="middle" fill="${customers ? "#faf8f4" : "#22201c"}" font-weight="600">${escape(short)}</text>${customers ? "" : `<text x="${NODE.width / 2}" y="47" text-anchor="middle" fill="#5a554d" font-size="11">${format.count(place.handOffs)}</text>`}</g>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-24 -24 ${graph.width + 48} ${graph.height + 96}" width="${graph.width + 48}" height="${graph.height + 96}" font-family="sans-serif" font-size="13">
<title>${escape(title)}</title><rect x="-24" y="-24" width="100%" height="100%" fill="#fff"/>
<g fill="none">${lines.join("\n")}</g>
${boxes.join("\n")}
</svg>
`;
}
