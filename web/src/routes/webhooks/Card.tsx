// One webhook: where to, of what, how it goes, and what can be done about it.
import { Button } from "@mantine/core";
import { useState } from "react";
import { patch, post, remove } from "../../api/client";
import { useSend } from "../../api/office";
import type { Delivery, Webhook, WebhookTest } from "../../api/outbound";
import { useLanguage, type Translate } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Icon, type IconName } from "../../parts/Icon";
import { Sure } from "../../parts/Sure";
import { Deliveries } from "./Deliveries";
import { Form } from "./Form";
import css from "./Webhooks.module.css";

/** A secret that is shown once. */
export type Shown = { url: string; secret: string };

type Props = { webhook: Webhook; kinds: string[]; administers: boolean; show: (shown: Shown) => void };

const SIGNS: Record<Webhook["state"] | "trouble", IconName> = { active: "check", trouble: "clock", paused: "pause", failing: "alert", gone: "alert" };

export function Card({ webhook, kinds, administers, show }: Props) {
  const { t, format } = useLanguage();
  const { id, url, state } = webhook;
  const [asking, setAsking] = useState<"change" | "rotate" | "remove" | null>(null);
  const [opened, setOpened] = useState(false);
  const path = { webhook: id };
  const test = useSend(() => post("/api/v1/webhooks/{webhook}/test", { path }));
  const pause = useSend((paused: boolean) => patch("/api/v1/webhooks/{webhook}", { path, body: { paused } }));
  const rotate = useSend(async () => { show({ url, secret: (await post("/api/v1/webhooks/{webhook}/secret", { path })).secret }); });
  const drop = useSend(() => remove("/api/v1/webhooks/{webhook}", { path }));
  const rests = state !== "active";
  // What fails and is tried again is not well, and not given up either.
  const look = !rests && webhook.failures > 0 ? "trouble" : state;
  const close = () => { setAsking(null); };
  return (
    <li className={css.card}>
      <div className={css.head}>
        <h2 className={css.url}>{url}</h2>
        <p className={css.state} data-state={look}><Icon name={SIGNS[look]} size={16} /> {t(`webhooks.state.${state}`)}</p>
      </div>
      {state !== "active" && <p>{t(`webhooks.state.${state}.why`, { n: webhook.failures })}</p>}
      <p className="small quiet">
        {webhook.kinds.length === 0 ? t("webhooks.kinds.all") : webhook.kinds.map((kind, at) => <span key={kind}>{at > 0 && ", "}<code>{kind}</code></span>)}
        {" · "}{webhook.last?.tried_at ? t("webhooks.last", { at: format.instant(webhook.last.tried_at) }) : t("webhooks.never")}
        {webhook.waiting > 0 && <>{" · "}{t("webhooks.waiting", { count: webhook.waiting, n: format.count(webhook.waiting) })}</>}
      </p>
      {webhook.last?.reason && <p className="small">{t("webhooks.failed", { why: failure(webhook.last, t) })}</p>}
      <div className={css.acts}>
        {administers && (
          <>
            <Button size="xs" variant="default" loading={test.isPending} aria-label={t("webhooks.test.of", { url })} onClick={() => { test.mutate(undefined); }}>{t("webhooks.test")}</Button>
            <Button size="xs" variant="default" loading={pause.isPending} aria-label={t(rests ? "webhooks.resume.of" : "webhooks.pause.of", { url })} onClick={() => { pause.mutate(!rests); }}>{t(rests ? "webhooks.resume" : "webhooks.pause")}</Button>
            <Button size="xs" variant="default" aria-label={t("webhooks.change.of", { url })} onClick={() => { setAsking("change"); }}>{t("webhooks.change")}</Button>
            <Button size="xs" variant="default" aria-label={t("webhooks.rotate.of", { url })} onClick={() => { setAsking("rotate"); }}>{t("webhooks.rotate")}</Button>
            <Button size="xs" variant="default" aria-label={t("webhooks.remove.of", { url })} onClick={() => { setAsking("remove"); }}>{t("webhooks.remove")}</Button>
          </>
        )}
        <Button size="xs" variant="subtle" color="gray" aria-expanded={opened} aria-label={t("webhooks.deliveries.of", { url })} onClick={() => { setOpened(!opened); }}>{t("webhooks.deliveries")}</Button>
      </div>
      <div role="status">{test.data && <p className={css.tested}>{outcome(test.data, t)}</p>}</div>
      <Refused error={test.error ?? pause.error} />
      {opened && <Deliveries webhook={webhook} administers={administers} />}
      {asking === "change" && <Form kinds={kinds} webhook={webhook} close={close} />}
      <Sure title={t("webhooks.rotate")} words={<p>{t("webhooks.rotate.sure")}</p>} act={t("webhooks.rotate")} opened={asking === "rotate"} busy={rotate.isPending} error={rotate.error} close={close} go={() => { rotate.mutate(undefined, { onSuccess: close }); }} />
      <Sure title={t("webhooks.remove.title")} words={<p className={css.url}>{t("webhooks.remove.sure", { url })}</p>} act={t("webhooks.remove")} opened={asking === "remove"} busy={drop.isPending} error={drop.error} close={close} go={() => { drop.mutate(undefined, { onSuccess: close }); }} />
    </li>
  );
}

/** How a test went, in words. */
function outcome(test: WebhookTest, t: Translate): string {
  const values = { status: test.status ?? "–", ms: test.milliseconds };
  return test.reason === null ? t("webhooks.test.ok", values) : t("webhooks.test.failed", { ...values, why: failure(test, t) });
}

/** Why a message did not arrive, in words. */
export function failure({ reason, status }: Pick<Delivery, "reason" | "status">, t: Translate): string {
  return reason === null ? "" : t(`webhooks.why.${reason}`, { status: status ?? "–" });
}
