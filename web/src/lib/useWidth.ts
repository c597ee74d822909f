// The width of an element, for pictures drawn in pixels.
import { useEffect, useRef, useState } from "react";

/** A ref for the element and its inner width, followed as it changes; `first` until it is known. */
export function useWidth<E extends HTMLElement>(first = 600) {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(200, Math.floor(entry.contentRect.width)));
    });
    observer.observe(node);
    return () => { observer.disconnect(); };
  }, []);
  return { element, width };
}
