// Who else looks at a request, and who of them writes an answer. This tab says every few seconds that it is there,
// at once when somebody begins or stops to write, and takes it back when nobody looks any more.
import { useCallback, useEffect, useRef, useState } from "react";
import { put, Problem } from "../api/client";
import type { components } from "../api/schema";

export type Here = components["schemas"]["Here"];

/** The server forgets who said nothing for 30 s. */
const AGAIN = 10_000;
const FORGOTTEN = 30_000;
/** Who has typed nothing for this long stopped to write. */
const PAUSED = 15_000;

type Presence = { others: Here[]; /** Says that an answer grew by a letter, or that nothing of it is left. */ types: (words: boolean) => void };

export function usePresence(request: string, on: boolean): Presence {
  const [others, setOthers] = useState<Here[]>([]);
  const now = useRef<{ writing: (is: boolean) => void }>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!on) return;
    const there = attend(request, setOthers);
    now.current = there;
    return () => {
      now.current = null;
      clearTimeout(pause.current);
      there.leave();
      setOthers([]);
    };
  }, [request, on]);

  const types = useCallback((words: boolean) => {
    clearTimeout(pause.current);
    now.current?.writing(words);
    if (words) pause.current = setTimeout(() => now.current?.writing(false), PAUSED);
  }, []);
  return { others, types };
}

/** Is at a request until it leaves, and tells who else is: one call after the other, so that the last word is the last that arrives. */
export function attend(request: string, told: (others: Here[]) => void) {
  const path = `/api/v1/requests/${encodeURIComponent(request)}/presence`;
  let writing = false;
  let gone = false;
  let asked = false;
  let saying = false;
  let said = Promise.resolve();
  let heard = Date.now();

  const say = async () => {
    saying = true;
    while (asked && !gone && document.visibilityState === "visible") {
      asked = false;
      try {
        const { others } = await put("/api/v1/requests/{request}/presence", { path: { request }, body: { writing } });
        heard = Date.now();
        if (!gone) told(others);
      } catch (error) {
        // What was refused stays so; a connection that is lost for a moment says nothing about the others.
        if (error instanceof Problem && [401, 403, 404].includes(error.status)) gone = true;
        if (gone || Date.now() - heard > FORGOTTEN) told([]);
      }
    }
    saying = false;
  };
  const again = () => {
    asked = true;
    if (!saying) said = say();
  };
  // It has to go out while the page goes away, so it waits for no answer.
  const takeBack = () => { void fetch(path, { method: "DELETE", keepalive: true }).catch(() => undefined); };
  const looks = () => {
    if (document.visibilityState === "visible") again();
    else takeBack();
  };
  const clock = setInterval(again, AGAIN);
  document.addEventListener("visibilitychange", looks);
  window.addEventListener("pagehide", takeBack);
  again();
  return {
    writing: (is: boolean) => {
      if (writing === is) return;
      writing = is;
      again();
    },
    leave: () => {
      gone = true;
      clearInterval(clock);
      document.removeEventListener("visibilitychange", looks);
      window.removeEventListener("pagehide", takeBack);
      void said.then(takeBack);
    },
  };
}
