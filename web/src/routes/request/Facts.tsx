// What a request is found by and watched by: tags, priority, who follows it, until when it is set aside.
import { Button, Menu, Select, TagsInput } from "@mantine/core";
import { patch } from "../../api/client";
import type { RequestChange, RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { morning } from "../../lib/local-time";
import { useSend } from "../../lib/useSend";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { useRef } from "react";
import css from "./Request.module.css";

const PRIORITIES = ["1", "2", "3", "4"] as const;

export function Facts({ detail, now, works }: { detail: RequestDetail; now: number; works: boolean }) {
  const { t, format } = useLanguage();
  const wanted = useRef<RequestChange>({});
  const { go, busy, error } = useSend(() => patch("/api/v1/requests/{request}", { path: { request: detail.id }, body: wanted.current }), () => undefined);
  const change = (to: RequestChange) => {
    wanted.current = to;
    void go();
  };
  const snoozes = [
    { label: t("snooze.hour"), at: new Date((now + 3600) * 1000).toISOString() },
    { label: t("snooze.tomorrow"), at: morning(now, 1, 8) },
    { label: t("snooze.week"), at: morning(now, 7, 8) },
  ];
  const snoozed = detail.snoozed_until !== null && Date.parse(detail.snoozed_until) / 1000 > now ? detail.snoozed_until : null;
  return (
    <section className={css.panel} aria-labelledby="facts">
      <h2 id="facts">{t("facts.title")}</h2>
      <TagsInput label={t("facts.tags")} value={detail.tags} disabled={!works || busy} maxTags={30} placeholder={works ? t("facts.tags.add") : undefined} onChange={(tags) => { change({ tags }); }} />
      <Select
        label={t("facts.priority")} value={String(detail.priority)} disabled={!works || busy} allowDeselect={false}
        data={PRIORITIES.map((one) => ({ value: one, label: t(`priority.${one}`) }))} onChange={(value) => { if (value) change({ priority: Number(value) }); }}
      />
      <div className="row" style={{ gap: "0.5rem" }}>
        <Button size="sm" variant="default" aria-pressed={detail.following} leftSection={<Icon name="bell" size={16} />} disabled={busy} onClick={() => { change({ following: !detail.following }); }}>
          {t(detail.following ? "facts.unfollow" : "facts.follow")}
        </Button>
        {snoozed ? (
          <Button size="sm" variant="default" leftSection={<Icon name="clock" size={16} />} disabled={busy} onClick={() => { change({ snoozed_until: null }); }}>{t("snooze.back")}</Button>
        ) : (
          <Menu position="bottom-start" withinPortal={false} shadow="md">
            <Menu.Target><Button size="sm" variant="default" leftSection={<Icon name="clock" size={16} />} disabled={busy}>{t("snooze.do")}</Button></Menu.Target>
            <Menu.Dropdown>
              {snoozes.map(({ label, at }) => <Menu.Item key={label} onClick={() => { change({ snoozed_until: at }); }}>{label}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {snoozed && <p className="small quiet">{t("snooze.until", { at: format.instant(snoozed) })}</p>}
      {detail.followers.length > 0 && <p className="small quiet">{t("facts.followers", { names: format.list(detail.followers.map(({ name }) => name)) })}</p>}
      <Refused error={error} />
    </section>
  );
}
