// A table of figures: sortable by its headers, downloadable as CSV with every digit. Rows are all
// drawn; the page of chains has a list of its own for what is too long for that.
import { useId, useMemo, useState } from "react";
import { useLanguage } from "../i18n";
import { toCsv, type Cell } from "../lib/csv";
import { download, fileName } from "../lib/download";
import css from "./Table.module.css";
import { Icon } from "./Icon";

export type Column<R> = {
  key: string;
  title: string;
  /** What the CSV holds and the sorting goes by. */
  value: (row: R) => Cell;
  /** What the screen shows, if it differs. */
  show?: (row: R) => React.ReactNode;
  number?: boolean;
  /** More columns for the CSV, such as the ends of an interval. */
  more?: { title: string; value: (row: R) => Cell }[];
  hint?: string;
};

type Props<R> = {
  title: string;
  /** The words of the downloaded file's name. */
  file: string[];
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  /** Rows drawn at first; the rest on demand. */
  first?: number;
  hideTitle?: boolean;
  selected?: (row: R) => boolean;
};

export function Table<R>({ title, file, columns, rows, rowKey, first = 50, hideTitle = false, selected }: Props<R>) {
  const { t, format } = useLanguage();
  const [sort, setSort] = useState<{ key: string; down: boolean } | null>(null);
  const [all, setAll] = useState(false);
  const name = useId();
  const sorted = useMemo(() => {
    const column = columns.find((c) => c.key === sort?.key);
    if (!column || !sort) return rows;
    return [...rows].sort((a, b) => compare(column.value(a), column.value(b)) * (sort.down ? -1 : 1));
  }, [columns, rows, sort]);
  const shown = all ? sorted : sorted.slice(0, first);

  return (
    <section className={css.section} aria-labelledby={name}>
      <div className={css.head}>
        <h2 id={name} className={hideTitle ? "unseen" : undefined}>{title}</h2>
        <CsvButton title={title} file={file} columns={columns} rows={sorted} />
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      <div className={css.scroll} role="group" aria-labelledby={name} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key} scope="col" className={column.number ? css.number : undefined} title={column.hint}
                  aria-sort={sort?.key === column.key ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  <button
                    type="button" className={css.sort}
                    onClick={() => {
                      setSort((now) => (now?.key !== column.key ? { key: column.key, down: column.number ?? false } : { ...now, down: !now.down }));
                    }}
                  >
                    {column.title}
                    <span aria-hidden="true" className={css.arrow}>{sort?.key === column.key ? (sort.down ? "↓" : "↑") : ""}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)} className={selected?.(row) ? css.selected : undefined}>
                {columns.map((column, i) => {
                  const content = column.show ? column.show(row) : plain(column.value(row));
                  return i === 0
                    ? <th key={column.key} scope="row" className={css.first}>{content}</th>
                    : <td key={column.key} className={column.number ? css.number : undefined}>{content}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown.length && (
        <button type="button" className={css.more} onClick={() => { setAll(true); }}>
          {t("table.more", { count: rows.length - shown.length, n: format.count(rows.length - shown.length) })}
        </button>
      )}
    </section>
  );
}

type Csv<R> = Pick<Props<R>, "title" | "file" | "columns" | "rows">;

/** Downloads a table; also used by pictures whose rows are shown elsewhere. */
export function CsvButton<R>({ title, file, columns, rows }: Csv<R>) {
  const { t } = useLanguage();
  return (
    <button
      type="button" className={`${css.tool} noprint`} aria-label={t("act.csv.of", { title })}
      onClick={() => {
        const fields = columns.flatMap((c) => [{ title: c.title, value: c.value }, ...(c.more ?? [])]);
        download(fileName(file, "csv"), "text/csv", toCsv(fields.map((f) => f.title), rows.map((row) => fields.map((f) => f.value(row)))));
      }}
    >
      <Icon name="download" size={16} /> CSV
    </button>
  );
}

function plain(cell: Cell): string {
  return cell === null || cell === undefined ? "–" : String(cell);
}

function compare(a: Cell, b: Cell): number {
  if (a === b) return 0;
  // What is not known comes last when sorted downwards.
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}
