// Two places to write, one for the customer and one for colleagues. They never share a word: each has its own
// draft, its own ground and its own button that says who will read it. Nothing is chosen beforehand.
import { Button, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { post, remove } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { WITH_WORDS } from "../../lib/attaching";
import { tell } from "../../lib/toasts";
import { useDraft } from "../../lib/useDraft";
import { useFiles } from "../../lib/useFiles";
import { useSend } from "../../lib/useSend";
import { Attach, useDrop } from "../../parts/Attach";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import css from "./Request.module.css";

type Kind = "message" | "note";
type Props = { detail: RequestDetail; staff: boolean; mine: boolean; writes: Kind | null; setWrites: (kind: Kind | null) => void };

export function Composer({ detail, staff, mine, writes, setWrites }: Props) {
  const { t } = useLanguage();
  const saved = (kind: Kind) => detail.drafts.find((draft) => draft.kind === kind)?.body ?? "";
  const message = useDraft(detail.id, "message", saved("message"));
  const note = useDraft(detail.id, "note", saved("note"));
  const messageFiles = useFiles({ address: `/api/v1/requests/${detail.id}/message-files`, limits: WITH_WORDS, saved: detail.message_files, discard: (file) => remove("/api/v1/requests/{request}/message-files/{file}", { path: { request: detail.id, file } }) });
  const noteFiles = useFiles({ address: `/api/v1/requests/${detail.id}/note-files`, limits: WITH_WORDS, saved: detail.note_files, discard: (file) => remove("/api/v1/requests/{request}/note-files/{file}", { path: { request: detail.id, file } }) });
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const began = { message: message.words !== "" || messageFiles.items.length > 0, note: note.words !== "" || noteFiles.items.length > 0 };
  // Who began to write goes on where they were.
  const kind = writes ?? (began.message ? "message" : began.note ? "note" : null) ?? (staff ? null : "message");
  useEffect(() => { if (writes) field.current?.focus(); }, [writes]);

  const draft = kind === "note" ? note : message;
  const files = kind === "note" ? noteFiles : messageFiles;
  const { over, taking } = useDrop(kind === null ? null : files.add);
  const empty = draft.words.trim() === "" && files.items.length === 0;
  const { go, busy, error } = useSend(
    (once) => kind === "note"
      ? post("/api/v1/requests/{request}/notes", { path: { request: detail.id }, once, body: { body: note.words, files: noteFiles.ids, mentions: [] } })
      : post("/api/v1/requests/{request}/messages", { path: { request: detail.id }, once, body: { body: message.words, files: messageFiles.ids } }),
    ({ act }) => {
      tell(kind === "note" ? t("talk.noted") : mine ? t("talk.sent.own") : t("talk.sent", { customer: detail.root.customer.name }), { act: kind === "note" ? act : undefined });
      draft.sent();
      files.clear(files.ids);
    },
  );
  // A refusal is looked at once.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => { files.gone(error); }, [error]);
  const tab = (one: Kind, words: string, began: boolean) => (
    <button type="button" className={css.side} data-kind={one} aria-pressed={kind === one} onClick={() => { setWrites(one); }}>
      <Icon name={one === "note" ? "lock" : "offer"} size={16} /> {words} {began && kind !== one && <span className={css.began}>{t("talk.began")}</span>}
    </button>
  );
  return (
    <div className={css.composer} data-kind={kind ?? undefined} data-over={over || undefined} {...taking}>
      {staff && (
        <div className={css.sides} role="group" aria-label={t("talk.choose")}>
          {tab("message", t("talk.write.to", { customer: detail.root.customer.name }), began.message)}
          {tab("note", t("talk.write.note"), began.note)}
        </div>
      )}
      {kind !== null && (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(!files.ready);
            if (!empty && !busy && files.ready) void go();
          }}
        >
          <Textarea
            key={kind} ref={field} value={draft.words} autosize minRows={3} maxRows={16} variant="unstyled" className={css.field}
            aria-label={kind === "note" ? t("talk.write.note.label") : mine ? t("talk.write.own") : t("talk.write.to", { customer: detail.root.customer.name })}
            placeholder={kind === "note" ? t("talk.write.note.label") : mine ? t("talk.write.own") : t("talk.write.hint", { customer: detail.root.customer.name })}
            onChange={(event) => { draft.write(event.currentTarget.value); }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
          {over && <p className={css.drop}>{t("files.drop")}</p>}
          <Attach key={`files ${kind}`} files={files} asked={asked} />
          <Refused error={error} />
          <div className={css.send}>
            <span className={css.reader}>{kind === "note" ? <><Icon name="lock" size={15} /> {t("talk.only")}</> : mine ? "" : t("talk.reads", { customer: detail.root.customer.name })}</span>
            <Button type="submit" loading={busy} disabled={empty} variant={kind === "note" ? "default" : "filled"} leftSection={<Icon name={kind === "note" ? "lock" : "offer"} size={16} />} title="Ctrl Enter">
              {kind === "note" ? t("talk.send.note") : mine ? t("talk.send.own") : t("talk.send", { customer: detail.root.customer.name })}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
