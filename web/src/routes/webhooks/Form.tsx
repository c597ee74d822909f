// The address of a webhook and the kinds of events it is told; for a new one and for changes.
import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { patch, post } from "../../api/client";
import { useSend } from "../../api/office";
import type { Webhook } from "../../api/outbound";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import type { Shown } from "./Card";

type Props = { kinds: string[]; /** Which one is changed; a new one without it. */ webhook?: Webhook; close: () => void; made?: (shown: Shown) => void };

export function Form({ kinds, webhook, close, made }: Props) {
  const { t } = useLanguage();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [chosen, setChosen] = useState<string[]>(webhook?.kinds ?? []);
  const send = useSend(async () => {
    const body = { url: url.trim(), kinds: chosen };
    if (webhook) await patch("/api/v1/webhooks/{webhook}", { path: { webhook: webhook.id }, body });
    else made?.({ url: body.url, secret: (await post("/api/v1/webhooks", { body })).secret });
  });
  return (
    <Dialog title={t(webhook ? "webhooks.change.title" : "webhooks.new")} opened close={close}>
      <form className="stack" style={{ gap: "1rem" }} onSubmit={(event) => { event.preventDefault(); send.mutate(undefined, { onSuccess: close }); }}>
        <TextInput type="url" label={t("webhooks.url")} description={t("webhooks.url.hint")} required maxLength={2000} placeholder="https://" value={url} onChange={(event) => { setUrl(event.currentTarget.value); }} />
        <MultiSelect
          label={t("webhooks.kinds")} description={t("webhooks.kinds.hint")} data={kinds} value={chosen} onChange={setChosen}
          placeholder={chosen.length === 0 ? t("webhooks.kinds.all") : undefined} searchable clearable hidePickedOptions
        />
        <Refused error={send.error} />
        <div className="row">
          <Button type="submit" loading={send.isPending} disabled={url.trim() === ""}>{t(webhook ? "office.save" : "webhooks.add")}</Button>
          <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
