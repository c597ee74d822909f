// Open promises, the least likely to be kept first: how likely, who has them in hand, and why.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { chainsAtRiskQuery, type ChainAtRisk, type ChainsAtRisk } from "../../api/at-risk";
import { useLanguage } from "../../i18n";
import { slackOf, soon } from "../../lib/slack";
import { seconds } from "../../lib/time-axis";
import { useNow } from "../../lib/useNow";
import { Asked } from "../../parts/Asked";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { Nothing } from "../../parts/States";
import { CsvButton, type Column } from "../../parts/Table";
import { TimeLeft } from "../../parts/TimeLeft";
import css from "./AtRisk.module.css";
import { Chance } from "./Chance";
import { Reasons, reasonText } from "./Reasons";

export function Chains() {
  const { t } = useLanguage();
  const asked = useInfiniteQuery(chainsAtRiskQuery);
  return (
    <Asked of={asked} lines={9}>
      {({ pages }) => {
        const all = pages.flatMap((page) => page.chains);
        const first = pages[0];
        if (!first) return null;
        return (
          <>
            <Sense page={first} />
            {all.length === 0
              ? <Nothing title={t("risk.chains.none")}><p>{t("risk.chains.none.why")}</p></Nothing>
              : <List chains={all} />}
            {asked.hasNextPage
              ? <div><Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t("office.more")}</Button></div>
              : all.length > 0 && <p className="quiet small">{t(first.more ? "risk.chains.end.more" : "risk.chains.end")}</p>}
          </>
        );
      }}
    </Asked>
  );
}

/** One to three sentences made of the figures. */
function Sense({ page }: { page: ChainsAtRisk }) {
  const { t, format } = useLanguage();
  return (
    <p className="lede">
      {page.count > 0 && (
        <>
          <Sentence
            text={page.likely > 0 ? "risk.chains.sense" : "risk.chains.sense.none"} values={{ all: t("risk.promises", { count: page.count, n: format.count(page.count) }) }}
            slots={{ likely: <Figure name="at_risk_chain">{format.count(page.likely)}</Figure> }}
          />{" "}
        </>
      )}
      {page.unknown > 0 && <>{t("risk.chains.unknown", { count: page.unknown, n: format.count(page.unknown) })}{" "}</>}
      {page.overdue > 0 && (
        <Sentence
          text="risk.chains.overdue"
          slots={{ overdue: <Link to="/requests" search={{ open: "true", roots: "true", due_before: page.now }}>{t("risk.promises", { count: page.overdue, n: format.count(page.overdue) })}</Link> }}
        />
      )}
    </p>
  );
}

function List({ chains }: { chains: ChainAtRisk[] }) {
  const { t, format } = useLanguage();
  const told = (one: ChainAtRisk) => one.reasons.map((reason) => reasonText(reason, t, format)).join("; ");
  const columns: Column<ChainAtRisk>[] = [
    { key: "broken", title: t("risk.broken"), number: true, value: (one) => one.broken },
    { key: "number", title: "#", number: true, value: (one) => one.request.number },
    { key: "subject", title: t("risk.about"), value: (one) => one.request.subject },
    { key: "customer", title: t("risk.for"), value: (one) => one.request.customer.name },
    { key: "due", title: t("risk.due"), value: (one) => one.request.due_at },
    { key: "expected", title: t("risk.expected"), value: (one) => (one.forecast?.state === "known" ? one.forecast.expected_at : null) },
    { key: "hand", title: t("risk.in_hand"), value: (one) => one.in_hand.map((held) => held.provider.name).join(", ") },
    { key: "why", title: t("risk.why"), value: told },
  ];
  return (
    <section aria-label={t("risk.tab.chains")} className={css.section}>
      <div className={css.tools}><CsvButton title={t("risk.tab.chains")} file={[t("risk.title"), t("risk.tab.chains")]} columns={columns} rows={chains} /></div>
      <ol className={css.list}>{chains.map((one) => <Row key={one.request.id} chain={one} />)}</ol>
    </section>
  );
}

function Row({ chain }: { chain: ChainAtRisk }) {
  const { t, format } = useLanguage();
  const now = useNow();
  const { request, forecast, in_hand: held } = chain;
  const expected = forecast?.state === "known" ? forecast.expected_at : null;
  const over = expected && request.due_at ? seconds(expected) - seconds(request.due_at) : null;
  return (
    <li className={css.row}>
      <Chance name="at_risk_chain" chance={chain.broken} few={forecast?.state === "not_yet_known" ? forecast.cases : undefined} words={t("risk.chance.broken")} />
      <div className={css.what}>
        <Link to="/requests/$request" params={{ request: String(request.number) }} className={css.subject}>
          {request.subject || t("request.hidden")} <span className={css.number}>#{request.number}</span>
        </Link>
        <p className={css.for}>
          {t(request.external ? "today.for" : "today.for.colleague", { customer: request.customer.name })}
          {request.service && <> · {request.service.name}</>}
        </p>
        <p className={css.time}>
          {request.due_at && <span>{t("risk.promised", { at: soon(request.due_at, now, format) })}</span>}
          {expected && (
            <span className={over !== null && over > 0 ? undefined : "quiet"}>
              {t("risk.expected.at", { at: soon(expected, now, format) })}
              {over !== null && over >= 60 && <> ({t("risk.expected.after", { by: format.duration(over) })})</>}
            </span>
          )}
        </p>
        {held.length > 0 && (
          <ul className={css.held} aria-label={t("risk.in_hand")}>
            {held.map((one) => (
              <li key={one.id}>
                <span>{t("risk.held", { who: one.provider.name })}</span>
                {one.id !== request.id && <> · <Link to="/requests/$request" params={{ request: String(one.number) }}>{one.subject || t("request.hidden")}</Link></>}
                {" · "}<TimeLeft slack={slackOf(one, now, { t, format })} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Reasons reasons={chain.reasons} />
    </li>
  );
}
