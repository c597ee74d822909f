// The ranking as an SVG file of its own: the same rows, dots and whiskers as on the page, in fixed ink on
// white, so that it prints.
import type { Link } from "../../api/types";
import type { Translate } from "../../i18n";
import type { Format } from "../../lib/format";
import { escape } from "../../lib/svg";

const ROW = 30;
const LEFT = 200;
const CHART = 320;

export function drawRanking(links: readonly Link[], title: string, t: Translate, format: Format): string {
  const most = Math.max(1, ...links.map((link) => link.saves_interval?.[1] ?? link.saves));
  const longest = Math.max(1, ...links.map((link) => link.held_seconds));
  const x = (n: number) => (LEFT + (n / most) * CHART).toFixed(1);
  const heldLeft = LEFT + CHART + 150;
  const rows = links.map((link, i) => {
    const y = 74 + i * ROW;
    const interval = link.saves_interval;
    const whisker = interval
      ? `<path d="M${x(interval[0])} ${y - 4}v8m0-4H${x(interval[1])}m0-4v8" fill="none" stroke="#5a554d" stroke-width="1.5"/>`
      : "";
    const working = ((link.held_seconds - link.waiting_seconds) / longest) * 140;
    const waiting = (link.waiting_seconds / longest) * 140;
    return `<g><text x="0" y="${y + 4}">${escape(short(link.provider))}</text>
<path d="M${LEFT} ${y}h${CHART}" stroke="#e4dfd6"/>${whisker}<circle cx="${x(link.saves)}" cy="${y}" r="4.5" fill="#22201c"/>
<text x="${LEFT + CHART + 52}" y="${y + 4}" text-anchor="end">${format.count(link.saves)}</text>
<text x="${LEFT + CHART + 118}" y="${y + 4}" text-anchor="end">${link.p_weakest === undefined ? "" : escape(format.share(link.p_weakest))}</text>
<rect x="${heldLeft}" y="${y - 5}" width="${working.toFixed(1)}" height="10" fill="#6e685e"/>
<rect x="${heldLeft + working}" y="${y - 4.5}" width="${waiting.toFixed(1)}" height="9" fill="url(#w)" stroke="#6e685e"/>
<text x="${heldLeft + 150}" y="${y + 4}">${escape(format.duration(link.held_seconds))}</text></g>`;
  });
  const height = 90 + links.length * ROW;
  const width = heldLeft + 250;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 0 ${width + 32} ${height}" width="${width + 32}" height="${height}" font-family="sans-serif" font-size="13" fill="#22201c">
<title>${escape(title)}</title><defs><pattern id="w" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v4" stroke="#6e685e" stroke-width="2"/></pattern></defs>
<rect x="-16" width="100%" height="100%" fill="#fff"/><text y="26" font-size="16" font-weight="600">${escape(title)}</text>
<g fill="#5a554d" font-size="12"><text y="52">${escape(t("ranking.team"))}</text><text x="${LEFT}" y="52">${escape(t("ranking.saves"))}</text><text x="${LEFT + CHART + 118}" y="52" text-anchor="end">${escape(t("ranking.p.short"))}</text><text x="${heldLeft}" y="52">${escape(t("ranking.held"))}</text></g>
${rows.join("\n")}
</svg>
`;
}

function short(name: string): string {
  return name.length > 28 ? `${name.slice(0, 27)}…` : name;
}
