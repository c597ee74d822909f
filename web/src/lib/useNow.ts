// The time of the server, as far as this device can tell it, moving on by itself.
import { useEffect, useState } from "react";

/** Seconds since 1970, renewed every `every` milliseconds; `ahead` is by how much the server's clock is ahead. */
export function useNow(ahead = 0, every = 20_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => { setNow(Date.now()); }, every);
    return () => { clearInterval(clock); };
  }, [every]);
  return Math.floor((now + ahead) / 1000);
}
