// Files on their way to a message or a note: each is sent as soon as it is chosen, one after the other, and is
// named when the words are sent. What failed stays in the list with its reason and can be sent again.
import { useEffect, useRef, useState } from "react";
import { Problem } from "../api/client";
import { isDrawn, refusal, type Kept, type Limits } from "./attaching";
import { freshId } from "./fresh-id";
import { sendFile } from "./upload";

/** A file in the list. */
export type Item = {
  key: string;
  name: string;
  size: number;
  /** How many bytes have left. */
  sent: number;
  /** As the server has it. */
  kept?: Kept;
  error?: unknown;
  /** The file itself, unless it was sent before the page was loaded. */
  file?: File;
  /** An address under which an image can be seen. */
  picture?: string;
};

export type Files = ReturnType<typeof useFiles>;

type Options = {
  /** Where files are sent. */
  address: string;
  limits: Limits;
  /** What the server has already. */
  saved?: Kept[];
  /** Lets the server forget one. */
  discard?: (id: string) => Promise<unknown>;
};

export function useFiles({ address, limits, saved = [], discard }: Options) {
  const [items, setItems] = useState<Item[]>(() => saved.map((kept) => ({ key: kept.id, name: kept.name, size: kept.size, sent: kept.size, kept })));
  const [said, setSaid] = useState<{ what: "kept" | "removed"; name: string } | null>(null);
  // What happens to a file does not wait for the page to be drawn again.
  const now = useRef(items);
  const stops = useRef(new Map<string, AbortController>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const change = (to: (items: Item[]) => Item[]) => { setItems((now.current = to(now.current))); };
  const patch = (key: string, news: Partial<Item>) => { change((all) => all.map((one) => (one.key === key ? { ...one, ...news } : one))); };

  useEffect(() => {
    const all = stops.current;
    return () => {
      for (const stop of all.values()) stop.abort();
      for (const { picture } of now.current) if (picture) URL.revokeObjectURL(picture);
    };
  }, []);

  const send = (key: string, file: File) => {
    const stop = new AbortController();
    stops.current.set(key, stop);
    queue.current = queue.current.then(async () => {
      if (stop.signal.aborted) return;
      try {
        // One that is taken away on its way is never answered for.
        const kept = await Promise.race([
          sendFile<Kept>(address, file, (sent) => { patch(key, { sent }); }, stop.signal),
          new Promise<null>((done) => { stop.signal.addEventListener("abort", () => { done(null); }); }),
        ]);
        if (kept === null) return;
        patch(key, { kept, name: kept.name, sent: file.size });
        setSaid({ what: "kept", name: kept.name });
      } catch (error) {
        patch(key, { error, sent: 0 });
      }
    });
  };

  const add = (files: File[]) => {
    for (const file of files) {
      const key = freshId();
      const error = refusal(file, now.current.filter((one) => !one.error), limits) ?? undefined;
      const picture = isDrawn(file.type) && !error ? URL.createObjectURL(file) : undefined;
      change((all) => [...all, { key, name: file.name, size: file.size, sent: 0, file, picture, error }]);
      if (!error) send(key, file);
    }
  };
  const again = (key: string) => {
    const item = now.current.find((one) => one.key === key);
    if (!item?.file) return;
    const error = refusal(item, now.current.filter((one) => one.key !== key && !one.error), limits) ?? undefined;
    patch(key, { error, sent: 0, kept: undefined });
    if (!error) send(key, item.file);
  };
  const drop = (gone: Item[]) => {
    for (const { key, picture } of gone) {
      stops.current.get(key)?.abort();
      stops.current.delete(key);
      if (picture) URL.revokeObjectURL(picture);
    }
    change((all) => all.filter((one) => !gone.includes(one)));
  };
  const remove = (key: string) => {
    const item = now.current.find((one) => one.key === key);
    if (!item) return;
    // What the server keeps longer than the page is forgotten there after a day.
    if (item.kept && discard) discard(item.kept.id).catch(() => undefined);
    drop([item]);
    setSaid({ what: "removed", name: item.name });
  };
  /** After these were named: they belong to what was said. */
  const clear = (named: string[]) => {
    drop(now.current.filter((one) => one.kept && named.includes(one.kept.id)));
    setSaid(null);
  };
  /** After the server refused to find one of them. */
  const gone = (error: unknown) => {
    if (!(error instanceof Problem) || error.code !== "file_gone") return;
    change((all) => all.map((one) => (one.kept ? { ...one, kept: undefined, error } : one)));
  };

  const failed = items.some(({ error }) => error !== undefined);
  const busy = items.some(({ kept, error }) => !kept && error === undefined);
  return { items, limits, said, add, again, remove, clear, gone, failed, busy, /** Nothing keeps the words from being sent. */ ready: !failed && !busy, ids: items.flatMap(({ kept }) => kept?.id ?? []) };
}
