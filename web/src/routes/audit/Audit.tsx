// Who did what, the last first, in sentences. For those who may see all of it.
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { directoryQuery, servicesQuery } from "../../api/desk";
import { accountsQuery, calendarsQuery, recordQuery, type Happened } from "../../api/office";
import { useLanguage, type Key } from "../../i18n";
import { told, type About } from "../../lib/record";
import { Asked } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Sentence } from "../../parts/Sentence";
import { Nothing } from "../../parts/States";
import css from "./Audit.module.css";

const route = getRouteApi("/audit");

export function Audit() {
  const { t, format } = useLanguage();
  const { subject } = route.useSearch();
  const record = useInfiniteQuery(recordQuery(subject));
  const names = useNames();
  return (
    <Page title={t("audit.title")} lede={t("audit.lede")}>
      {subject && (
        <p className={css.filter}>
          {t("audit.only", { what: names.of(subject) ?? t("audit.one") })}{" "}
          <Link to="/audit" className={css.clear}><Icon name="close" size={14} /> {t("audit.all")}</Link>
        </p>
      )}
      <Asked of={record} lines={10}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.events);
          if (events.length === 0) return <Nothing title={t("audit.empty")} />;
          const days = new Map<string, Happened[]>();
          for (const event of events) days.set(format.date(event.at), [...(days.get(format.date(event.at)) ?? []), event]);
          return (
            <>
              {[...days].map(([day, all]) => (
                <section key={day} aria-label={day}>
                  <h2>{day}</h2>
                  <ol className={css.events}>{all.map((event) => <Row key={event.seq} event={event} names={names} />)}</ol>
                </section>
              ))}
              {record.hasNextPage
                ? <div><Button variant="default" loading={record.isFetchingNextPage} onClick={() => void record.fetchNextPage()}>{t("office.more")}</Button></div>
                : <p className="quiet small">{t("audit.end")}</p>}
            </>
          );
        }}
      </Asked>
    </Page>
  );
}

type Names = { of: (id: string) => string | undefined; inside: (id: string) => "team" | "person" | undefined };

/** The names of everybody inside, of services, calendars and accounts. */
function useNames(): Names {
  const directory = useQuery(directoryQuery).data?.parties ?? [];
  const services = useQuery(servicesQuery).data?.services ?? [];
  const calendars = useQuery(calendarsQuery).data?.calendars ?? [];
  const accounts = useQuery(accountsQuery).data?.accounts ?? [];
  const all = new Map([...directory, ...services, ...calendars].map(({ id, name }) => [id, name]));
  for (const account of accounts) all.set(account.id, account.person.name);
  const kinds = new Map(directory.map(({ id, kind }) => [id, kind === "team" ? "team" as const : "person" as const]));
  return { of: (id) => all.get(id) || undefined, inside: (id) => kinds.get(id) };
}

function Row({ event, names }: { event: Happened; names: Names }) {
  const { t, format } = useLanguage();
  const { text, about, other, values } = told(event);
  return (
    <li>
      <time dateTime={event.at} title={format.full(event.at)} className="small quiet">{format.time(event.at)}</time>
      <span>
        <Sentence
          text={text} values={typeof values.role === "string" ? { ...values, role: t(`people.role.${values.role}` as Key) } : values}
          slots={{
            by: <strong>{event.by ? event.by.name || t("office.erased") : "Catena"}</strong>,
            about: <Subject event={event} about={about} names={names} />,
            other: other ? <Who id={other} names={names} /> : null,
          }}
        />
      </span>
      <Link to="/audit" search={{ subject: event.subject }} className={`${css.more} small`} aria-label={t("audit.more", { n: event.seq })}>{t("audit.more.short")}</Link>
    </li>
  );
}

/** What it happened to, with the way there. */
function Subject({ event, about, names }: { event: Happened; about: About; names: Names }) {
  const { t } = useLanguage();
  const name = names.of(event.subject);
  if (about === "request") {
    return (
      <Link to="/requests/$request" params={{ request: event.subject }} title={event.name ?? undefined}>
        {event.number === null ? t("audit.request") : t("audit.request.number", { number: event.number })}
      </Link>
    );
  }
  if (about === "service") return <Link to="/settings/services/$service" params={{ service: event.subject }}>{name ?? t("audit.service")}</Link>;
  if (about === "calendar") return <Link to="/settings/calendars/$calendar" params={{ calendar: event.subject }}>{name ?? t("audit.calendar")}</Link>;
  if (about === "account") return <>{name ?? t("audit.account")}</>;
  if (about === "party") return <Who id={event.subject} names={names} />;
  return null;
}

function Who({ id, names }: { id: string; names: Names }) {
  const { t } = useLanguage();
  const kind = names.inside(id);
  const name = names.of(id) ?? t("audit.somebody");
  if (kind) return <Link to="/settings/people" search={kind === "team" ? { team: id } : { person: id }}>{name}</Link>;
  return <Link to="/customers/$party" params={{ party: id }}>{name}</Link>;
}
