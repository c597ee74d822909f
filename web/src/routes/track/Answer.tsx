// The one place to write.
import { useId, useState } from "react";
import { post, Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import { WITH_WORDS } from "../../lib/attaching";
import { useFiles } from "../../lib/useFiles";
import { Attach, useDrop } from "../../parts/Attach";
import sheet from "./Sheet.module.css";
import css from "./Track.module.css";

type Props = { at: string; again: () => Promise<void>; /** The request waits for these words. */ urgent?: boolean; /** The request is over. */ done?: boolean };

export function Answer({ at, again, urgent, done }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const [body, setBody] = useState("");
  const [state, setState] = useState<"writing" | "sending" | "sent">("writing");
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState(false);
  const files = useFiles({ address: `/api/v1/track/${encodeURIComponent(at)}/files`, limits: WITH_WORDS });
  const { over, taking } = useDrop(files.add);
  const empty = body.trim() === "" && files.items.length === 0;
  const send = async () => {
    setAsked(!files.ready);
    if (empty || !files.ready || state === "sending") return;
    setState("sending");
    setError(null);
    try {
      await post("/api/v1/track/{key}/messages", { path: { key: at }, body: { body, files: files.ids } });
      setBody("");
      files.clear(files.ids);
      setState("sent");
      await again();
    } catch (refused) {
      setError(refused);
      files.gone(refused);
      setState("writing");
    }
  };
  return (
    <form className={urgent ? css.urgent : css.section} data-over={over || undefined} {...taking} onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <div className={sheet.field}>
        <label htmlFor={id}>{t(urgent ? "track.answer" : done ? "track.write.after" : "track.write")}</label>
        <textarea id={id} rows={3} maxLength={10_000} required={files.items.length === 0} value={body} onChange={(event) => { setBody(event.currentTarget.value); setState("writing"); }} />
      </div>
      <Attach files={files} asked={asked} />
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
