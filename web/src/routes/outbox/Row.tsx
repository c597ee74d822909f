// One notice: whom it is for, what of, where it stands and why; its words on demand.
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { post } from "../../api/client";
import { useSend } from "../../api/office";
import type { Notice, NoticeState } from "../../api/outbound";
import { useLanguage, type Key } from "../../i18n";
import { all } from "../../i18n/all";
import { Refused } from "../../parts/Asked";
import { Icon, type IconName } from "../../parts/Icon";
import css from "./Outbox.module.css";

const SIGNS: Record<NoticeState, IconName> = { waiting: "clock", sent: "check", failed: "alert", not_sent: "close" };

export function Row({ notice }: { notice: Notice }) {
  const { t, format } = useLanguage();
  const retry = useSend(() => post("/api/v1/outbox/{notice}/retry", { path: { notice: notice.id } }));
  const cancel = useSend(() => post("/api/v1/outbox/{notice}/cancel", { path: { notice: notice.id } }));
  const who = notice.recipient.name || t("office.erased");
  const named = { subject: notice.subject, who };
  return (
    <li className={css.notice}>
      <div className={css.about}>
        <p className={css.head}>
          <Link to="/outbox" search={(search) => ({ ...search, recipient: notice.recipient.id })} className={css.who} aria-label={t("outbox.for", { who })}>{who}</Link>
          <span className="quiet small">{notice.address || t("outbox.no_address")}</span>
        </p>
        <p className="small quiet">
          {t(`outbox.kind.${notice.kind}`)}
          {notice.request && <>{" · "}<Link to="/requests/$request" params={{ request: String(notice.request.number) }}>{t("outbox.request", { n: notice.request.number })}</Link></>}
          {" · "}<time dateTime={notice.made_at} title={format.full(notice.made_at)}>{format.instant(notice.made_at)}</time>
        </p>
      </div>
      <p className={css.state} data-state={notice.state}>
        <Icon name={SIGNS[notice.state]} size={16} />
        <span><strong>{t(`outbox.state.${notice.state}`)}</strong>{notice.reason && <>: <span className="quiet">{why(notice.reason, t)}</span></>}{notice.attempts > 0 && <span className="quiet">, {t("outbox.tried", { n: notice.attempts })}</span>}</span>
      </p>
      <div className={css.acts}>
        {notice.may_retry && <Button size="xs" variant="default" loading={retry.isPending} aria-label={t("outbox.retry.of", named)} onClick={() => { retry.mutate(undefined); }}>{t("outbox.retry")}</Button>}
        {notice.may_cancel && <Button size="xs" variant="default" loading={cancel.isPending} aria-label={t("outbox.cancel.of", named)} onClick={() => { cancel.mutate(undefined); }}>{t("outbox.cancel")}</Button>}
      </div>
      <div className={css.words}>
        {notice.subject === "" ? <p className="small quiet">{t("outbox.empty_words")}</p> : (
          <details>
            <summary className="small" aria-label={t("outbox.text.of", named)}>{notice.subject}</summary>
            <p className={css.text}>{notice.body}</p>
          </details>
        )}
        <Refused error={retry.error ?? cancel.error} />
      </div>
    </li>
  );
}

/** Why it stands where it does: one of our reasons, or the words of whoever could not take it. */
function why(reason: string, t: (key: Key) => string): string {
  const key = `outbox.why.${reason}`;
  return key in all ? t(key as Key) : reason;
}
