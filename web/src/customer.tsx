// What customers see, apart from everything else: no frame, no account, and next to nothing to load. Two
// addresses lead here: /ask and /track/KEY.
import { createRoot } from "react-dom/client";
// As an address: imported, the style would have to share a place in the cascade with the other pages.
import colours from "./app.css?url";
import { Ask } from "./routes/ask/Ask";
import { Track } from "./routes/track/Track";

/** Draws the page at the address; the device says whether light or dark. */
export async function draw(place: HTMLElement): Promise<void> {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { document.documentElement.dataset.mantineColorScheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
  await styled(colours);
  const key = /^\/track\/([^/]+)/.exec(window.location.pathname)?.[1];
  createRoot(place).render(key === undefined ? <Ask go={(path) => { window.location.assign(path); }} /> : <Track at={decodeURIComponent(key)} />);
}

/** Waits for a style; a page without it is still a page. */
function styled(href: string): Promise<void> {
  return new Promise((go) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = () => { go(); };
    document.head.prepend(link);
  });
}
