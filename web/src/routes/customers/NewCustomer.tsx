// Somebody new: a person or an organisation, and how they are reached.
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import css from "./Customers.module.css";

export function NewCustomer({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [kind, setKind] = useState<"person" | "organisation">("person");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [evidence, setEvidence] = useState("");
  const [parent, setParent] = useState<{ id: string; name: string } | null>(null);
  const make = useSend(() => {
    const handles = [{ kind: "email", value: email.trim() }, { kind: "phone", value: phone.trim() }].filter(({ value }) => value !== "").map((handle) => ({ ...handle, evidence }));
    return post("/api/v1/parties", { body: { kind, name, handles, parent: kind === "person" ? (parent?.id ?? null) : null } });
  });
  return (
    <Dialog title={t("customers.new")} opened close={close}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined, { onSuccess: (party) => { close(); void navigate({ to: "/customers/$party", params: { party: party.id } }); } });
        }}
      >
        <SegmentedControl
          aria-label={t("customers.kind")} value={kind} onChange={(value) => { setKind(value === "organisation" ? "organisation" : "person"); }}
          data={[{ value: "person", label: t("customers.person") }, { value: "organisation", label: t("customers.organisation") }]}
        />
        <TextInput label={t("office.name")} required maxLength={200} data-autofocus autoComplete="off" value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        {kind === "person" && <CustomerSelect label={t("customers.of")} placeholder={t("customers.of.none")} only="organisation" value={parent?.id ?? null} name={parent?.name ?? ""} change={(id, called) => { setParent(id ? { id, name: called } : null); }} />}
        <TextInput type="email" label={t("customers.email")} autoComplete="off" value={email} onChange={(event) => { setEmail(event.currentTarget.value); }} />
        <TextInput type="tel" label={t("customers.phone")} autoComplete="off" value={phone} onChange={(event) => { setPhone(event.currentTarget.value); }} />
        {(email !== "" || phone !== "") && <TextInput label={t("customers.evidence")} description={t("customers.evidence.why")} maxLength={300} value={evidence} onChange={(event) => { setEvidence(event.currentTarget.value); }} />}
        <Refused error={make.error} />
        <div className="row">
          <Button type="submit" loading={make.isPending}>{t("customers.make")}</Button>
          <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
