// What a webhook was told of, the last event first: how each delivery went, and why.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId } from "react";
import { post } from "../../api/client";
import { useSend } from "../../api/office";
import { deliveriesQuery, type Webhook } from "../../api/outbound";
import { useLanguage } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import { failure } from "./Card";
import css from "./Webhooks.module.css";

export function Deliveries({ webhook, administers }: { webhook: Webhook; administers: boolean }) {
  const { t, format } = useLanguage();
  const name = useId();
  const deliveries = useInfiniteQuery(deliveriesQuery(webhook.id));
  const retry = useSend((seq: number) => post("/api/v1/webhooks/{webhook}/deliveries/{seq}/retry", { path: { webhook: webhook.id, seq } }));
  return (
    <section className={css.deliveries} aria-labelledby={name}>
      <h3 id={name} className="unseen">{t("webhooks.deliveries.of", { url: webhook.url })}</h3>
      <Asked of={deliveries} lines={3}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.deliveries);
          if (all.length === 0) return <p className="quiet">{t("webhooks.deliveries.empty")}</p>;
          return (
            <>
              {/* What scrolls must be reachable by keyboard. */}
              <div className={css.scroll} role="group" aria-labelledby={name} tabIndex={0}>
                <table className={css.table}>
                  <thead>
                    <tr>
                      <th scope="col" className="number">{t("webhooks.delivery.event")}</th>
                      <th scope="col">{t("webhooks.delivery.kind")}</th>
                      <th scope="col">{t("webhooks.delivery.state")}</th>
                      <th scope="col">{t("webhooks.delivery.tried")}</th>
                      <th scope="col" className="number">{t("webhooks.delivery.attempts")}</th>
                      {administers && <th scope="col"><span className="unseen">{t("webhooks.delivery.act")}</span></th>}
                    </tr>
                  </thead>
                  <tbody>
                    {all.map((delivery) => (
                      <tr key={delivery.seq}>
                        <th scope="row" className="number">{delivery.seq}</th>
                        <td><code>{delivery.kind}</code></td>
                        <td>
                          {t(`webhooks.delivery.${delivery.state}`)}
                          {delivery.reason !== null && <p className="small quiet">{failure(delivery, t)}</p>}
                          {delivery.attempts > 0 && delivery.next_at && <p className="small quiet">{t("webhooks.delivery.next", { at: format.instant(delivery.next_at) })}</p>}
                        </td>
                        <td>{delivery.tried_at ? <time dateTime={delivery.tried_at} title={format.full(delivery.tried_at)}>{format.instant(delivery.tried_at)}</time> : "–"}</td>
                        <td className="number">{delivery.attempts}</td>
                        {administers && <td>{delivery.state !== "delivered" && delivery.attempts > 0 && <Button size="xs" variant="default" disabled={retry.isPending} aria-label={t("webhooks.delivery.retry.of", { n: delivery.seq })} onClick={() => { retry.mutate(delivery.seq); }}>{t("webhooks.delivery.retry")}</Button>}</td>}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {deliveries.hasNextPage && <div><Button size="xs" variant="default" loading={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>{t("office.more")}</Button></div>}
            </>
          );
        }}
      </Asked>
      <Refused error={retry.error} />
    </section>
  );
}
