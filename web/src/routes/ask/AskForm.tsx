// What is asked for one service: what it is about, the service's own questions, who asks.
import { useId, useState } from "react";
import { post, Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import { WITH_FORM } from "../../lib/attaching";
import { sent, type Given } from "../../lib/fields";
import { useFiles } from "../../lib/useFiles";
import { Attach, useDrop } from "../../parts/Attach";
import sheet from "../track/Sheet.module.css";
import type { Offer } from "./Ask";
import { FieldQuestion } from "./FieldQuestion";

export function AskForm({ offer, go }: { offer: Offer; go: (path: string) => void }) {
  const { t } = useLanguage();
  const id = useId();
  const [subject, setSubject] = useState("");
  const [given, setGiven] = useState<Given>({});
  const [words, setWords] = useState("");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(false);
  const files = useFiles({ address: "/api/v1/offers/files", limits: WITH_FORM });
  const { over, taking } = useDrop(files.add);
  const send = async () => {
    setAsked(!files.ready);
    if (sending || !files.ready) return;
    setSending(true);
    setError(null);
    try {
      const link = await post("/api/v1/offers", { body: { service: offer.id, name, email, subject, details: words, fields: sent(offer.fields, given), files: files.ids } });
      go(link.path);
    } catch (refused) {
      setError(refused);
      files.gone(refused);
      setSending(false);
    }
  };
  const optional = <span className="small quiet"> {t("ask.optional")}</span>;
  return (
    <form className={sheet.form} data-over={over || undefined} {...taking} onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <div className={sheet.field}>
        <label htmlFor={`${id}s`}>{t("ask.subject")}</label>
        <input id={`${id}s`} required maxLength={200} value={subject} onChange={(event) => { setSubject(event.currentTarget.value); }} />
      </div>
      {offer.fields.map((field) => (
        <FieldQuestion key={field.id} field={field} values={given[field.id ?? ""] ?? []} change={(values) => { setGiven({ ...given, [field.id ?? ""]: values }); }} />
      ))}
      <div className={sheet.field}>
        <label htmlFor={`${id}w`}>{t("ask.words")}{optional}</label>
        <textarea id={`${id}w`} rows={3} maxLength={5000} value={words} onChange={(event) => { setWords(event.currentTarget.value); }} />
      </div>
      <Attach files={files} asked={asked} />
      <div className={sheet.field}>
        <label htmlFor={`${id}n`}>{t("ask.name")}</label>
        <input id={`${id}n`} required maxLength={200} autoComplete="name" value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      </div>
      <div className={sheet.field}>
        <label htmlFor={`${id}e`}>{t("ask.email")}</label>
        <input id={`${id}e`} type="email" required maxLength={300} autoComplete="email" aria-describedby={`${id}y`} value={email} onChange={(event) => { setEmail(event.currentTarget.value); }} />
        <span id={`${id}y`} className="small quiet">{t("ask.email.why")}</span>
      </div>
      {error !== null && (
        <p className={sheet.refused} role="alert">
          {t("ask.failed")} {error instanceof Problem && error.code === "invalid" ? error.message : ""} {error instanceof Problem && error.requestId && <code className="small">{error.requestId}</code>}
        </p>
      )}
      <button type="submit" className={sheet.button} aria-disabled={sending || undefined}>{t(sending ? "track.sending" : "ask.send")}</button>
    </form>
  );
}
