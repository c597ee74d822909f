// The frame around every page: the rail (a bar at the foot on phones), the log or the search in hand, what
// was just done, how the connection is, and how the page looks and speaks. It also decides who sees a page.
import { useMediaQuery } from "@mantine/hooks";
import { Link, Navigate, Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { listen } from "../api/live";
import { useLanguage } from "../i18n";
import { Lost } from "../routes/home/Lost";
import { Appearance } from "./Appearance";
import { Connection } from "./Connection";
import { FigureHelp } from "./Figure";
import css from "./Frame.module.css";
import { Icon } from "./Icon";
import { LogSwitcher, useLog } from "./LogSwitcher";
import { useDesk, usePages, works } from "./pages";
import { Palette } from "./Palette";
import { PersonMenu } from "./PersonMenu";
import { Rail } from "./Rail";
import { Shortcuts } from "./Shortcuts";
import { Failure, Loading } from "./States";
import { Toasts } from "./Toasts";

export function Frame() {
  const { t } = useLanguage();
  const { session, desk, me, path, open, aboutLogs, ofTheDesk } = useDesk();
  const { log } = useLog();
  const { keys } = usePages(log);
  const href = useRouterState({ select: (s) => s.location.href });
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [narrow, setNarrow] = useState(false);
  const { root } = useParams({ strict: false });
  const main = useRef<HTMLElement>(null);

  const here = keys.filter((page) => path === page.to.replace("$log", log ?? "") || (page.to !== "/logs/$log" && path.startsWith(page.to.replace("$log", encodeURIComponent(log ?? ""))))).at(-1);
  useEffect(() => {
    // Pages of the desk, and that of the API, name themselves.
    if (!ofTheDesk && path !== "/api") document.title = [root, here ? t(here.label) : undefined, "Catena"].filter(Boolean).join(" · ");
  }, [root, here, ofTheDesk, path, t]);
  const account = me?.account;
  useEffect(() => { if (account) listen(); }, [account]);

  // Some pages stand among those of the logs and are about the desk alone.
  const ofOneLog = aboutLogs && !ofTheDesk;

  const skip = <a className={css.skip} href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{t("nav.skip")}</a>;
  const inside = (page: React.ReactNode) => <main id="main" ref={main} tabIndex={-1} className={css.main}>{page}</main>;
  // Pages about logs do not wait to know what kind of server this is.
  const known = session.data !== undefined || aboutLogs;

  if (open && (desk || !known)) {
    return (
      <div className={css.bare}>
        {skip}
        <header className={`${css.top} noprint`}>
          <Link to="/" className={css.brand} aria-label="Catena"><Mark /> <span>Catena</span></Link>
          <div className={css.tools}><Appearance /></div>
        </header>
        {inside(known ? <Outlet /> : <Loading page />)}
      </div>
    );
  }
  if (desk && !me && !open) return <Navigate to="/sign-in" search={{ next: path === "/" ? undefined : href }} replace />;

  const page = session.isError && !aboutLogs
    ? <div className={css.alone}><Failure page error={session.error} again={() => void session.refetch()} /></div>
    : !known ? <div className={css.alone}><Loading page /></div>
    : ofTheDesk && !desk ? <Lost />
    : <Outlet />;

  return (
    <FigureHelp>
      <div className={css.frame} data-narrow={narrow || undefined}>
        {skip}
        <Rail phone={phone} narrow={narrow} setNarrow={setNarrow} />
        <header className={`${css.top} noprint`}>
          {desk && !ofOneLog ? <Palette wide /> : <LogSwitcher />}
          <div className={css.tools}>
            {(!desk || ofOneLog) && <Palette />}
            {works(me) && <NewRequestLink />}
            <Shortcuts />
            <Appearance />
            {me && <PersonMenu me={me} />}
          </div>
        </header>
        <div className={css.under}>
          {desk && <Connection />}
          {inside(page)}
        </div>
        <Toasts />
      </div>
    </FigureHelp>
  );
}

function NewRequestLink() {
  const { t } = useLanguage();
  return (
    <Link to="/requests/new" className={css.new} title={`${t("new.title")} (n)`}>
      <Icon name="plus" size={18} /> <span>{t("new.short")}</span>
    </Link>
  );
}

/** Two links of a chain, the second one open. */
export function Mark() {
  return (
    <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32" fill="none" strokeWidth="3" style={{ flex: "none" }}>
      <rect x="2.5" y="11" width="15" height="10" rx="5" stroke="var(--kept)" />
      <rect x="14.5" y="11" width="15" height="10" rx="5" stroke="var(--broken)" strokeDasharray="36 7" strokeDashoffset="-9" />
    </svg>
  );
}
