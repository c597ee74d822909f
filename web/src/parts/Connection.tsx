// Calm words while the server cannot be reached: what is on the screen may be old, nothing typed is lost.
import { useLine } from "../api/live";
import { useLanguage } from "../i18n";
import css from "./Connection.module.css";
import { Icon } from "./Icon";

export function Connection() {
  const { t } = useLanguage();
  const line = useLine();
  return (
    <div role="status" className={css.place}>
      {line === "lost" && <p className={css.lost}><Icon name="alert" size={18} /> {t("line.lost")}</p>}
    </div>
  );
}
