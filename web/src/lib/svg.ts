// A picture as a file of its own: the styles that the page gave it are written into the copy, so that
// it looks the same without the page. Whatever only serves the page (data-page-only) is left out.

const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
  "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order",
] as const;

/** The text of an SVG file that shows `picture` as it is seen now. */
export function toSvg(picture: SVGSVGElement, title: string): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  inline(picture, copy);
  copy.querySelectorAll("[data-page-only]").forEach((node) => { node.remove(); });
  const { width, height } = picture.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`);
  if (width > 0) {
    copy.setAttribute("width", String(Math.ceil(width)));
    copy.setAttribute("height", String(Math.ceil(height)));
  }
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor || "white");
  copy.prepend(ground);
  const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
  name.textContent = title;
  copy.prepend(name);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of KEPT) {
    const value = style.getPropertyValue(property);
    if (value) to.setAttribute(property, value);
  }
  to.removeAttribute("class");
  to.removeAttribute("style");
  for (const name of ["tabindex", "role", "aria-label"]) to.removeAttribute(name);
  Array.from(from.children).forEach((child, i) => {
    const twin = to.children[i];
    if (twin) inline(child, twin);
  });
}

/** A text as content of an SVG or XML element. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
