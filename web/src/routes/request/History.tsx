// What happened, the last first, in sentences; what follows by itself only when it is asked for.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { directoryQuery, type RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { historyLines, namesOf } from "../../lib/history";
import { soon } from "../../lib/slack";
import { Icon } from "../../parts/Icon";
import table from "../../parts/Table.module.css";
import css from "./Request.module.css";

/** Lines shown at first. */
const FIRST = 8;

export function History({ detail, staff, now }: { detail: RequestDetail; staff: boolean; now: number }) {
  const { t, format } = useLanguage();
  const directory = useQuery({ ...directoryQuery, enabled: staff });
  const [all, setAll] = useState(false);
  const lines = historyLines(detail.history, detail.chain, namesOf(detail.chain, [...(directory.data?.parties ?? []), ...detail.fields.map(({ id, label }) => ({ id, name: label }))]), { t, format });
  const main = lines.filter(({ quiet }) => !quiet);
  const shown = all ? lines : main.slice(0, FIRST);
  return (
    <section className={css.history} aria-labelledby="history">
      <h2 id="history"><Icon name="history" size={18} /> {t("history.title")}</h2>
      <ol>
        {shown.map((line) => (
          <li key={line.key} data-quiet={line.quiet || undefined}>
            <time dateTime={line.at} title={format.full(line.at)}>{soon(line.at, now, format)}</time>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
      {shown.length < lines.length && <button type="button" className={table.more} onClick={() => { setAll(true); }}>{t("history.all", { count: lines.length, n: format.count(lines.length) })}</button>}
    </section>
  );
}
