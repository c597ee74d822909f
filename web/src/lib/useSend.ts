// Sending a form once: what is on its way, and why it did not arrive.
import { useRef, useState } from "react";
import { Problem } from "../api/client";
import { deskChanged } from "../api/desk";
import { freshId } from "./fresh-id";

/** Runs `send` with a key that stays the same while the same thing is tried again. */
export function useSend<T>(send: (once: string) => Promise<T>, done: (answer: T) => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef<string | null>(null);
  const go = async () => {
    setBusy(true);
    setError(null);
    key.current ??= freshId();
    try {
      const answer = await send(key.current);
      key.current = null;
      deskChanged();
      done(answer);
    } catch (failure) {
      // A key belongs to what was refused. What got no answer, or none that says whether it was taken down, is sent under it again.
      const isOpen = failure instanceof Problem && (failure.status === 0 || failure.status >= 500);
      if (!isOpen) key.current = null;
      if (failure instanceof Problem && failure.code === "stale") deskChanged();
      setError(failure);
    }
    setBusy(false);
  };
  return { go, busy, error };
}
