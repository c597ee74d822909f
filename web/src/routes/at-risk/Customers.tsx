// Customers who have not come back yet: how likely they do not, beside others who were away as long, and what they met
// with last; above them what became of all who had met with the same.
import { Button, Checkbox, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { customersAtRiskQuery, MET, type CustomerAtRisk, type CustomersAtRisk, type RiskSearch } from "../../api/at-risk";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { Nothing } from "../../parts/States";
import { CsvButton, Table, type Column } from "../../parts/Table";
import { Whisker } from "../../parts/Whisker";
import css from "./AtRisk.module.css";
import { Chance } from "./Chance";

const route = getRouteApi("/at-risk");
type Past = CustomersAtRisk["past"][number];

export function Customers() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useInfiniteQuery(customersAtRiskQuery(search));
  const narrow = (more: RiskSearch) => { void navigate({ search: { ...search, ...more }, replace: true, resetScroll: false }); };
  return (
    <Asked of={asked} lines={9}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.customers);
        const first = pages[0];
        if (!first) return null;
        return (
          <>
            <Sense page={first} />
            <PastTable page={first} />
            <div className={css.bar}>
              <Select
                label={t("risk.met")} allowDeselect={false} value={search.met ?? ""}
                data={[{ value: "", label: t("risk.met.all") }, ...MET.map((met) => ({ value: met, label: t(`risk.met.${met}`) }))]}
                onChange={(value) => { narrow({ met: MET.find((met) => met === value) }); }}
              />
              <Select
                label={t("risk.order")} allowDeselect={false} value={search.order ?? "excess"}
                data={[{ value: "excess", label: t("risk.order.excess") }, { value: "chance", label: t("risk.order.chance") }]}
                onChange={(value) => { narrow({ order: value === "chance" ? "chance" : undefined }); }}
              />
              <Checkbox className={css.check} label={t("risk.regulars")} checked={search.regulars === "true"} onChange={(event) => { narrow({ regulars: event.currentTarget.checked ? "true" : undefined }); }} />
            </div>
            {all.length === 0 ? <Nothing title={t("risk.customers.none")}><p>{t("risk.customers.none.why")}</p></Nothing> : <List customers={all} />}
            {asked.hasNextPage && <div><Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t("office.more")}</Button></div>}
            <p className="quiet small">{t("risk.customers.note")}</p>
          </>
        );
      }}
    </Asked>
  );
}

function Sense({ page }: { page: CustomersAtRisk }) {
  const { t, format } = useLanguage();
  const worst = page.past.filter((one) => one.gone !== null).toSorted((a, b) => (b.gone?.share ?? 0) - (a.gone?.share ?? 0))[0];
  return (
    <p className="lede">
      {page.all && worst?.gone && worst.gone.interval[0] > page.all.share
        ? (
          <Sentence
            text="risk.customers.sense" values={{ met: t(`risk.after.${worst.met}`), n: format.count(worst.gone.n), days: page.days }}
            slots={{
              share: <Figure name="at_risk_customer" note={interval(worst.gone, t, format)}>{format.share(worst.gone.share)}</Figure>,
              all: <Figure name="at_risk_customer" note={interval(page.all, t, format)}>{format.share(page.all.share)}</Figure>,
            }}
          />
        )
        : t("risk.customers.unsure")}{" "}
      {page.count > 0 && t("risk.customers.away", { count: page.count, n: format.count(page.count) })}
    </p>
  );
}

type Shared = { interval: [number, number] };
const interval = (share: Shared, t: ReturnType<typeof useLanguage>["t"], format: ReturnType<typeof useLanguage>["format"]) =>
  t("interval", { low: format.share(share.interval[0]), high: format.share(share.interval[1]) });

/** What became of past customers, by what they had met with: dots on their intervals, and the figures. */
function PastTable({ page }: { page: CustomersAtRisk }) {
  const { t, format } = useLanguage();
  return (
    <Table<Past>
      title={t("risk.past", { days: page.days })} file={[t("risk.title"), t("risk.tab.customers"), "90"]} rows={page.past} rowKey={(one) => one.met}
      columns={[
        { key: "met", title: t("risk.met"), value: (one) => t(`risk.met.${one.met}`) },
        {
          key: "gone", title: t("risk.gone"), value: (one) => one.gone?.share,
          show: (one) => (one.gone
            ? (
              <span className={css.dot}>
                <Whisker value={one.gone.share} interval={one.gone.interval} max={1} mark={page.all?.share} />
                <Figure quiet name="at_risk_customer" note={interval(one.gone, t, format)}>{format.share(one.gone.share)}</Figure>
              </span>
            )
            : t("risk.unknown")),
          more: [{ title: "k", value: (one) => one.gone?.k }, { title: "2.5 %", value: (one) => one.gone?.interval[0] }, { title: "97.5 %", value: (one) => one.gone?.interval[1] }],
        },
        { key: "n", title: "n", number: true, value: (one) => one.cases, show: (one) => format.count(one.cases) },
      ]}
    />
  );
}

function List({ customers }: { customers: CustomerAtRisk[] }) {
  const { t } = useLanguage();
  const columns: Column<CustomerAtRisk>[] = [
    { key: "customer", title: t("risk.customer"), value: (one) => one.customer.name },
    { key: "gone", title: t("risk.gone"), number: true, value: (one) => one.gone },
    { key: "usual", title: t("risk.usual"), number: true, value: (one) => one.usual },
    { key: "k", title: "k", number: true, value: (one) => one.past?.k },
    { key: "n", title: "n", number: true, value: (one) => one.past?.n },
    { key: "met", title: t("risk.met"), value: (one) => t(`risk.met.${one.met}`) },
    { key: "days", title: t("risk.days"), number: true, value: (one) => one.days },
    { key: "matters", title: t("risk.matters"), number: true, value: (one) => one.matters },
    { key: "last", title: t("risk.last"), number: true, value: (one) => one.last.number },
    { key: "owner", title: t("risk.owner"), value: (one) => one.owner?.name },
  ];
  return (
    <section aria-label={t("risk.tab.customers")} className={css.section}>
      <div className={css.tools}><CsvButton title={t("risk.tab.customers")} file={[t("risk.title"), t("risk.tab.customers")]} columns={columns} rows={customers} /></div>
      <ol className={css.list}>{customers.map((one) => <Row key={one.customer.id} one={one} />)}</ol>
    </section>
  );
}

function Row({ one }: { one: CustomerAtRisk }) {
  const { t, format } = useLanguage();
  const { customer, last, past } = one;
  const name = customer.name || t("office.erased");
  return (
    <li className={css.row}>
      <Chance
        name="at_risk_customer" chance={one.gone} usual={one.usual} few={past?.n ?? 0} words={t("risk.chance.gone")}
        note={past ? interval(past, t, format) : undefined}
      />
      <div className={css.what}>
        <Link to="/customers/$party" params={{ party: customer.id }} className={css.subject}>{name}</Link>
        <p className={css.for}>{t("risk.times", { count: one.matters, n: format.count(one.matters) })}{one.owner && <> · {t("risk.looked_after", { team: one.owner.name })}</>}</p>
        <p className={css.time}>
          <span>{t("risk.last.was")} <Link to="/requests/$request" params={{ request: String(last.number) }}>{last.subject || t("request.hidden")} <span className={css.number}>#{last.number}</span></Link></span>
          <span className="quiet">{one.days === 0 ? t("risk.over.today") : t("risk.over", { count: one.days, n: format.count(one.days) })}</span>
        </p>
      </div>
      <ul className={css.reasons} aria-label={t("risk.why")}>
        <li>{t(`risk.met.${one.met}`)}</li>
        {past && <li data-quiet>{t("risk.of_past", { k: format.count(past.k), n: format.count(past.n) })}</li>}
        {one.usual !== null && <li data-quiet>{t("risk.usual.is", { share: format.share(one.usual) })}</li>}
      </ul>
    </li>
  );
}
