// Correcting and removing what somebody recorded by hand.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Sure } from "../../parts/Sure";
import css from "./Feedback.module.css";

export function Correct({ about, edit, remove }: { /** Whose it is, for those who do not see it. */ about: string; edit: () => void; remove: () => Promise<unknown> }) {
  const { t } = useLanguage();
  const [removing, setRemoving] = useState(false);
  const send = useSend(remove);
  return (
    <div className={css.correct}>
      <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("correct.do")}: ${about}`} onClick={edit}>{t("correct.do")}</Button>
      <Button size="compact-xs" variant="subtle" color="gray" aria-label={`${t("correct.remove")}: ${about}`} onClick={() => { setRemoving(true); }}>{t("correct.remove")}</Button>
      <Sure
        title={t("correct.sure")} words={<p>{t("correct.sure.words")}</p>} act={t("correct.remove")} opened={removing} busy={send.isPending} error={send.error}
        close={() => { setRemoving(false); }} go={() => { send.mutate(undefined, { onSuccess: () => { setRemoving(false); } }); }}
      />
    </div>
  );
}
