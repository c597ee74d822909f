// A figure that answers a click: what it is, where it is defined, and the rows behind it. One small
// window serves all figures of a page, so that a table of a thousand figures stays light.
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { createContext, use, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLanguage } from "../i18n";
import { onlyFilters, type ChainsSearch, type Filters } from "../lib/address";
import { FIGURES, type FigureName } from "../lib/figures";
import css from "./Figure.module.css";
import { Icon } from "./Icon";

/** The chains behind a figure: what their page filters by. */
export type Rows = Omit<ChainsSearch, "q">;

type Asked = { from: HTMLElement; name: FigureName; value: React.ReactNode; note?: string; rows?: Rows };

const Ask = createContext<(asked: Asked) => void>(() => undefined);

type Props = {
  name: FigureName;
  children: React.ReactNode;
  /** The population or the exact value, in words. */
  note?: string;
  rows?: Rows;
  /** In a sentence the figure is marked; in a table only when pointed at. */
  quiet?: boolean;
};

export function Figure({ name, children, note, rows, quiet = false }: Props) {
  const ask = use(Ask);
  return (
    <button
      type="button"
      className={quiet ? css.quiet : css.figure}
      title={note}
      aria-haspopup="dialog"
      onClick={(event) => { ask({ from: event.currentTarget, name, value: children, note, rows }); }}
    >
      {children}
    </button>
  );
}

/** Wraps the pages; shows the explanation of the figure that was asked about. */
export function FigureHelp({ children }: { children: React.ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useMemo(() => (next: Asked) => { setAsked((now) => (now?.from === next.from ? null : next)); }, []);
  return (
    <Ask value={ask}>
      {children}
      {asked && <Explanation asked={asked} close={() => { setAsked(null); }} />}
    </Ask>
  );
}

function Explanation({ asked, close }: { asked: Asked; close: () => void }) {
  const { t } = useLanguage();
  const { log } = useParams({ strict: false });
  const search = useSearch({ strict: false });
  const box = useRef<HTMLDivElement>(null);
  const title = useId();
  const { from } = asked;

  useLayoutEffect(() => {
    const node = box.current;
    if (!node) return;
    const target = from.getBoundingClientRect();
    const own = node.getBoundingClientRect();
    const below = target.bottom + 8 + own.height <= window.innerHeight;
    node.style.top = `${Math.max(8, below ? target.bottom + 8 : target.top - own.height - 8)}px`;
    node.style.left = `${Math.min(Math.max(8, target.left), Math.max(8, document.documentElement.clientWidth - own.width - 8))}px`;
    node.focus();
  }, [from]);

  useEffect(() => {
    const leave = (event: Event) => {
      const inside = event.target instanceof Node && (box.current?.contains(event.target) || from.contains(event.target));
      if (!inside) close();
    };
    document.addEventListener("pointerdown", leave);
    window.addEventListener("scroll", leave, { passive: true });
    return () => {
      document.removeEventListener("pointerdown", leave);
      window.removeEventListener("scroll", leave);
    };
  }, [close, from]);

  const back = () => {
    close();
    from.focus();
  };
  return (
    <div
      ref={box} className={css.box} role="dialog" aria-labelledby={title} tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        back();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <div className={css.head}>
        <h3 id={title}>{t(`figure.${asked.name}.title`)}</h3>
        <button type="button" className={css.close} aria-label={t("act.close")} onClick={back}><Icon name="close" size={16} /></button>
      </div>
      <p className={css.value}>{asked.value}</p>
      {asked.note && <p className="small quiet">{asked.note}</p>}
      <p>{t(`figure.${asked.name}.text`)}</p>
      <p className={css.links}>
        {asked.rows && log && (
          <Link to="/logs/$log/chains" params={{ log }} search={{ ...onlyFilters(search as Filters), ...asked.rows }} onClick={close}>
            {t("figure.rows")}
          </Link>
        )}
        <Link to="/definitions" hash={FIGURES[asked.name]} onClick={close}>{t("figure.definition")}</Link>
      </p>
    </div>
  );
}
