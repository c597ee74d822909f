// A list of any length with rows of one height: only what is seen is drawn, the scrollbar stays true (see
// lib/scroll.ts), and the keyboard walks the rows. It says its true row count to screen readers.
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { laidOut, moved, reveal, toScroll, type Place } from "../lib/scroll";
import css from "./VirtualRows.module.css";

export type RowsHandle = { focus: () => void };

type Props = {
  label: string;
  total: number;
  rowHeight: number;
  columns: number;
  /** Draws what stands in the row; `null` from the data is the caller's to draw as waiting. */
  row: (index: number) => React.ReactNode;
  header: React.ReactNode;
  /** The row that is open, if any. */
  selected?: number;
  /** The row that the list begins at. */
  start?: number;
  open: (index: number) => void;
  /** Told which rows are seen, so that their data can be fetched. */
  seen: (first: number, last: number) => void;
  /** More keys that do something with the row that the keyboard stands on. */
  act?: Record<string, (index: number) => void>;
  ref?: React.Ref<RowsHandle>;
};

const SPARE = 6;

export function VirtualRows({ label, total, rowHeight, columns, row, header, selected, start = 0, open, seen, act: more, ref }: Props) {
  const port = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(600);
  const [bar, setBar] = useState(0);
  const [place, setPlace] = useState<Place>({ scroll: 0, at: 0 });
  // The browser tells of a scroll before the place that caused it is drawn, so the newest place stands here too.
  const newest = useRef(place);
  // So does the row that the keyboard stands on: keys may come faster than rows are drawn.
  const stand = useRef(start);
  const [active, setActive] = useState(start);
  const walked = useRef(false);
  const height = total * rowHeight;
  const tall = laidOut(height);
  const at = Math.min(place.at, Math.max(0, height - view));
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const node = port.current;
    if (!node) return;
    const observer = new ResizeObserver(() => {
      setView(node.clientHeight);
      setBar(node.offsetWidth - node.clientWidth);
    });
    observer.observe(node);
    return () => { observer.disconnect(); };
  }, []);
  useImperativeHandle(ref, () => ({ focus: () => port.current?.querySelector<HTMLElement>("[data-active]")?.focus({ preventScroll: true }) }), []);

  const first = Math.max(0, Math.floor(at / rowHeight) - SPARE);
  const last = Math.min(total - 1, Math.ceil((at + view) / rowHeight) + SPARE);
  useEffect(() => { seen(first, last); }, [seen, first, last]);

  const put = (next: Place) => {
    newest.current = next;
    setPlace(next);
    if (port.current && port.current.scrollTop !== next.scroll) port.current.scrollTop = next.scroll;
  };
  const go = (to: number) => {
    const target = Math.min(Math.max(0, to), Math.max(0, height - view));
    put({ scroll: Math.round(toScroll(target, height, view)), at: target });
  };
  useLayoutEffect(() => {
    if (port.current && start > 0) port.current.scrollTop = toScroll(Math.max(0, (start - 2) * rowHeight), height, port.current.clientHeight);
    // Where the list begins is decided once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const scrolled = () => {
    const node = port.current;
    if (!node || Math.abs(node.scrollTop - newest.current.scroll) < 1) return;
    put(moved(newest.current, node.scrollTop, height, view));
    if (tall === height) return;
    clearTimeout(settle.current);
    // At rest the scrollbar is put where it belongs for the rows that are seen.
    settle.current = setTimeout(() => { put({ scroll: Math.round(toScroll(newest.current.at, height, view)), at: newest.current.at }); }, 180);
  };

  const standOn = (index: number) => {
    stand.current = index;
    setActive(index);
  };
  const walk = (to: number) => {
    const index = Math.min(Math.max(0, to), total - 1);
    standOn(index);
    walked.current = true;
    go(reveal(newest.current.at, index, rowHeight, view));
  };
  // The keyboard stands on a row, so a row that it walked to takes the focus in the moment it is drawn: an
  // effect that may run later would meet the row of the key before.
  useLayoutEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    port.current?.querySelector<HTMLElement>("[data-active]")?.focus({ preventScroll: true });
  });
  const pageful = Math.max(1, Math.floor(view / rowHeight) - 1);
  const keys: Record<string, () => void> = {
    ArrowDown: () => { walk(stand.current + 1); },
    ArrowUp: () => { walk(stand.current - 1); },
    PageDown: () => { walk(stand.current + pageful); },
    PageUp: () => { walk(stand.current - pageful); },
    Home: () => { walk(0); },
    End: () => { walk(total - 1); },
    Enter: () => { open(stand.current); },
    " ": () => { open(stand.current); },
  };

  // The row that the keyboard stands on stays, wherever the mouse has scrolled to.
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const current = Math.min(active, total - 1);
  if (current >= 0 && (current < first || current > last)) shown.push(current);
  const rows = shown.map((i) => {
    const top = i * rowHeight - at;
    return (
      <div
        key={i} role="row" aria-rowindex={i + 2} aria-selected={selected === i} className={css.row} tabIndex={current === i ? 0 : -1}
        data-active={current === i || undefined} data-selected={selected === i || undefined}
        style={{ blockSize: rowHeight, transform: `translateY(${place.scroll + Math.min(Math.max(top, -2 * rowHeight), view + rowHeight)}px)` }}
      >
        {row(i)}
      </div>
    );
  });
  return (
    <div className={css.grid} role="grid" aria-label={label} aria-rowcount={total + 1} aria-colcount={columns}>
      {/* The headers stand over their columns, whatever room the scrollbar takes. */}
      <div role="rowgroup" style={{ paddingInlineEnd: bar }}>{header}</div>
      <div
        ref={port} role="rowgroup" className={css.port}
        onScroll={scrolled}
        onClick={(event) => {
          const row = event.target instanceof Element ? event.target.closest("[role=row]") : null;
          if (!row) return;
          // Row 1 is the header.
          const index = Number(row.getAttribute("aria-rowindex")) - 2;
          standOn(index);
          open(index);
        }}
        onKeyDown={(event) => {
          const onRow = event.target instanceof HTMLElement && event.target.getAttribute("role") === "row";
          const extra = more?.[event.key];
          const act = !onRow ? undefined : extra ? () => { extra(stand.current); } : keys[event.key];
          if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          act();
        }}
      >
        <div className={css.body} style={{ blockSize: tall }} role="presentation">{rows}</div>
      </div>
    </div>
  );
}

