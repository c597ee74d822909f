// The sheet of a page: its heading, a sentence under it, what can be done, and the rest.
import { useEffect } from "react";
import css from "./Page.module.css";

type Props = { title: string; lede?: React.ReactNode; actions?: React.ReactNode; children: React.ReactNode };

export function Page({ title, lede, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Catena`;
  }, [title]);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.words}>
          <h1>{title}</h1>
          {lede && <div className="lede">{lede}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
