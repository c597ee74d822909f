// What every figure means: the repository's own pages of definitions, taken in when the pages are built. The
// sections of a translation have the addresses of the English ones, so that a link means the same in any language.
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { Marked } from "marked";
import { useEffect, useRef } from "react";
import english from "../../../../docs/definitions.md?raw";
import { useLanguage } from "../../i18n";
import type { Language } from "../../lib/format";
import { headings, sections } from "../../lib/markdown";
import { Loading } from "../../parts/States";
import css from "./Definitions.module.css";

const TEXTS: Record<Language, () => Promise<string>> = {
  en: () => Promise.resolve(english),
  fr: async () => (await import("../../../../docs/definitions.fr.md?raw")).default,
  de: async () => (await import("../../../../docs/definitions.de.md?raw")).default,
};

// The texts are part of this very script, so they are as trusted as the script.
async function load(language: Language) {
  const text = await TEXTS[language]();
  const [ids, own] = [headings(english), headings(text)];
  let next = 0;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        return `<h${depth} id="${ids[next++] ?? ""}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      table({ header, rows }) {
        const line = (cells: typeof header, tag: "th" | "td") => `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        return `<div class="${css.scroll}" tabindex="0"><table><thead>${line(header, "th")}</thead><tbody>${rows.map((row) => line(row, "td")).join("")}</tbody></table></div>`;
      },
    },
  });
  const html = await marked.parse(text);
  return { html, contents: sections(text).map(({ name, id }) => ({ name, id: ids[own.indexOf(id)] ?? id })) };
}

export function Definitions() {
  const { t, language } = useLanguage();
  const page = useRef<HTMLElement>(null);
  const hash = useRouterState({ select: (state) => state.location.hash });
  const { data } = useQuery({ queryKey: ["definitions", language], queryFn: () => load(language), staleTime: Infinity });
  useEffect(() => {
    if (!hash || !data) return;
    const heading = page.current?.querySelector<HTMLElement>(`#${CSS.escape(hash)}`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }, [hash, data]);
  if (!data) return <Loading lines={10} />;
  return (
    <div className={css.columns}>
      <nav className={`${css.contents} noprint`} aria-label={t("definitions.contents")}>
        <ol>
          {data.contents.map(({ name, id }) => <li key={id}><a href={`#${id}`} aria-current={hash === id ? "true" : undefined}>{name}</a></li>)}
        </ol>
      </nav>
      <div className={css.page}>
        <article ref={page} className={css.text} dangerouslySetInnerHTML={{ __html: data.html }} />
      </div>
    </div>
  );
}
