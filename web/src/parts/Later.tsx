// Somebody else saved a later version of what is being changed here.
import { Button } from "@mantine/core";
import { useLanguage } from "../i18n";
import css from "./Asked.module.css";

export function Later({ load }: { /** Throws one's own changes away. */ load: () => void }) {
  const { t } = useLanguage();
  return (
    <div className={css.refused} role="alert">
      <p>{t("office.later")}</p>
      <Button size="xs" variant="default" onClick={load}>{t("promises.reload")}</Button>
    </div>
  );
}
