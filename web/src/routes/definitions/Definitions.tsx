// What every figure means: the repository's own page of definitions, taken in when the pages are built.
import { useRouterState } from "@tanstack/react-router";
import { Marked } from "marked";
import { useEffect, useRef } from "react";
import text from "../../../../docs/definitions.md?raw";
import { useLanguage } from "../../i18n";
import { sections, slug } from "../../lib/markdown";
import css from "./Definitions.module.css";

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text: words }) {
      return `<h${depth} id="${slug(words)}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    table({ header, rows }) {
      const line = (cells: typeof header, tag: "th" | "td") => `<tr>${cells.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
      return `<div class="${css.scroll}" tabindex="0"><table><thead>${line(header, "th")}</thead><tbody>${rows.map((row) => line(row, "td")).join("")}</tbody></table></div>`;
    },
  },
});
// The text is part of this very script, so it is as trusted as the script.
const html = marked.parse(text, { async: false });
const contents = sections(text);

export function Definitions() {
  const { t, language } = useLanguage();
  const page = useRef<HTMLElement>(null);
  const hash = useRouterState({ select: (state) => state.location.hash });
  useEffect(() => {
    if (!hash) return;
    const heading = page.current?.querySelector<HTMLElement>(`#${CSS.escape(hash)}`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }, [hash]);
  return (
    <div className={css.columns}>
      <nav className={`${css.contents} noprint`} aria-label={t("definitions.contents")}>
        <ol>
          {contents.map(({ name, id }) => <li key={id} lang="en"><a href={`#${id}`} aria-current={hash === id ? "true" : undefined}>{name}</a></li>)}
        </ol>
      </nav>
      <div className={css.page}>
        {language !== "en" && <p className="quiet small">{t("definitions.english")}</p>}
        <article ref={page} lang="en" className={css.text} dangerouslySetInnerHTML={{ __html: html }} />
      </div>
    </div>
  );
}
