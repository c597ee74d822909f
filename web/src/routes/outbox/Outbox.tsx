// The outbox: who is told of what, the newest first, and what became of it. For those who may see all of it.
import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { put } from "../../api/client";
import { useAdministers, useSend } from "../../api/office";
import { NOTICE_KINDS, NOTICE_STATES, outboxQuery, type NoticeLanguage } from "../../api/outbound";
import { LANGUAGES, useLanguage } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Outbox.module.css";
import { Row } from "./Row";

const route = getRouteApi("/outbox");

export function Outbox() {
  const { t } = useLanguage();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const notices = useInfiniteQuery(outboxQuery(filter));
  const narrow = (more: typeof filter) => { void navigate({ search: { ...filter, ...more }, replace: true, resetScroll: false }); };
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <Page title={t("outbox.title")} lede={t("outbox.lede")}>
      <Asked of={notices} lines={9}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.notices);
          const who = all.find(({ recipient }) => recipient.id === filter.recipient)?.recipient.name;
          if (all.length === 0 && !narrowed) return <Nothing title={t("outbox.empty")}><p>{t("outbox.empty.why")}</p></Nothing>;
          return (
            <>
              <p className={css.note}><Icon name="alert" size={18} /> {t("outbox.channel")}</p>
              <div className={css.bar}>
                <Select
                  label={t("outbox.state")} allowDeselect={false} value={filter.state ?? ""}
                  data={[{ value: "", label: t("outbox.state.all") }, ...NOTICE_STATES.map((state) => ({ value: state, label: t(`outbox.state.${state}`) }))]}
                  onChange={(value) => { narrow({ state: NOTICE_STATES.find((state) => state === value) }); }}
                />
                <Select
                  label={t("outbox.kind")} allowDeselect={false} value={filter.kind ?? ""}
                  data={[{ value: "", label: t("outbox.kind.all") }, ...NOTICE_KINDS.map((kind) => ({ value: kind, label: t(`outbox.kind.${kind}`) }))]}
                  onChange={(value) => { narrow({ kind: NOTICE_KINDS.find((kind) => kind === value) }); }}
                />
                <Spoken language={pages[0]?.language ?? "en"} />
              </div>
              {filter.recipient && (
                <p className={css.only}>
                  {t("outbox.only", { who: who ?? t("outbox.only.one") })}{" "}
                  <Link to="/outbox" search={{ ...filter, recipient: undefined }} className={css.clear}><Icon name="close" size={14} /> {t("outbox.everybody")}</Link>
                </p>
              )}
              {all.length === 0 ? <p className="quiet" role="status">{t("outbox.none")}</p> : (
                <ol className={css.notices} aria-label={t("outbox.title")}>{all.map((notice) => <Row key={notice.id} notice={notice} />)}</ol>
              )}
              {notices.hasNextPage
                ? <div><Button variant="default" loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>{t("office.more")}</Button></div>
                : all.length > 0 && <p className="quiet small">{t("outbox.end")}</p>}
            </>
          );
        }}
      </Asked>
    </Page>
  );
}

/** In which language those are told who did not choose one. */
function Spoken({ language }: { language: NoticeLanguage }) {
  const { t } = useLanguage();
  const administers = useAdministers();
  const speak = useSend((wanted: NoticeLanguage) => put("/api/v1/outbox/language", { body: { language: wanted } }));
  if (!administers) return null;
  return (
    <div className={css.spoken}>
      <Select
        label={t("outbox.language")} allowDeselect={false} value={language} disabled={speak.isPending}
        data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(value) => { const wanted = LANGUAGES.find(({ code }) => code === value); if (wanted) speak.mutate(wanted.code); }}
      />
      <Refused error={speak.error} />
    </div>
  );
}
