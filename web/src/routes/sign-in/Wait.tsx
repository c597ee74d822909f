// Counts down until the next try.
import { useEffect, useState } from "react";
import { Problem } from "../../api/client";
import { Refused } from "../../parts/Asked";

export function Wait({ seconds, said }: { seconds: number; said: (left: number) => string }) {
  const [until] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const clock = setInterval(() => { setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))); }, 1000);
    return () => { clearInterval(clock); };
  }, [until]);
  return left > 0 ? <div><Refused error={new Problem(429, "too_often", said(left), null)} /></div> : null;
}
