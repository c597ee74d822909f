// Somebody new, written down on the way to their first request.
import { Button, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { useLanguage } from "../../i18n";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";

type Props = { name: string; cancel: () => void; done: (party: { id: string; name: string }) => void };

export function NewCustomer({ name: first, cancel, done }: Props) {
  const { t } = useLanguage();
  const [name, setName] = useState(first);
  const [email, setEmail] = useState("");
  const [kind, setKind] = useState<"person" | "organisation">("person");
  const { go, busy, error } = useSend(
    (once) => post("/api/v1/parties", { once, body: { kind, internal: false, name: name.trim(), handles: email.trim() ? [{ kind: "email", value: email.trim() }] : [] } }),
    done,
  );
  return (
    <fieldset
      className={form.children}
      onKeyDown={(event) => {
        // Enter adds the customer; the request is not asked for yet.
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        if (name.trim() !== "" && !busy) void go();
      }}
    >
      <legend>{t("new.customer.new")}</legend>
      <TextInput label={t("new.customer.name")} value={name} required autoFocus onChange={(event) => { setName(event.currentTarget.value); }} />
      <TextInput label={t("new.customer.email")} type="email" value={email} onChange={(event) => { setEmail(event.currentTarget.value); }} />
      <Radio.Group label={t("new.customer.kind")} value={kind} onChange={(value) => { setKind(value as typeof kind); }}>
        <div className="row" style={{ marginBlockStart: "0.375rem" }}>
          <Radio value="person" label={t("new.customer.person")} />
          <Radio value="organisation" label={t("new.customer.organisation")} />
        </div>
      </Radio.Group>
      <Refused error={error} />
      <div className={form.foot}>
        <Button variant="default" onClick={cancel}>{t("act.cancel")}</Button>
        <Button variant="default" loading={busy} disabled={name.trim() === ""} onClick={() => void go()}>{t("new.customer.add")}</Button>
      </div>
    </fieldset>
  );
}
