// Recording what a customer said to somebody: in the shop, on the phone, in passing; or correcting what was recorded.
import { Button, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { post, put } from "../../api/client";
import { FEELINGS, type Conversation } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { Dialog } from "../../parts/Dialog";
import { InstantField } from "../../parts/InstantField";
import { PersonSelect } from "./PersonSelect";
import css from "./Feedback.module.css";
import { useRequestNumber } from "./useRequestNumber";

type Props = { close: () => void; /** Whose words they are, where that is known. */ customer?: { id: string; name: string }; /** What is corrected. */ one?: Conversation };

export function HeardForm({ close, customer: known, one }: Props) {
  const { t } = useLanguage();
  const [customer, setCustomer] = useState(known ?? one?.customer ?? null);
  const [words, setWords] = useState(one?.words ?? "");
  const [feeling, setFeeling] = useState(one?.feeling == null ? "" : String(one.feeling));
  const [heardBy, setHeardBy] = useState<string | null>(one?.heard_by.id ?? null);
  const [number, setNumber] = useState(one?.request ? String(one.request.number) : "");
  const [at, setAt] = useState<string | null>(one?.at ?? null);
  const { request, missing, pending } = useRequestNumber(number);
  const { go, busy, error } = useSend<unknown>((once) => {
    const body = { customer: customer?.id ?? "", words, feeling: feeling === "" ? null : Number(feeling), heard_by: heardBy, request: request?.id ?? null, at };
    return one ? put("/api/v1/conversations/{conversation}", { path: { conversation: one.id }, body, seen: one.revision }) : post("/api/v1/conversations", { once, body });
  }, close);
  const ready = customer !== null && words.trim() !== "" && !missing && !pending;
  return (
    <Dialog title={t(one ? "correct.of" : "feedback.heard.title")} opened close={close} size="lg">
      <form className={form.form} onSubmit={(event) => { event.preventDefault(); if (ready && !busy) void go(); }}>
        {!known && <CustomerSelect label={t("feedback.customer")} value={customer?.id ?? null} name={customer?.name ?? ""} change={(id, name) => { setCustomer(id === null ? null : { id, name }); }} />}
        <Textarea label={t("feedback.heard.words")} required autosize minRows={3} maxRows={12} maxLength={5_000} value={words} onChange={(event) => { setWords(event.currentTarget.value); }} />
        <div>
          <p className={css.label} id="feeling">{t("feedback.heard.feeling")}</p>
          <SegmentedControl
            aria-labelledby="feeling" fullWidth className={css.feelings} value={feeling} onChange={setFeeling}
            data={[{ value: "", label: t("feedback.feeling.none") }, ...FEELINGS.map((one) => ({ value: String(one), label: t(`feedback.feeling.${one}`) }))]}
          />
        </div>
        <div className={css.pair}>
          <PersonSelect label={t("feedback.heard.by")} value={heardBy} change={setHeardBy} />
          <TextInput label={t("feedback.request")} description={t("feedback.request.hint")} inputMode="numeric" error={missing ? t("feedback.request.missing") : undefined} value={number} onChange={(event) => { setNumber(event.currentTarget.value); }} />
        </div>
        <InstantField label={t("feedback.at")} value={at} change={setAt} />
        <Refused error={error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t(one ? "correct.save" : "feedback.record")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
