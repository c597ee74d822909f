// Words on their way: typed here, kept on this device at once, and at the server a moment later, so that
// neither a reload nor a lost connection nor another device loses them.
import { useEffect, useRef, useState } from "react";
import { put } from "../api/client";
import { keepDraft, keptDraft, type DraftKind } from "./drafts";

const SETTLED_MS = 700;

/** `saved` is what the server has. */
export function useDraft(request: string, kind: DraftKind, saved: string) {
  const [words, setWords] = useState(() => keptDraft(request, kind) ?? saved);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(words);

  const save = async (body: string) => {
    try {
      await put("/api/v1/requests/{request}/drafts/{kind}", { path: { request, kind }, body: { body } });
      // What the server has need not be kept here, unless it went on meanwhile.
      if (newest.current === body) keepDraft(request, kind, "");
    } catch {
      // It stays on this device and is sent with the next letter, or when the connection is back.
    }
  };
  useEffect(() => {
    const again = () => { if (keptDraft(request, kind) !== null) void save(newest.current); };
    window.addEventListener("online", again);
    return () => {
      window.removeEventListener("online", again);
      clearTimeout(timer.current);
    };
    // The saving belongs to the request and its kind alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [request, kind]);

  const write = (body: string) => {
    setWords(body);
    newest.current = body;
    keepDraft(request, kind, body);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(body), SETTLED_MS);
  };
  /** After it was sent: the server forgot its draft itself. */
  const sent = () => {
    clearTimeout(timer.current);
    setWords("");
    newest.current = "";
    keepDraft(request, kind, "");
  };
  return { words, write, sent };
}
