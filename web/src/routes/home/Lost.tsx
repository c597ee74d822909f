// An address that leads nowhere.
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../i18n";
import { Nothing } from "../../parts/States";

export function Lost() {
  const { t } = useLanguage();
  return (
    <Nothing page title={t("lost.title")}>
      <Link to="/">{t("lost.home")}</Link>
    </Nothing>
  );
}
