// The settings: their pages at the side, the chosen one beside them.
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useLanguage } from "../../i18n";
import { usePlaces } from "./places";
import css from "./Settings.module.css";

export function Settings() {
  const { t } = useLanguage();
  const path = useRouterState({ select: (s) => s.location.pathname });
  const places = usePlaces();
  const side = useRef<HTMLElement>(null);
  // On narrow screens the pages stand in one line that scrolls.
  useEffect(() => { side.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }); }, [path]);
  return (
    <div className={css.shell}>
      <nav ref={side} className={`${css.side} noprint`} aria-label={t("settings.label")}>
        <Link to="/settings" className={css.link} activeOptions={{ exact: true }} activeProps={{ "data-here": true, "aria-current": "page" }}>{t("settings.overview")}</Link>
        {places.map(({ to, title }) => (
          <Link key={to} to={to} className={css.link} activeProps={{ "data-here": true, "aria-current": "page" }}>{t(title)}</Link>
        ))}
      </nav>
      <div className={css.page}><Outlet /></div>
    </div>
  );
}
