// The one place to write.
import { useId, useState } from "react";
import { post, Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import sheet from "./Sheet.module.css";
import css from "./Track.module.css";

type Props = { at: string; again: () => Promise<void>; /** The request waits for these words. */ urgent?: boolean; /** The request is over. */ done?: boolean };

export function Answer({ at, again, urgent, done }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const [body, setBody] = useState("");
  const [state, setState] = useState<"writing" | "sending" | "sent">("writing");
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    if (body.trim() === "" || state === "sending") return;
    setState("sending");
    setError(null);
    try {
      await post("/api/v1/track/{key}/messages", { path: { key: at }, body: { body } });
      setBody("");
      setState("sent");
      await again();
    } catch (refused) {
      setError(refused);
      setState("writing");
    }
  };
  return (
    <form className={urgent ? css.urgent : css.section} onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <div className={sheet.field}>
        <label htmlFor={id}>{t(urgent ? "track.answer" : done ? "track.write.after" : "track.write")}</label>
        <textarea id={id} rows={3} maxLength={10_000} required value={body} onChange={(event) => { setBody(event.currentTarget.value); setState("writing"); }} />
      </div>
      {error !== null && (
        <p className={sheet.refused} role="alert">
          {t("track.write.failed")} {error instanceof Problem && error.requestId && <code className="small">{error.requestId}</code>}
        </p>
      )}
      <div className={css.send}>
        <button type="submit" className={sheet.button} aria-disabled={state === "sending" || undefined}>{t(state === "sending" ? "track.sending" : "track.send")}</button>
        <p aria-live="polite">{state === "sent" && t("track.sent")}</p>
      </div>
    </form>
  );
}
