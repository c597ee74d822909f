// Recording a public review that somebody found.
import { Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { useLanguage } from "../../i18n";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { Dialog } from "../../parts/Dialog";
import { InstantField } from "../../parts/InstantField";
import css from "./Feedback.module.css";
import { useRequestNumber } from "./useRequestNumber";

const STARS = ["5", "4", "3", "2", "1"] as const;

export function ReviewForm({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const [source, setSource] = useState("");
  const [stars, setStars] = useState("");
  const [words, setWords] = useState("");
  const [link, setLink] = useState("");
  const [customer, setCustomer] = useState<{ id: string; name: string } | null>(null);
  const [number, setNumber] = useState("");
  const [verified, setVerified] = useState(false);
  const [incentive, setIncentive] = useState(false);
  const [at, setAt] = useState<string | null>(null);
  const { request, missing, pending } = useRequestNumber(number);
  const { go, busy, error } = useSend((once) => post("/api/v1/reviews", {
    once,
    body: { source, stars: stars === "" ? null : Number(stars), words, link, customer: customer?.id ?? null, request: request?.id ?? null, verified, incentive, at },
  }), close);
  const ready = source.trim() !== "" && (stars !== "" || words.trim() !== "") && !missing && !pending;
  return (
    <Dialog title={t("feedback.review.title")} opened close={close} size="lg">
      <form className={form.form} onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void go(); }}>
        <div className={css.pair}>
          <TextInput label={t("feedback.review.source")} description={t("feedback.review.source.hint")} required data-autofocus maxLength={120} value={source} onChange={(event) => { setSource(event.currentTarget.value); }} />
          <Select label={t("feedback.review.stars")} allowDeselect={false} value={stars} data={[{ value: "", label: t("feedback.review.stars.none") }, ...STARS.map((n) => ({ value: n, label: t("feedback.stars", { count: Number(n) }) }))]} onChange={(value) => { setStars(value ?? ""); }} />
        </div>
        <Textarea label={t("feedback.review.words")} autosize minRows={3} maxRows={12} maxLength={5_000} value={words} onChange={(event) => { setWords(event.currentTarget.value); }} />
        <TextInput label={t("feedback.review.link")} type="url" placeholder="https://" maxLength={2_000} value={link} onChange={(event) => { setLink(event.currentTarget.value); }} />
        <div className={css.pair}>
          <CustomerSelect label={t("feedback.customer")} value={customer?.id ?? null} name={customer?.name ?? ""} change={(id, name) => { setCustomer(id === null ? null : { id, name }); }} />
          <TextInput label={t("feedback.request")} description={t("feedback.request.hint")} inputMode="numeric" error={missing ? t("feedback.request.missing") : undefined} value={number} onChange={(event) => { setNumber(event.currentTarget.value); }} />
        </div>
        <InstantField label={t("feedback.at")} value={at} change={setAt} />
        <Checkbox label={t("feedback.review.verified")} checked={verified} onChange={(event) => { setVerified(event.currentTarget.checked); }} />
        <Checkbox label={t("feedback.review.incentive")} checked={incentive} onChange={(event) => { setIncentive(event.currentTarget.checked); }} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t("feedback.record")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
