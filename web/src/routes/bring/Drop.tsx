// Where a file is dropped or picked, and how far it has been sent.
import { Button, Progress } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Uploaded } from "../../api/types";
import { useLanguage } from "../../i18n";
import { upload } from "../../lib/upload";
import { Icon } from "../../parts/Icon";
import { Failure } from "../../parts/States";
import css from "./Bring.module.css";

type Sending = { file: File; sent: number; abort: AbortController };

export function Drop({ done }: { done: (uploaded: Uploaded) => void }) {
  const { t, format } = useLanguage();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<unknown>(null);
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => { abort.current?.abort(); }, []);

  const send = (file: File | undefined) => {
    if (!file) return;
    const control = new AbortController();
    abort.current = control;
    setError(null);
    setSending({ file, sent: 0, abort: control });
    upload(file, (sent) => { setSending({ file, sent, abort: control }); }, control.signal).then(done, (reason: unknown) => {
      setSending(null);
      setError(reason);
    });
  };

  return (
    <div className="stack">
      <div
        className={css.drop} data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => { setOver(false); }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          send(event.dataTransfer.files[0]);
        }}
      >
        {sending ? (
          <div className={css.sending} role="status">
            <p><strong>{sending.file.name}</strong></p>
            <Progress value={(sending.sent / Math.max(1, sending.file.size)) * 100} animated={sending.sent >= sending.file.size} aria-label={t("bring.sending")} />
            <p className="quiet small">{sending.sent < sending.file.size ? t("bring.sent", { sent: format.bytes(sending.sent), all: format.bytes(sending.file.size) }) : t("bring.reading")}</p>
            <Button
              variant="default" size="xs"
              onClick={() => {
                sending.abort.abort();
                setSending(null);
              }}
            >
              {t("bring.cancel")}
            </Button>
          </div>
        ) : (
          <>
            <span className={css.dropIcon}><Icon name="bring" size={36} /></span>
            <p>{t("bring.drop")}</p>
            <Button onClick={() => input.current?.click()}>{t("bring.pick")}</Button>
            <input
              ref={input} type="file" className="unseen" tabIndex={-1} aria-label={t("bring.pick")}
              accept=".csv,.tsv,.txt,.gz,.zst,.xes,.json,.jsonocel,.xml,.xmlocel,.sqlite,.db" onChange={(event) => { send(event.currentTarget.files?.[0]); }}
            />
            <p className="quiet small">{t("bring.formats")}</p>
          </>
        )}
      </div>
      {error !== null && <Failure error={error} />}
      <p className="quiet small">{t("bring.private", { host: window.location.host })}</p>
    </div>
  );
}
