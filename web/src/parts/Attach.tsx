// Choosing files that go with words: a button, and the list of what was chosen with its progress and its
// troubles. Plain elements: customers' pages use it as well.
import { useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../i18n";
import { filesOf, mayHelp, why } from "../lib/attaching";
import type { Files, Item } from "../lib/useFiles";
import css from "./Files.module.css";
import { Icon } from "./Icon";

/** The button, and what was chosen with it. */
export function Attach({ files, asked }: { files: Files; /** Somebody wants to send and cannot yet. */ asked?: boolean }) {
  const { t } = useLanguage();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { items, said } = files;
  const remove = (key: string) => {
    files.remove(key);
    button.current?.focus();
  };
  return (
    <div className={css.attach}>
      {items.length > 0 && (
        <>
          <p className="unseen" id={id}>{t("files.list")}</p>
          <ul className={css.chosen} aria-labelledby={id}>
            {items.map((item) => <Chosen key={item.key} item={item} files={files} remove={() => { remove(item.key); }} />)}
          </ul>
        </>
      )}
      <div>
        <button ref={button} type="button" className={css.add} onClick={() => input.current?.click()}>
          <Icon name="clip" size={16} /> {t("files.add")}
        </button>
        <input
          ref={input} type="file" multiple hidden aria-label={t("files.add")}
          onChange={(event) => {
            files.add([...(event.currentTarget.files ?? [])]);
            // The same file can be chosen again after it was removed.
            event.currentTarget.value = "";
          }}
        />
      </div>
      <p role="status" className="unseen">{said && t(said.what === "kept" ? "files.kept" : "files.removed", { name: said.name })}</p>
      {asked && !files.ready && <p className={css.trouble} role="alert">{t(files.failed ? "files.failed" : "files.wait")}</p>}
    </div>
  );
}

function Chosen({ item, files, remove }: { item: Item; files: Files; remove: () => void }) {
  const { t, format } = useLanguage();
  const reason = item.error === undefined ? null : why(item.error, files.limits, format);
  return (
    <li className={css.one} data-failed={reason ? true : undefined}>
      {item.picture ? <img src={item.picture} alt="" className={css.small} /> : <span className={css.small}><Icon name="file" size={18} /></span>}
      <span className={css.about}>
        <span className={css.name} dir="auto">{item.name}</span>
        <span className="small quiet">{format.bytes(item.size)}</span>
        {!item.kept && !reason && <progress aria-label={t("files.sending", { name: item.name })} max={Math.max(1, item.size)} value={item.sent} />}
        {reason && <span className={css.trouble} role="alert"><span className="unseen">{item.name}: </span>{t(reason.key, reason.values)}</span>}
      </span>
      {reason && item.file && mayHelp(item.error) && (
        <button type="button" className={css.act} aria-label={t("files.again.name", { name: item.name })} onClick={() => { files.again(item.key); }}>{t("files.again")}</button>
      )}
      <button type="button" className={css.act} aria-label={t("files.remove", { name: item.name })} title={t("files.remove", { name: item.name })} onClick={remove}><Icon name="close" size={16} /></button>
    </li>
  );
}

/** Where files may be dropped or pasted: what to spread over an element, and whether something hangs over it. */
export function useDrop(add: ((files: File[]) => void) | null) {
  const [over, setOver] = useState(false);
  const carries = (event: React.DragEvent) => event.dataTransfer.types.includes("Files");
  // Beside its place a file does nothing: the browser would leave the page, and the words on it, for the file.
  useEffect(() => {
    const stay = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", stay);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", stay);
    };
  }, []);
  return {
    over: over && add !== null,
    taking: {
      onDragOver: (event: React.DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = add ? "copy" : "none";
        setOver(true);
      },
      onDragLeave: (event: React.DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: React.DragEvent) => {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        add?.([...event.dataTransfer.files]);
      },
      onPaste: (event: React.ClipboardEvent) => {
        const files = filesOf(event.clipboardData);
        if (files.length === 0 || !add) return;
        event.preventDefault();
        add(files);
      },
    },
  };
}
