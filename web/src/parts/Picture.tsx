// A picture with its name, its SVG file and, behind a switch, the same content as a table.
import { useId, useRef, useState } from "react";
import { useLanguage } from "../i18n";
import { download, fileName } from "../lib/download";
import { toSvg } from "../lib/svg";
import css from "./Table.module.css";
import { Icon } from "./Icon";

type Props = {
  title: string;
  file: string[];
  children: React.ReactNode;
  /** The same content for who cannot see the picture. */
  table?: React.ReactNode;
  /** The file's text, where the picture is not one SVG element on the page. */
  svg?: () => string;
  tools?: React.ReactNode;
  hideTitle?: boolean;
};

export function Picture({ title, file, children, table, svg, tools, hideTitle = false }: Props) {
  const { t } = useLanguage();
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const name = useId();
  const save = () => {
    const picture = box.current?.querySelector<SVGSVGElement>("svg[data-picture]");
    const text = svg ? svg() : picture ? toSvg(picture, title) : null;
    if (text) download(fileName(file, "svg"), "image/svg+xml", text);
  };
  return (
    <section className={css.section} aria-labelledby={name}>
      <div className={css.head}>
        <h2 id={name} className={hideTitle ? "unseen" : undefined}>{title}</h2>
        <div className="row noprint" style={{ gap: "0.25rem" }}>
          {tools}
          {table && (
            <button type="button" className={css.tool} aria-pressed={asTable} onClick={() => { setAsTable(!asTable); }}>
              <Icon name="table" size={16} /> {asTable ? t("act.picture") : t("act.table")}
            </button>
          )}
          {!asTable && (
            <button type="button" className={css.tool} aria-label={t("act.svg.of", { title })} onClick={save}>
              <Icon name="download" size={16} /> SVG
            </button>
          )}
        </div>
      </div>
      {asTable ? table : <div ref={box}>{children}</div>}
    </section>
  );
}
