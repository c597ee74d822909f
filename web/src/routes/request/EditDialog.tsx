// Saying better what a request is about.
import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { patch } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";

export function EditDialog({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t } = useLanguage();
  const [subject, setSubject] = useState(detail.subject);
  const [details, setDetails] = useState(detail.details);
  const { go, busy, error } = useSend(
    () => patch("/api/v1/requests/{request}", { path: { request: detail.id }, seen: detail.revision, body: { subject: subject.trim(), details: details.trim() } }),
    close,
  );
  return (
    <Dialog title={t("edit.do")} opened close={close} size="lg">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (subject.trim() !== "" && !busy) void go();
        }}
      >
        <TextInput label={t("new.subject")} value={subject} maxLength={300} required data-autofocus onChange={(event) => { setSubject(event.currentTarget.value); }} />
        <Textarea label={t("new.details")} value={details} autosize minRows={4} maxRows={16} onChange={(event) => { setDetails(event.currentTarget.value); }} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={subject.trim() === ""}>{t("edit.save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
