// What customers see, apart from everything else: no frame, no account, and next to nothing to load. Three
// addresses lead here: /ask, /track/KEY and /feedback/KEY.
import { createRoot } from "react-dom/client";
// As an address: imported, the style would have to share a place in the cascade with the other pages.
import colours from "./app.css?url";
import { Ask } from "./routes/ask/Ask";
import { Give } from "./routes/give/Give";
import { Track } from "./routes/track/Track";

/** Draws the page at the address; the device says whether light or dark. */
export async function draw(place: HTMLElement): Promise<void> {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { document.documentElement.dataset.mantineColorScheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
  await styled(colours);
  const [, page, key] = /^\/(track|feedback)\/([^/]+)/.exec(window.location.pathname) ?? [];
  const at = decodeURIComponent(key ?? "");
  createRoot(place).render(page === "track" ? <Track at={at} /> : page === "feedback" ? <Give at={at} /> : <Ask go={(path) => { window.location.assign(path); }} />);
}

/** Waits for a style; a page without it is still a page. */
function styled(href: string): Promise<void> {
  return new Promise((go) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = () => { go(); };
    document.head.prepend(link);
  });
}
