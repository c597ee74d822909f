// Recording a public review that somebody found, or correcting what was recorded.
import { Button, Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { post, put } from "../../api/client";
import type { Review } from "../../api/feedback";
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

export function ReviewForm({ close, one }: { close: () => void; /** What is corrected. */ one?: Review }) {
  const { t } = useLanguage();
  const [source, setSource] = useState(one?.source ?? "");
  const [stars, setStars] = useState(one?.stars == null ? "" : String(one.stars));
  const [words, setWords] = useState(one?.words ?? "");
  const [link, setLink] = useState(one?.link ?? "");
  const [customer, setCustomer] = useState<{ id: string; name: string } | null>(one?.customer ?? null);
  const [number, setNumber] = useState(one?.request ? String(one.request.number) : "");
  const [verified, setVerified] = useState(one?.verified ?? false);
  const [incentive, setIncentive] = useState(one?.incentive ?? false);
  const [at, setAt] = useState<string | null>(one?.at ?? null);
  const { request, missing, pending } = useRequestNumber(number);
  const { go, busy, error } = useSend<unknown>((once) => {
    const body = { source, stars: stars === "" ? null : Number(stars), words, link, customer: customer?.id ?? null, request: request?.id ?? null, verified, incentive, at };
    return one ? put("/api/v1/reviews/{review}", { path: { review: one.id }, body, seen: one.revision }) : post("/api/v1/reviews", { once, body });
  }, close);
  const ready = source.trim() !== "" && (stars !== "" || words.trim() !== "") && !missing && !pending;
  return (
    <Dialog title={t(one ? "correct.of" : "feedback.review.title")} opened close={close} size="lg">
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
          <Button type="submit" loading={busy} disabled={!ready}>{t(one ? "correct.save" : "feedback.record")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
