// What an act needs to know: what is missing, who is asked instead, why it rests, and what is to become of
// each hand-off that is open below it.
import { Button, Radio, SegmentedControl, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deskChanged, requestQuery, type ActWord, type ChainLink, type NewAct, type Request, type RestWord } from "../api/desk";
import { Problem } from "../api/client";
import { useLanguage } from "../i18n";
import { Asked, Refused } from "./Asked";
import css from "./ActDialog.module.css";
import { Dialog } from "./Dialog";
import { ColleaguePicker } from "./PartyPicker";

const WHYS: RestWord[] = ["customer", "colleague", "agreed"];

type Props = {
  request: Pick<Request, "id" | "number" | "subject">;
  act: ActWord;
  /** Whether hand-offs below it are open. */
  children: boolean;
  close: () => void;
  send: (body: NewAct) => Promise<unknown>;
};

export function ActDialog({ request, act, children, close, send }: Props) {
  const { t } = useLanguage();
  const [note, setNote] = useState("");
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useState<RestWord>("customer");
  const [answers, setAnswers] = useState<Record<string, boolean>>({});
  const [asksChildren, setAsksChildren] = useState(children);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const detail = useQuery({ ...requestQuery(request.id), enabled: asksChildren });
  const open = asksChildren ? openBelow(detail.data?.chain ?? [], request.id) : [];

  const ready = (act !== "return" || note.trim() !== "") && (act !== "transfer" || to !== null) && (!asksChildren || open.every(({ id }) => answers[id] !== undefined));
  const go = async () => {
    setBusy(true);
    setError(null);
    try {
      await send({
        act, note: note.trim() || undefined, to: act === "transfer" ? to : undefined, why: act === "pause" ? why : undefined,
        answers: open.map(({ id }) => ({ request: id, needed: answers[id] ?? true })),
      });
      close();
      return;
    } catch (failure) {
      if (failure instanceof Problem && failure.code === "open_hand_offs") {
        setAsksChildren(true);
        deskChanged();
      } else setError(failure);
      // Somebody changed it: what was typed here stays, what is shown is renewed.
      if (failure instanceof Problem && failure.code === "stale") deskChanged();
    }
    setBusy(false);
  };

  return (
    <Dialog title={`${t(`act.word.${act}`)} · #${request.number}`} opened close={close}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void go();
        }}
      >
        <p className={css.subject}>{request.subject}</p>
        {act === "transfer" && <ColleaguePicker label={t("act.ask.to")} value={to} change={setTo} autoFocus />}
        {act === "pause" && (
          <Radio.Group label={t("act.ask.why")} value={why} onChange={(value) => { setWhy(value as RestWord); }}>
            <div className={css.radios}>{WHYS.map((one) => <Radio key={one} value={one} label={t(`act.why.${one}`)} description={t(`act.why.${one}.hint`)} />)}</div>
          </Radio.Group>
        )}
        {asksChildren && (
          <Asked of={detail} lines={3}>
            {() => (
              <fieldset className={css.children}>
                <legend>{t(act === "withdraw" ? "act.ask.children.withdraw" : "act.ask.children")}</legend>
                {open.map((link) => (
                  <div key={link.id} className={css.child}>
                    <span><strong>#{link.number} {link.subject}</strong> <span className="quiet">· {link.provider.name}</span></span>
                    <SegmentedControl
                      size="sm" aria-label={`#${link.number} ${link.subject}`} value={answers[link.id] === undefined ? "" : String(answers[link.id])}
                      data={[{ value: "true", label: t("act.child.needed") }, { value: "false", label: t("act.child.not_needed") }]}
                      onChange={(value) => { setAnswers({ ...answers, [link.id]: value === "true" }); }}
                    />
                  </div>
                ))}
              </fieldset>
            )}
          </Asked>
        )}
        <Textarea
          label={act === "return" ? t("act.ask.missing") : t("act.ask.note")} description={t("act.ask.note.hint")} value={note} autosize minRows={act === "return" ? 3 : 2} maxRows={10}
          required={act === "return"} data-autofocus={act === "return" || undefined} onChange={(event) => { setNote(event.currentTarget.value); }}
        />
        <Refused error={error} />
        <div className={css.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!ready}>{t(`act.word.${act}`)}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The open hand-offs right below a request. */
export function openBelow(chain: readonly ChainLink[], id: string): ChainLink[] {
  return chain.filter((link) => link.parent === id && !["done", "received", "withdrawn"].includes(link.status));
}
