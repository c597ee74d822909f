// The settings: their pages at the side, the chosen one beside them.
import { Link, Outlet } from "@tanstack/react-router";
import { useLanguage } from "../../i18n";
import { PLACES } from "./places";
import css from "./Settings.module.css";

export function Settings() {
  const { t } = useLanguage();
  return (
    <div className={css.shell}>
      <nav className={`${css.side} noprint`} aria-label={t("settings.label")}>
        <Link to="/settings" className={css.link} activeOptions={{ exact: true }} activeProps={{ "data-here": true, "aria-current": "page" }}>{t("settings.overview")}</Link>
        {PLACES.map(({ to, title }) => (
          <Link key={to} to={to} className={css.link} activeProps={{ "data-here": true, "aria-current": "page" }}>{t(title)}</Link>
        ))}
      </nav>
      <div className={css.page}><Outlet /></div>
    </div>
  );
}
