// Doing something with a request: in one go where nothing has to be said, else in a dialog that asks for it.
// Every act is told of, and can be taken back for ten seconds.
import { useState } from "react";
import { post, Problem } from "../api/client";
import { deskChanged, requestQuery, type Acted, type ActWord, type NewAct, type Request } from "../api/desk";
import { answers } from "../api/queries";
import { useLanguage } from "../i18n";
import { freshId } from "../lib/fresh-id";
import { tell } from "../lib/toasts";
import { ActDialog } from "./ActDialog";

/** Acts that need a word before they can be done. */
const ASKS: readonly ActWord[] = ["return", "transfer", "pause"];

type Subject = Pick<Request, "id" | "number" | "subject" | "revision">;

export function useActs() {
  const { t } = useLanguage();
  const [asked, setAsked] = useState<{ request: Subject; act: ActWord; children: boolean } | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  /** Sends an act; says what it did. */
  const send = async (request: Subject, body: NewAct): Promise<Acted> => {
    const acted = await post("/api/v1/requests/{request}/acts", { path: { request: request.id }, body, seen: request.revision, once: freshId() });
    tell(t(`acted.${body.act}`, { number: `#${request.number}`, subject: request.subject }), { act: acted.act });
    deskChanged();
    return acted;
  };
  /** Does it at once if it can be done so. */
  const act = async (request: Subject, word: ActWord): Promise<void> => {
    if (busy === request.id) return;
    if (ASKS.includes(word)) {
      setAsked({ request, act: word, children: false });
      return;
    }
    setBusy(request.id);
    try {
      await send(request, { act: word });
    } catch (error) {
      if (error instanceof Problem && error.code === "open_hand_offs") setAsked({ request, act: word, children: true });
      else tell(refusal(error, t), { failed: true });
      if (error instanceof Problem && (error.code === "stale" || error.code === "not_now")) deskChanged();
    }
    setBusy(null);
  };
  /** Sends what the dialog holds; on a conflict the next try speaks of how it stands now. */
  const sendAsked = async (body: NewAct): Promise<void> => {
    if (!asked) return;
    try {
      await send(asked.request, body);
    } catch (error) {
      if (error instanceof Problem && error.code === "stale") {
        const { revision } = await answers.fetchQuery({ ...requestQuery(asked.request.id), staleTime: 0 });
        setAsked({ ...asked, request: { ...asked.request, revision } });
      }
      throw error;
    }
  };
  const dialog = asked && <ActDialog key={`${asked.request.id}${asked.act}`} {...asked} close={() => { setAsked(null); }} send={sendAsked} />;
  return { act, busy, dialog, asking: asked !== null };
}

/** Why something was not done, in a sentence. */
export function refusal(error: unknown, t: ReturnType<typeof useLanguage>["t"]): string {
  if (!(error instanceof Problem)) return t("problem.title");
  if (error.code === "stale") return t("act.stale");
  if (error.code === "unreachable") return t("act.offline");
  return `${error.message || t("problem.title")}${error.requestId ? ` (${t("problem.request")} ${error.requestId})` : ""}`;
}
