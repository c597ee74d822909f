// Scrolling through more rows than a browser can lay out. Browsers cut element heights (Firefox below
// 18 million pixels, Chromium at 33), so a list taller than LIMIT is drawn in an element of LIMIT
// pixels: the first and last EDGE pixels scroll one to one, the middle is compressed. Between two
// scroll events small moves count one to one everywhere, so a wheel never skips rows.

export const LIMIT = 6_000_000;
export const EDGE = 200_000;

/** The height of the element that is scrolled, for a list that is `height` pixels tall in truth. */
export function laidOut(height: number): number {
  return Math.min(height, LIMIT);
}

/** Where in the true list the scroll position `at` lies; `view` is the height of the window on it. */
export function toTrue(at: number, height: number, view: number): number {
  const from = laidOut(height) - view;
  const to = height - view;
  if (to <= from) return clamp(at, 0, Math.max(0, to));
  if (at <= EDGE) return Math.max(0, at);
  if (at >= from - EDGE) return to - Math.max(0, from - at);
  return EDGE + ((at - EDGE) * (to - 2 * EDGE)) / (from - 2 * EDGE);
}

/** The scroll position that shows the true position `at`; the inverse of `toTrue`. */
export function toScroll(at: number, height: number, view: number): number {
  const from = laidOut(height) - view;
  const to = height - view;
  if (to <= from) return clamp(at, 0, Math.max(0, to));
  if (at <= EDGE) return Math.max(0, at);
  if (at >= to - EDGE) return from - Math.max(0, to - at);
  return EDGE + ((at - EDGE) * (from - 2 * EDGE)) / (to - 2 * EDGE);
}

export type Place = { scroll: number; at: number };

/** The place after the browser scrolled to `scroll`: a small move is taken as it is, a jump is mapped. */
export function moved(place: Place, scroll: number, height: number, view: number): Place {
  const by = scroll - place.scroll;
  const end = height - view;
  const last = laidOut(height) - view;
  if (Math.abs(by) > 3 * view || scroll <= 0 || scroll >= last) return { scroll, at: toTrue(scroll, height, view) };
  return { scroll, at: clamp(place.at + by, 0, Math.max(0, end)) };
}

/** The smallest move that brings the row `index` into view; `view` excludes what covers the rows. */
export function reveal(at: number, index: number, rowHeight: number, view: number): number {
  const top = index * rowHeight;
  if (top < at) return top;
  if (top + rowHeight > at + view) return top + rowHeight - view;
  return at;
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}
