// Two places to write, one for the customer and one for colleagues. They never share a word: each has its own
// draft, its own ground and its own button that says who will read it. Nothing is chosen beforehand.
import { Button, Textarea } from "@mantine/core";
import { useEffect, useRef } from "react";
import { post } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useDraft } from "../../lib/useDraft";
import { useSend } from "../../lib/useSend";
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
  const field = useRef<HTMLTextAreaElement>(null);
  // Who began to write goes on where they were.
  const kind = writes ?? (message.words !== "" ? "message" : note.words !== "" ? "note" : null) ?? (staff ? null : "message");
  useEffect(() => { if (writes) field.current?.focus(); }, [writes]);

  const draft = kind === "note" ? note : message;
  const { go, busy, error } = useSend(
    (once) => kind === "note"
      ? post("/api/v1/requests/{request}/notes", { path: { request: detail.id }, once, body: { body: note.words } })
      : post("/api/v1/requests/{request}/messages", { path: { request: detail.id }, once, body: { body: message.words } }),
    ({ act }) => {
      tell(kind === "note" ? t("talk.noted") : mine ? t("talk.sent.own") : t("talk.sent", { customer: detail.root.customer.name }), { act: kind === "note" ? act : undefined });
      draft.sent();
    },
  );
  const tab = (one: Kind, words: string, began: boolean) => (
    <button type="button" className={css.side} data-kind={one} aria-pressed={kind === one} onClick={() => { setWrites(one); }}>
      <Icon name={one === "note" ? "lock" : "offer"} size={16} /> {words} {began && kind !== one && <span className={css.began}>{t("talk.began")}</span>}
    </button>
  );
  return (
    <div className={css.composer} data-kind={kind ?? undefined}>
      {staff && (
        <div className={css.sides} role="group" aria-label={t("talk.choose")}>
          {tab("message", t("talk.write.to", { customer: detail.root.customer.name }), message.words !== "")}
          {tab("note", t("talk.write.note"), note.words !== "")}
        </div>
      )}
      {kind !== null && (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.words.trim() !== "" && !busy) void go();
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
          <Refused error={error} />
          <div className={css.send}>
            <span className={css.reader}>{kind === "note" ? <><Icon name="lock" size={15} /> {t("talk.only")}</> : mine ? "" : t("talk.reads", { customer: detail.root.customer.name })}</span>
            <Button type="submit" loading={busy} disabled={draft.words.trim() === ""} variant={kind === "note" ? "default" : "filled"} leftSection={<Icon name={kind === "note" ? "lock" : "offer"} size={16} />} title="Ctrl Enter">
              {kind === "note" ? t("talk.send.note") : mine ? t("talk.send.own") : t("talk.send", { customer: detail.root.customer.name })}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
