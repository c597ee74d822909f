// The rail at the side, a bar at the foot on phones: the pages that whoever looks may open.
import { useClickOutside, useWindowEvent } from "@mantine/hooks";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import { Mark } from "./Frame";
import css from "./Frame.module.css";
import { Icon } from "./Icon";
import { useLog } from "./LogSwitcher";
import { usePages, type Page } from "./pages";

type Props = { phone: boolean; narrow: boolean; setNarrow: (narrow: boolean) => void };

export function Rail({ phone, narrow, setNarrow }: Props) {
  const { t } = useLanguage();
  const { log } = useLog();
  const { first, rest } = usePages(log);
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const [more, setMore] = useState(false);
  const bar = useClickOutside<HTMLElement>(() => { setMore(false); });
  useWindowEvent("keydown", ({ key }) => { if (key === "Escape") setMore(false); });
  // A phone has room for four and what is behind "more".
  const seen = phone && first.length + rest.length > 5 ? first.slice(0, 4) : first;
  const behind = [...first.slice(seen.length), ...rest];

  const link = (page: Page) => (
    <Link
      key={page.to} to={page.to} params={{ log: log ?? "" }} search={page.to.startsWith("/logs") ? filters : (page.search ?? {})}
      className={css.link} activeOptions={{ exact: page.to === "/logs/$log", includeSearch: false }}
      activeProps={{ "data-here": true, "aria-current": "page" }}
      title={`${t(page.label)} (${page.key})`} onClick={() => { setMore(false); }}
    >
      <Icon name={page.icon} /> <span className={css.word}>{t((phone && page.short) || page.label)}</span>
    </Link>
  );
  return (
    <nav ref={bar} className={css.rail} aria-label={t("nav.label")}>
      <Link to="/" className={css.brand} aria-label="Catena">
        <Mark /> <span className={css.word}>Catena</span>
      </Link>
      <div className={css.links}>{seen.map(link)}</div>
      {behind.length > 0 && <div className={css.rest} data-open={more || undefined}>{behind.map(link)}</div>}
      {behind.length > 0 && (
        <button type="button" className={css.more} aria-expanded={more} onClick={() => { setMore(!more); }}>
          <Icon name="more" /> <span>{t("nav.more")}</span>
        </button>
      )}
      <button type="button" className={css.collapse} aria-pressed={narrow} title={t("nav.collapse")} onClick={() => { setNarrow(!narrow); }}>
        <Icon name="rail" /> <span className={css.word}>{t("nav.collapse")}</span>
      </button>
    </nav>
  );
}
