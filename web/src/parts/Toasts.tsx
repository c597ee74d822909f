// What was just done, at the foot of the page, and Undo beside it for ten seconds.
import { useHotkeys } from "@mantine/hooks";
import { useSyncExternalStore } from "react";
import { post, Problem } from "../api/client";
import { deskChanged } from "../api/desk";
import { useLanguage, type Translate } from "../i18n";
import { forget, lastUndoable, said, tell, type Toast } from "../lib/toasts";
import { useLetters } from "../lib/useLetters";
import { Icon } from "./Icon";
import css from "./Toasts.module.css";

export function Toasts() {
  const { t } = useLanguage();
  const toasts = useSyncExternalStore(said.watch, said.now);
  const { on } = useLetters();
  const last = () => {
    const toast = lastUndoable();
    if (toast) void undo(toast, t);
  };
  useHotkeys(on ? [["u", last]] : []);
  return (
    <div className={`${css.place} noprint`} role="region" aria-label={t("toast.label")}>
      <div role="status" className={css.list}>
        {toasts.map((toast) => (
          <div key={toast.id} className={css.toast} data-failed={toast.failed || undefined}>
            <span className={css.text}>{toast.text}</span>
            {toast.act && (
              <button type="button" className={css.undo} onClick={() => void undo(toast, t)}>
                <Icon name="undo" size={16} /> {t("toast.undo")} {on && <kbd aria-hidden="true">u</kbd>}
              </button>
            )}
            <button type="button" className={css.close} aria-label={t("act.close")} onClick={() => { forget(toast.id); }}><Icon name="close" size={16} /></button>
            {toast.act && <span className={css.left} aria-hidden="true" />}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Takes an act back; when it is too late, that is said. */
async function undo(toast: Toast, t: Translate): Promise<void> {
  if (!toast.act) return;
  forget(toast.id);
  try {
    await post("/api/v1/undo", { body: { act: toast.act } });
    tell(t("toast.undone"));
  } catch (error) {
    tell(t("toast.too_late", { why: error instanceof Problem ? error.message : "" }), { failed: true });
  }
  deskChanged();
}
