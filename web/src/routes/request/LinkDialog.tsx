// A link with which the customer follows the request, without an account. It is shown once.
import { Button } from "@mantine/core";
import { useState } from "react";
import { post, remove } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { Once } from "../../parts/Once";
import { Links } from "./Links";

export function LinkDialog({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t } = useLanguage();
  const [made, setMade] = useState<{ id: string; path: string } | null>(null);
  const make = useSend(() => post("/api/v1/requests/{request}/links", { path: { request: detail.root.id } }), setMade);
  const revoke = useSend(
    () => remove("/api/v1/requests/{request}/links/{link}", { path: { request: detail.root.id, link: made?.id ?? "" } }),
    () => {
      tell(t("link.revoked"));
      close();
    },
  );
  return (
    <Dialog title={t("link.title")} opened close={close}>
      <div className={form.form}>
        {made ? (
          <Once label={t("link.label")} secret={`${location.origin}${made.path}`}><p>{t("link.give", { customer: detail.root.customer.name })}</p></Once>
        ) : <p>{t("link.lede", { customer: detail.root.customer.name })}</p>}
        <Refused error={make.error ?? revoke.error} />
        <div className={form.foot}>
          {made && <Button variant="default" loading={revoke.busy} onClick={() => void revoke.go()}>{t("link.revoke")}</Button>}
          {made ? <Button onClick={close}>{t("act.done")}</Button> : <Button loading={make.busy} data-autofocus onClick={() => void make.go()}>{t("link.make")}</Button>}
        </div>
        {!made && <Links request={detail.root.id} />}
      </div>
    </Dialog>
  );
}
