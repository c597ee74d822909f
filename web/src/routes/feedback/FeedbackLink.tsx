// A private link for a customer who was asked. It is shown once.
import { Button } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { Once } from "../../parts/Once";

export function FeedbackLink({ ask, who, close }: { ask: string; who: string; close: () => void }) {
  const { t } = useLanguage();
  const [path, setPath] = useState<string | null>(null);
  const make = useSend(() => post("/api/v1/asks/{ask}/link", { path: { ask } }));
  return (
    <Dialog title={t("feedback.link.title", { who })} opened close={close}>
      <div className={form.form}>
        {path === null ? <p>{t("feedback.link.once")}</p> : <Once label={t("feedback.link.here")} secret={`${location.origin}${path}`}><p>{t("feedback.link.once")}</p></Once>}
        <Refused error={make.error} />
        <div className={form.foot}>
          {path === null
            ? <Button data-autofocus loading={make.isPending} onClick={() => { make.mutate(undefined, { onSuccess: (made) => { setPath(made.path); } }); }}>{t("feedback.link")}</Button>
            : <Button onClick={close}>{t("act.done")}</Button>}
        </div>
      </div>
    </Dialog>
  );
}
