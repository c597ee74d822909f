// Says that the desk holds a demonstration, and removes it.
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { remove } from "../../api/client";
import { sessionQuery } from "../../api/desk";
import { useAdministers, useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Sure } from "../../parts/Sure";
import css from "./Settings.module.css";

export function Demo() {
  const { t } = useLanguage();
  const answers = useQueryClient();
  const holds = useQuery(sessionQuery).data?.demo === true;
  const administers = useAdministers();
  const [asked, setAsked] = useState(false);
  const gone = useSend(() => remove("/api/v1/demo", {}));
  if (!holds) return null;
  const go = () => {
    gone.mutate(undefined, {
      onSuccess: () => {
        setAsked(false);
        void answers.invalidateQueries();
      },
    });
  };
  return (
    <section className={css.demo} aria-label={t("settings.demo.title")}>
      <h2>{t("settings.demo.title")}</h2>
      <p className="quiet">{t("settings.demo.words")}</p>
      {administers && <Button variant="default" onClick={() => { setAsked(true); }}>{t("settings.demo.remove")}</Button>}
      <Sure
        title={t("settings.demo.remove")} words={t("settings.demo.sure")} act={t("settings.demo.remove")}
        opened={asked} busy={gone.isPending} error={gone.error} close={() => { setAsked(false); }} go={go}
      />
    </section>
  );
}
