// An answer that is asked for again now and then while the page is looked at.
import { useCallback, useEffect, useState } from "react";

export type Polled<T> = { data: T | undefined; error: unknown; /** Asks at once. */ again: () => Promise<void> };

/** Asks with `ask` now, every `every` milliseconds, and whenever the page is looked at again. */
export function usePolled<T>(ask: (signal: AbortSignal) => Promise<T>, every: number): Polled<T> {
  const [answer, setAnswer] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: null });
  const look = useCallback(async (signal: AbortSignal) => {
    try {
      const data = await ask(signal);
      if (!signal.aborted) setAnswer({ data, error: null });
    } catch (error) {
      // What was known stays on the page; the trouble is told beside it.
      if (!signal.aborted) setAnswer((before) => ({ data: before.data, error }));
    }
  }, [ask]);
  useEffect(() => {
    const stop = new AbortController();
    const seen = () => { if (document.visibilityState === "visible") void look(stop.signal); };
    void look(stop.signal);
    const clock = setInterval(seen, every);
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("online", seen);
    return () => {
      stop.abort();
      clearInterval(clock);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", seen);
    };
  }, [look, every]);
  const again = useCallback(() => look(new AbortController().signal), [look]);
  return { ...answer, again };
}
