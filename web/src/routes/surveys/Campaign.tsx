// Asking many customers at once: whom, how many that would be and how many are left in peace, and what came of it before.
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { servicesQuery } from "../../api/desk";
import { audienceQuery, campaignsQuery, surveysQuery, type Audience, type Survey } from "../../api/feedback";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { toCsv } from "../../lib/csv";
import { download, fileName } from "../../lib/download";
import { Asked } from "../../parts/Asked";
import { InstantField } from "../../parts/InstantField";
import { Page } from "../../parts/Page";
import { useDesk } from "../../parts/pages";
import { Nothing } from "../../parts/States";
import { Sure } from "../../parts/Sure";
import css from "./Campaign.module.css";

const route = getRouteApi("/surveys/$survey/ask");
/** How many are asked at once, and for how many days nobody is asked anything else: the server's own rules. */
const MOST = 500;
const ANY_DAYS = 90;

export function CampaignPage() {
  const { t } = useLanguage();
  const { survey: id } = route.useParams();
  const surveys = useQuery(surveysQuery);
  return (
    <Asked of={surveys} page>
      {({ surveys: all }) => {
        const survey = all.find((one) => one.id === id);
        return survey ? <Campaign survey={survey} /> : <Nothing page title={t("office.missing")}><p>{t("office.missing.why")}</p></Nothing>;
      }}
    </Asked>
  );
}

function Campaign({ survey }: { survey: Survey }) {
  const { t } = useLanguage();
  const { me } = useDesk();
  const may = me?.role === "administrator" || me?.role === "lead";
  return (
    <Page title={t("campaign.title")} lede={t("campaign.lede", { name: survey.name })}>
      <p className="small"><Link to="/surveys/$survey" params={{ survey: survey.id }}>{survey.name}</Link></p>
      {may && (survey.running ? <Whom survey={survey} /> : <p className="quiet">{t("campaign.stopped")}</p>)}
      <Past survey={survey.id} />
    </Page>
  );
}

function Whom({ survey }: { survey: Survey }) {
  const { t, format } = useLanguage();
  const services = useQuery(servicesQuery).data?.services ?? [];
  const [filter, setFilter] = useState<Audience>({});
  const [settled] = useDebouncedValue(filter, 250);
  const audience = useQuery(audienceQuery(survey.id, settled));
  const [sure, setSure] = useState(false);
  const [links, setLinks] = useState<{ customer: string; path: string }[] | null>(null);
  const send = useSend((customers: string[]) => post("/api/v1/surveys/{survey}/campaign", { path: { survey: survey.id }, body: { customers } }));
  const narrow = (more: Audience) => { setFilter({ ...filter, ...more }); setLinks(null); };
  return (
    <section className={css.section} aria-labelledby="whom">
      <h2 id="whom">{t("campaign.whom")}</h2>
      <div className={css.filters}>
        <Select
          label={t("campaign.service")} allowDeselect={false} searchable nothingFoundMessage={t("filter.nothing")} value={filter.service ?? ""}
          data={[{ value: "", label: t("campaign.service.any") }, ...services.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(value) => { narrow({ service: value ? value : undefined }); }}
        />
        <InstantField label={t("campaign.since")} value={filter.since ?? null} change={(at) => { narrow({ since: at ?? undefined }); }} />
        <InstantField label={t("campaign.until")} value={filter.until ?? null} change={(at) => { narrow({ until: at ?? undefined }); }} />
        <TextInput label={t("campaign.tag")} maxLength={60} value={filter.tag ?? ""} onChange={(event) => { const tag = event.currentTarget.value.trim(); narrow({ tag: tag === "" ? undefined : tag }); }} />
        <InstantField label={t("campaign.rested")} value={filter.rested_since ?? null} change={(at) => { narrow({ rested_since: at ?? undefined }); }} />
      </div>
      <Asked of={audience} lines={3}>
        {({ found, more, ready, resting_any, resting_same, customers }) => (
          <>
            <p role="status">{found === 0 ? t("campaign.nobody") : more ? t("campaign.found.many", { n: format.count(found) }) : t("campaign.found", { count: found, n: format.count(found) })}</p>
            {found > 0 && (
              <dl className={css.counts}>
                <div data-ready><dd className="number">{format.count(ready)}</dd><dt>{t("campaign.ready")}</dt></div>
                <div><dd className="number">{format.count(resting_any)}</dd><dt>{t("campaign.resting_any", { days: ANY_DAYS })}</dt></div>
                <div><dd className="number">{format.count(resting_same)}</dd><dt>{t("campaign.resting_same", { days: survey.every_days })}</dt></div>
              </dl>
            )}
            {ready > MOST && <p className="small quiet">{t("campaign.most", { n: format.count(MOST) })}</p>}
            <div><Button disabled={customers.length === 0 || audience.isPlaceholderData || settled !== filter} onClick={() => { setSure(true); }}>{t("campaign.ask", { count: customers.length, n: format.count(customers.length) })}</Button></div>
            <Sure
              title={t("campaign.sure")} words={<p>{t("campaign.sure.words")}</p>} act={t("campaign.ask", { count: customers.length, n: format.count(customers.length) })} opened={sure} busy={send.isPending} error={send.error}
              close={() => { setSure(false); }} go={() => { send.mutate(customers, { onSuccess: ({ asked }) => { setSure(false); setLinks(asked); } }); }}
            />
          </>
        )}
      </Asked>
      {links && (
        <div className={css.done} role="status">
          <p><strong>{t("campaign.done", { count: links.length, n: format.count(links.length) })}</strong> {t("campaign.links")}</p>
          <div><Button variant="default" onClick={() => { download(fileName([survey.name, "links"], "csv"), "text/csv", toCsv(["customer", "link"], links.map((one) => [one.customer, `${location.origin}${one.path}`]))); }}>{t("campaign.links.save")}</Button></div>
        </div>
      )}
    </section>
  );
}

function Past({ survey }: { survey: string }) {
  const { t, format } = useLanguage();
  const past = useQuery(campaignsQuery(survey));
  return (
    <section className={css.section} aria-labelledby="past">
      <h2 id="past">{t("campaign.past")}</h2>
      <Asked of={past} lines={3}>
        {({ campaigns }) => campaigns.length === 0 ? <p className="quiet">{t("campaign.past.none")}</p> : (
          <table className={css.past}>
            <thead><tr><th scope="col">{t("campaign.past.at")}</th><th scope="col" className="number">{t("campaign.past.asked")}</th><th scope="col" className="number">{t("campaign.past.answered")}</th></tr></thead>
            <tbody>
              {campaigns.map((one) => (
                <tr key={one.act}>
                  <td><time dateTime={one.asked_at} title={format.full(one.asked_at)}>{format.instant(one.asked_at)}</time></td>
                  <td className="number">{format.count(one.asked)}</td>
                  <td className="number">{format.count(one.answered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Asked>
    </section>
  );
}
