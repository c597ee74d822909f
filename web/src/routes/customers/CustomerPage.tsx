// One customer: how they are reached, everything they ever asked for, and the way to forget them.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { partyQuery, useAdministers, useMe, type Person, type RequestRow } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { StateMark } from "../../parts/StateMark";
import css from "./Customers.module.css";
import { Erase } from "./Erase";
import { Handles } from "./Handles";
import { Rename } from "./Rename";
import { Said } from "./Said";

const route = getRouteApi("/customers/$party");
/** What the server counts up to. */
const COUNTED = 1000;

export function CustomerPage() {
  const { party } = route.useParams();
  const person = useQuery(partyQuery(party));
  return <Asked of={person} page>{(known) => <Known person={known} />}</Asked>;
}

function Known({ person }: { person: Person }) {
  const { t, format } = useLanguage();
  const me = useMe();
  const administers = useAdministers();
  const works = me !== undefined && me.role !== "auditor";
  const open = person.requests.filter((request) => ["planned", "offered", "accepted", "returned"].includes(request.status)).length;
  const erased = person.name === "";
  // Of a long list only the first rows are here, so how many are open is not known.
  const sense = person.count === 0 ? t("customers.asked.none.yet")
    : person.count > COUNTED ? t("customers.sense.many", { n: format.count(COUNTED) })
    : person.count > person.requests.length ? t("customers.sense.some", { n: format.count(person.count) })
    : t("customers.sense", { count: person.count, n: format.count(person.count), open: format.count(open) });
  return (
    <Page
      title={person.name || t("office.erased")}
      lede={<p>{sense}</p>}
      actions={works && !erased && <Button renderRoot={(props) => <Link to="/requests/new" search={{ customer: person.id }} {...props} />}>{t("customers.ask")}</Button>}
    >
      <p className="small">
        <Link to="/customers">{t("customers.all")}</Link>
        <span className="quiet"> · {t(person.kind === "organisation" ? "customers.organisation" : "customers.person")}{person.parent ? ` · ${person.parent.name}` : ""} · {t("customers.since", { at: format.date(person.created_at) })}</span>
      </p>
      {works && !erased && !person.internal && <Rename key={person.revision} person={person} />}
      <Handles person={person} locked={!works} />
      <section className={css.section} aria-labelledby="asked">
        <h2 id="asked">{t("customers.asked")}</h2>
        {person.requests.length === 0 ? <p className="quiet">{t("customers.asked.none")}</p> : (
          <ul className={css.list}>{person.requests.map((request) => <Row key={request.id} request={request} />)}</ul>
        )}
        {person.count > person.requests.length && <p><Link to="/requests" search={{ customer: [person.id] }}>{person.count > COUNTED ? t("customers.asked.many") : t("customers.asked.all", { count: person.count, n: format.count(person.count) })}</Link></p>}
      </section>
      {!person.internal && <Said person={person} locked={!works || erased} />}
      {administers && person.kind === "person" && !erased && me?.person.id !== person.id && <Erase person={person} />}
    </Page>
  );
}

/** One thing that they asked for: what, where it stands, what was promised. */
function Row({ request }: { request: RequestRow }) {
  const { t, format } = useLanguage();
  const state = request.standing === "kept" ? "kept" : request.standing === "broken" ? "broken" : null;
  return (
    <li>
      <span className={css.subject}><Link to="/requests/$request" params={{ request: String(request.number) }}>{request.subject || t("office.erased")}</Link> <span className="small quiet">#{request.number}{request.service ? ` · ${request.service.name}` : ""}</span></span>
      <span className="quiet">{t(`customers.status.${request.status}`)}</span>
      <span className="small number">{state ? <StateMark state={state} /> : request.due_at ? t("customers.by", { at: format.instant(request.due_at) }) : <span className="quiet">{format.date(request.asked_at)}</span>}</span>
    </li>
  );
}
