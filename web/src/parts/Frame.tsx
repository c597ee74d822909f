// The frame around every page: the rail (a bar at the foot on phones), the log in hand, search, and how
// the page looks and speaks.
import { useMediaQuery } from "@mantine/hooks";
import { Link, Outlet, useParams, useRouterState, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLanguage, type Key } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import { Appearance } from "./Appearance";
import { FigureHelp } from "./Figure";
import css from "./Frame.module.css";
import { Icon, type IconName } from "./Icon";
import { LogSwitcher, useLog } from "./LogSwitcher";
import { Palette } from "./Palette";
import { Shortcuts } from "./Shortcuts";

type Page = { to: "/logs/$log" | "/logs/$log/chains" | "/logs/$log/map" | "/logs/$log/domino" | "/logs/$log/quality" | "/bring" | "/definitions"; label: Key; short?: Key; icon: IconName; key: string };

export const PAGES: Page[] = [
  { to: "/logs/$log", label: "nav.weakest", short: "nav.weakest.short", icon: "link", key: "w" },
  { to: "/logs/$log/chains", label: "nav.chains", icon: "chains", key: "c" },
  { to: "/logs/$log/map", label: "nav.map", icon: "map", key: "m" },
  { to: "/logs/$log/domino", label: "nav.domino", icon: "domino", key: "d" },
  { to: "/logs/$log/quality", label: "nav.quality", short: "nav.quality.short", icon: "quality", key: "q" },
  { to: "/bring", label: "nav.bring", icon: "bring", key: "b" },
  { to: "/definitions", label: "nav.definitions", icon: "book", key: "h" },
];

export function Frame() {
  const { t } = useLanguage();
  const { log } = useLog();
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [narrow, setNarrow] = useState(false);
  const [more, setMore] = useState(false);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const { root } = useParams({ strict: false });
  const main = useRef<HTMLElement>(null);

  const here = PAGES.filter((page) => path === page.to.replace("$log", log ?? "") || (page.to !== "/logs/$log" && path.startsWith(page.to.replace("$log", encodeURIComponent(log ?? ""))))).at(-1);
  useEffect(() => {
    document.title = [root, here ? t(here.label) : undefined, "Catena"].filter(Boolean).join(" · ");
  }, [root, here, t]);

  const link = (page: Page) => (
    <Link
      key={page.to} to={page.to} params={{ log: log ?? "" }} search={page.to.startsWith("/logs") ? filters : {}}
      className={css.link} activeOptions={{ exact: page.to === "/logs/$log", includeSearch: false }}
      activeProps={{ "data-here": true, "aria-current": "page" }}
      title={`${t(page.label)} (${page.key})`} onClick={() => { setMore(false); }}
    >
      <Icon name={page.icon} /> <span className={css.word}>{t((phone && page.short) || page.label)}</span>
    </Link>
  );
  const usable = PAGES.filter((page) => log || !page.to.startsWith("/logs"));

  return (
    <FigureHelp>
      <div className={css.frame} data-narrow={narrow || undefined}>
        <a className={css.skip} href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t("nav.skip")}</a>
        <nav className={css.rail} aria-label={t("nav.label")}>
          <Link to="/" className={css.brand} aria-label="Catena">
            <Mark /> <span className={css.word}>Catena</span>
          </Link>
          <div className={css.links}>{usable.slice(0, 5).map(link)}</div>
          <div className={css.rest} data-open={more || undefined}>{usable.slice(5).map(link)}</div>
          <button type="button" className={css.more} aria-expanded={more} onClick={() => { setMore(!more); }}>
            <Icon name="more" /> <span>{t("nav.more")}</span>
          </button>
          <button type="button" className={css.collapse} aria-pressed={narrow} title={t("nav.collapse")} onClick={() => { setNarrow(!narrow); }}>
            <Icon name="rail" /> <span className={css.word}>{t("nav.collapse")}</span>
          </button>
        </nav>
        <header className={`${css.top} noprint`}>
          <LogSwitcher />
          <div className={css.tools}>
            <Palette />
            <Shortcuts />
            <Appearance />
          </div>
        </header>
        <main id="main" ref={main} tabIndex={-1} className={css.main}>
          <Outlet />
        </main>
      </div>
    </FigureHelp>
  );
}

/** Two links of a chain, the second one open. */
function Mark() {
  return (
    <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32" fill="none" strokeWidth="3" style={{ flex: "none" }}>
      <rect x="2.5" y="11" width="15" height="10" rx="5" stroke="var(--kept)" />
      <rect x="14.5" y="11" width="15" height="10" rx="5" stroke="var(--broken)" strokeDasharray="36 7" strokeDashoffset="-9" />
    </svg>
  );
}
