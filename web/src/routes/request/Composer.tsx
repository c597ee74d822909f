// Two places to write, one for the customer and one for colleagues. They never share a word: each has its own
// draft, its own ground and its own button that says who will read it. Nothing is chosen beforehand.
import { Button, Checkbox, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { post, remove } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { WITH_WORDS } from "../../lib/attaching";
import { unfilled, type Also, type Macro } from "../../lib/macros";
import { fitting, mentioned, type Typed } from "../../lib/suggest";
import { tell } from "../../lib/toasts";
import { useDraft } from "../../lib/useDraft";
import { useFiles } from "../../lib/useFiles";
import type { Here } from "../../lib/usePresence";
import { useSend } from "../../lib/useSend";
import { Attach, useDrop } from "../../parts/Attach";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import own from "./Composer.module.css";
import { Writing } from "./HereToo";
import { MacroMenu } from "./MacroMenu";
import css from "./Request.module.css";
import { useSuggestions, type Suggestion } from "./Suggestions";
import { useWords } from "./useWords";

type Kind = "message" | "note";
type Props = { detail: RequestDetail; staff: boolean; mine: boolean; writes: Kind | null; setWrites: (kind: Kind | null) => void; others: Here[]; types: (words: boolean) => void };

export function Composer({ detail, staff, mine, writes, setWrites, others, types }: Props) {
  const { t, format } = useLanguage();
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
  const outward = kind === "message" && staff && !mine;
  const { macros, signature, people, words, also } = useWords(detail, staff);
  const [brought, setBrought] = useState<Partial<Record<Kind, { also: Also | null; cannot: boolean }>>>({});
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [signs, setSigns] = useState(true);
  const signed = outward && signs && signature !== "";
  const beside = kind === null ? undefined : brought[kind];
  const told = kind === "note" ? mentioned(note.words, people, chosen) : [];
  const left = staff ? unfilled(draft.words) : [];
  const files = kind === "note" ? noteFiles : messageFiles;
  const { over, taking } = useDrop(kind === null ? null : files.add);
  const empty = draft.words.trim() === "" && files.items.length === 0;
  const ready = !empty && left.length === 0;

  /** What a text does is done when it is sent; of several that do something the last one counts. */
  const bring = (one: Macro) => {
    const next = also(one);
    if (kind && (kind === "note" || outward) && (next.also !== null || next.cannot)) setBrought({ ...brought, [kind]: next });
  };
  const offer = ({ sign, word }: Typed): Suggestion[] => sign === "/"
    ? fitting(macros, word).map((one) => ({ id: one.id, name: one.name, more: one.body, put: words(one), taken: () => { bring(one); } }))
    : kind !== "note" ? []
    : fitting(people, word).map((one) => ({ id: one.id, name: one.name, more: one.kind === "team" ? t("mention.team") : undefined, put: `@${one.name} `, taken: () => { setChosen(new Set([...chosen, one.id])); } }));
  const suggest = useSuggestions({ field, words: draft.words, write: draft.write, offer });

  const { go, busy, error } = useSend(
    (once) => kind === "note"
      ? post("/api/v1/requests/{request}/notes", { path: { request: detail.id }, once, body: { body: note.words, files: noteFiles.ids, mentions: told.map(({ id }) => id), also: beside?.also } })
      : post("/api/v1/requests/{request}/messages", { path: { request: detail.id }, once, body: { body: message.words, files: messageFiles.ids, signed, also: beside?.also } }),
    ({ act }) => {
      tell(kind === "note" ? t("talk.noted") : mine ? t("talk.sent.own") : t("talk.sent", { customer: detail.root.customer.name }), { act: kind === "note" ? act : undefined });
      draft.sent();
      types(false);
      files.clear(files.ids);
      if (kind) setBrought({ ...brought, [kind]: undefined });
      setSigns(true);
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
            if (ready && !busy && files.ready) void go();
          }}
        >
          <Textarea
            key={kind} ref={field} value={draft.words} autosize minRows={3} maxRows={16} variant="unstyled" className={css.field}
            aria-label={kind === "note" ? t("talk.write.note.label") : mine ? t("talk.write.own") : t("talk.write.to", { customer: detail.root.customer.name })}
            placeholder={kind === "note" ? t("talk.write.note.label") : mine ? t("talk.write.own") : t("talk.write.hint", { customer: detail.root.customer.name })}
            onChange={(event) => { draft.write(event.currentTarget.value); if (outward) types(event.currentTarget.value.trim() !== ""); if (staff) suggest.look(); }} onBlur={suggest.close} {...(staff ? suggest.aria : {})}
            onKeyDown={(event) => {
              if (suggest.key(event)) return;
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
          {over && <p className={css.drop}>{t("files.drop")}</p>}
          <Attach key={`files ${kind}`} files={files} asked={asked} />
          {suggest.list(t(suggest.sign === "/" ? "macros.choose" : "mention.list"))}
          {staff && (
            <div className={own.tools}>
              <MacroMenu macros={macros} take={(one) => { const at = field.current?.selectionStart ?? draft.words.length; suggest.put(at, at, words(one)); bring(one); }} />
              <span>{t("macros.choose.hint")}{kind === "note" && ` · ${t("mention.hint")}`}</span>
            </div>
          )}
          {outward && signature !== "" && (
            <div className={own.signature}>
              <Checkbox size="xs" label={t("signature.with")} checked={signs} onChange={(event) => { setSigns(event.currentTarget.checked); }} />
              {signs && <p aria-label={t("signature.label")} role="note">{signature}</p>}
            </div>
          )}
          <div role="status">
            {beside && <Beside brought={beside} off={() => { setBrought({ ...brought, [kind]: undefined }); }} />}
            {told.length > 0 && <p className="small">{t("mention.told", { names: format.list(told.map(({ name }) => name)) })}</p>}
            {left.length > 0 && <p className={own.left}>{t("macros.left", { places: format.list(left) })}</p>}
          </div>
          <Refused error={error} />
          <div className={css.send}>
            <span className={css.reader}>
              <span className={css.who}>{kind === "note" ? <><Icon name="lock" size={15} /> {t("talk.only")}</> : mine ? "" : t("talk.reads", { customer: detail.root.customer.name })}</span>
              {kind === "message" && <Writing others={others} />}
            </span>
            <Button type="submit" loading={busy} disabled={!ready} variant={kind === "note" ? "default" : "filled"} leftSection={<Icon name={kind === "note" ? "lock" : "offer"} size={16} />} title="Ctrl Enter">
              {kind === "note" ? t("talk.send.note") : mine ? t("talk.send.own") : t("talk.send", { customer: detail.root.customer.name })}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

/** What else happens when the words are sent, and the way to leave it off. */
function Beside({ brought: { also, cannot }, off }: { brought: { also: Also | null; cannot: boolean }; off: () => void }) {
  const { t } = useLanguage();
  const { priority, tags = [], rests } = also ?? {};
  return (
    <>
      {also && (
        <div className={own.also}>
          <span>{t("macros.sends")}</span>
          <ul>
            {priority && <li>{t("macros.priority", { priority: t(`priority.${String(priority) as "1" | "2" | "3" | "4"}`) })}</li>}
            {tags.map((tag) => <li key={tag}>{t("macros.tagged", { tag })}</li>)}
            {rests && <li>{t("macros.sends.rests", { why: t(`rests.${rests}`) })}</li>}
          </ul>
          <button type="button" className={own.off} aria-label={t("macros.sends.not")} title={t("macros.sends.not")} onClick={off}><Icon name="close" size={15} /></button>
        </div>
      )}
      {cannot && <p className="small quiet">{t("macros.sends.cannot")}</p>}
    </>
  );
}
