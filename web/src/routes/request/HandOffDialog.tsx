// Handing a part of the work on: to a team or a colleague, awaited or not, and by when.
import { Button, Checkbox, MultiSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { InstantField } from "../../parts/InstantField";
import { ColleaguePicker } from "../../parts/PartyPicker";
import { openBelow } from "../../parts/ActDialog";

export function HandOffDialog({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t } = useLanguage();
  const [subject, setSubject] = useState("");
  const [details, setDetails] = useState("");
  const [provider, setProvider] = useState<string | null>(null);
  const [awaited, setAwaited] = useState(true);
  const [after, setAfter] = useState<string[]>([]);
  const [due, setDue] = useState<string | null>(null);
  const siblings = openBelow(detail.chain, detail.id);
  const { go, busy, error } = useSend(
    (once) => post("/api/v1/requests/{request}/hand-offs", { path: { request: detail.id }, once, body: { subject: subject.trim(), details: details.trim(), provider: provider ?? "", awaited, after, due_at: due } }),
    ({ number, act }) => {
      tell(t("handoff.done", { number: `#${number}`, subject: subject.trim() }), { act });
      close();
    },
  );
  const ready = subject.trim() !== "" && provider !== null;
  return (
    <Dialog title={t("handoff.title")} opened close={close}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void go();
        }}
      >
        <TextInput label={t("handoff.what")} value={subject} maxLength={300} required data-autofocus onChange={(event) => { setSubject(event.currentTarget.value); }} />
        <ColleaguePicker label={t("handoff.whom")} value={provider} change={setProvider} required />
        <Textarea label={t("new.details")} value={details} autosize minRows={2} maxRows={10} onChange={(event) => { setDetails(event.currentTarget.value); }} />
        <InstantField label={t("handoff.due")} description={t("handoff.due.hint")} value={due} change={setDue} />
        {siblings.length > 0 && (
          <MultiSelect
            label={t("handoff.after")} value={after} onChange={setAfter} clearable clearButtonProps={{ "aria-label": t("filter.remove", { what: t("handoff.after") }) }}
            data={siblings.map((link) => ({ value: link.id, label: `#${link.number} ${link.subject}` }))}
          />
        )}
        <Checkbox label={t("handoff.awaited", { subject: detail.subject })} checked={awaited} onChange={(event) => { setAwaited(event.currentTarget.checked); }} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t("handoff.do")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
