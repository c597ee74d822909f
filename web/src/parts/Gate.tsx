// The narrow page of who comes in: one heading, one form.
import { useEffect } from "react";
import css from "./Gate.module.css";

export function Gate({ title, lede, children }: { title: string; lede?: React.ReactNode; children: React.ReactNode }) {
  useEffect(() => { document.title = `${title} · Catena`; }, [title]);
  return (
    <div className={css.gate}>
      <div className={css.card}>
        <header className="stack" style={{ gap: "0.375rem" }}>
          <h1>{title}</h1>
          {lede && <p className="quiet">{lede}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}
