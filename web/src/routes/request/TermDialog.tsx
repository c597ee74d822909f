// Another term for a promise, as it was agreed on; or a promise where there was none. It says at once
// whether the chain can keep it.
import { Button, Radio } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { seconds } from "../../lib/time-axis";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { InstantField } from "../../parts/InstantField";

export function TermDialog({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t, format } = useLanguage();
  const [promise, setPromise] = useState<"resolution" | "first_response">("resolution");
  const made = detail.promises.find(({ kind }) => kind === promise);
  const [due, setDue] = useState<string | null>(made?.due_at ?? null);
  const { go, busy, error } = useSend(
    () => post("/api/v1/requests/{request}/terms", { path: { request: detail.id }, seen: detail.revision, body: { promise, due_at: due ?? "" } }),
    ({ act, shortfall }) => {
      tell(shortfall ? t("term.done.short", { by: format.duration(shortfall) }) : t("term.done"), { act, failed: Boolean(shortfall) });
      close();
    },
  );
  const short = promise === "resolution" && due !== null && detail.expected_at !== null ? seconds(detail.expected_at) - seconds(due) : 0;
  const open = detail.promises.some(({ kind }) => kind === "first_response");
  return (
    <Dialog title={t("term.title")} opened close={close}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (due && !busy) void go();
        }}
      >
        <p className="quiet">{t("term.lede")}</p>
        {open && (
          <Radio.Group label={t("term.which")} value={promise} onChange={(value) => { setPromise(value as typeof promise); }}>
            <div className={form.radios}>
              <Radio value="resolution" label={t("promise.resolution")} />
              <Radio value="first_response" label={t("promise.first_response")} />
            </div>
          </Radio.Group>
        )}
        {made && <p>{t("term.so_far", { at: format.instant(made.due_at) })} {made.renegotiated > 0 && <span className="quiet">{t("term.before", { count: made.renegotiated, n: format.count(made.renegotiated) })}</span>}</p>}
        <InstantField key={promise} label={t("term.until")} value={due} change={setDue} required error={short > 0 ? t("possible.short", { earliest: format.instant(detail.expected_at ?? ""), by: format.duration(short) }) : undefined} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={due === null}>{t("term.agree")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
