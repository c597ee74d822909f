// How hand-offs of the desk are rated by those who relied on them: what can be said of the weakest link, from team to
// team, along whole chains, what content customers need, and teams beside each other without a ranking.
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { ratedLinksQuery, type RatedLinks, type SampledShare } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Figure } from "../../parts/Figure";
import { Picture } from "../../parts/Picture";
import { Rated } from "../../parts/Score";
import { Sentence } from "../../parts/Sentence";
import { Table, type Column } from "../../parts/Table";
import css from "./Domino.module.css";

const FunnelPicture = lazy(() => import("./FunnelPicture").then(({ FunnelPicture }) => ({ default: FunnelPicture })));

export function RatedSection({ log }: { log: string }) {
  const { t } = useLanguage();
  const found = useQuery(ratedLinksQuery);
  return (
    <section className="stack" aria-label={t("rated.title")}>
      <Asked of={found} lines={6}>{(rated) => <Inside log={log} rated={rated} />}</Asked>
    </section>
  );
}

/** How the hand-offs of one edge are rated. */
export function EdgeRated({ provider, customer }: { provider: string; customer: string }) {
  const { t } = useLanguage();
  const found = useQuery(ratedLinksQuery);
  const edge = found.data?.edges.find((one) => one.provider === provider && one.customer === customer);
  if (!found.data) return null;
  return (
    <dl className={css.rated}>
      <dt>{t("rated.right")}</dt><dd><Rated name="right" share={edge?.right ?? null} /></dd>
      <dt>{t("rated.well")}</dt><dd><Rated name="well" share={edge?.well ?? null} /></dd>
    </dl>
  );
}

function Inside({ log, rated }: { log: string; rated: RatedLinks }) {
  const { t, format } = useLanguage();
  const chance = new Map(rated.weakest.links.map(({ provider, p }) => [provider, p]));
  return (
    <>
      <header className="stack" style={{ gap: "0.5rem" }}>
        <h2 className={css.heading}>{t("rated.title")}</h2>
        <p className="lede"><Sense rated={rated} /></p>
        <p className="small quiet">{t("rated.lede")}</p>
      </header>
      <div className={css.pair}>
        <Table
          title={t("rated.links")} file={[log, t("rated.title"), t("rated.links")]} rows={rated.links} rowKey={({ provider }) => provider}
          columns={[
            { key: "team", title: t("ranking.team"), value: ({ provider }) => provider },
            ...shares<RatedLinks["links"][number]>(t, ({ right }) => right, ({ well }) => well),
            {
              key: "p", title: t("rated.p"), number: true, value: ({ provider }) => chance.get(provider),
              show: ({ provider }) => { const p = chance.get(provider); return p === undefined ? "–" : <Figure quiet name="weakest_rated">{format.share(p)}</Figure>; },
            },
          ]}
        />
        <Table
          title={t("rated.edges")} file={[log, t("rated.title"), t("rated.edges")]} rows={rated.edges} rowKey={({ provider, customer }) => `${provider}>${customer}`} first={10}
          columns={[
            { key: "edge", title: t("rated.edge"), value: ({ provider, customer }) => `${provider} → ${customer}` },
            ...shares<RatedLinks["edges"][number]>(t, ({ right }) => right, ({ well }) => well),
          ]}
        />
      </div>
      {rated.chains.length > 0 && <Chains log={log} chains={rated.chains} />}
      {rated.on_time && (
        <div className={css.funnel}>
          <div className="sheet">
            <Picture title={t("rated.on_time")} file={[log, t("rated.on_time")]}>
              <p className="small quiet">{t("rated.on_time.read", { share: format.share(rated.on_time.target) })}</p>
              <Suspense fallback={<Skeleton height={300} />}><FunnelPicture funnel={rated.on_time} /></Suspense>
            </Picture>
          </div>
          <FunnelTable log={log} points={rated.on_time.points} />
        </div>
      )}
      <Bottleneck log={log} bottleneck={rated.bottleneck} />
    </>
  );
}

/** What can be said of the weakest rated link, and what the most frequent chain lets through. */
function Sense({ rated }: { rated: RatedLinks }) {
  const { t, format } = useLanguage();
  const { named, candidates } = rated.weakest;
  const share = rated.links.find(({ provider }) => provider === named)?.right;
  const chain = rated.chains.find(({ rolled }) => rolled !== null);
  const note = (interval: readonly [number, number]) => t("interval", { low: format.share(interval[0]), high: format.share(interval[1]) });
  return (
    <>
      {named && share
        ? <Sentence text="rated.named" slots={{ team: <Figure name="weakest_rated">{named}</Figure>, share: <Figure name="right" note={note(share.interval as [number, number])}>{format.share(share.share)}</Figure> }} />
        : candidates.length > 0 ? t("rated.candidates", { teams: format.list(candidates) }) : t("rated.none")}{" "}
      {chain?.rolled && (
        <Sentence
          text="rated.chain" values={{ count: chain.links.length }}
          slots={{ share: <Figure name="rolled" note={note(chain.rolled.interval as [number, number])}>{format.share(chain.rolled.share)}</Figure> }}
        />
      )}
    </>
  );
}

function shares<R>(t: ReturnType<typeof useLanguage>["t"], right: (row: R) => SampledShare | null, well: (row: R) => SampledShare | null): Column<R>[] {
  const column = (key: "right" | "well", of: (row: R) => SampledShare | null): Column<R> => ({
    key, title: t(`rated.${key}`), value: (row) => of(row)?.share, show: (row) => <Rated name={key} share={of(row)} />,
    more: [{ title: "2.5 %", value: (row) => of(row)?.interval[0] }, { title: "97.5 %", value: (row) => of(row)?.interval[1] }, { title: "n", value: (row) => of(row)?.n }],
  });
  return [column("right", right), column("well", well)];
}

/** The most frequent chains, whose links' shares multiply. */
function Chains({ log, chains }: { log: string; chains: RatedLinks["chains"] }) {
  const { t, format } = useLanguage();
  const words = (chain: RatedLinks["chains"][number]) => chain.links.map(({ provider, customer }) => `${provider} → ${customer}`).join(", ");
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <Table
        title={t("rated.chains")} file={[log, t("rated.chains")]} rows={chains} rowKey={words}
        columns={[
          {
            key: "links", title: t("rated.chain"), value: words,
            show: (chain) => (
              <ol className={css.links}>
                {chain.links.map(({ provider, customer, share }) => (
                  <li key={`${provider}>${customer}`}>{provider} → {customer} <span className="small quiet">{share === null ? t("unknown") : format.share(share)}</span></li>
                ))}
              </ol>
            ),
          },
          { key: "chains", title: t("rated.chains.count"), number: true, value: ({ chains: count }) => count, show: ({ chains: count }) => format.count(count) },
          {
            key: "rolled", title: t("rated.through"), number: true, value: ({ rolled }) => rolled?.share,
            show: ({ rolled }) => rolled === null ? t("unknown") : (
              <>
                <Figure quiet name="rolled">{format.share(rolled.share)}</Figure>{" "}
                <span className="small quiet">{format.share(rolled.interval[0])}–{format.share(rolled.interval[1])}</span>
              </>
            ),
            more: [{ title: "2.5 %", value: ({ rolled }) => rolled?.interval[0] }, { title: "97.5 %", value: ({ rolled }) => rolled?.interval[1] }],
          },
        ]}
      />
      <p className="small quiet">{t("rated.chains.read")}</p>
    </div>
  );
}

type Point = NonNullable<RatedLinks["on_time"]>["points"][number];

function FunnelTable({ log, points }: { log: string; points: Point[] }) {
  const { t, format } = useLanguage();
  return (
    <Table<Point>
      title={t("rated.on_time.table")} file={[log, t("rated.on_time")]} rows={points} rowKey={({ provider }) => provider} first={12}
      columns={[
        { key: "team", title: t("ranking.team"), value: ({ provider }) => provider },
        { key: "n", title: t("rated.handoffs"), number: true, value: ({ share }) => share.n, show: ({ share }) => format.count(share.n) },
        {
          key: "share", title: t("rated.on_time.share"), number: true, value: ({ share }) => share.share,
          show: ({ share, provider }) => <Figure quiet name="on_time" rows={{ provider }} note={t("interval", { low: format.share(share.interval[0]), high: format.share(share.interval[1]) })}>{format.share(share.share)}</Figure>,
          more: [{ title: "2.5 %", value: ({ share }) => share.interval[0] }, { title: "97.5 %", value: ({ share }) => share.interval[1] }],
        },
        { key: "shrunk", title: t("rated.shrunk"), number: true, value: ({ shrunk }) => shrunk, show: ({ shrunk }) => format.share(shrunk) },
        { key: "place", title: t("rated.place"), value: ({ place }) => place, show: ({ place }) => (place === "expected" ? <span className="quiet">{t("rated.place.expected")}</span> : <strong>{t(`rated.place.${place}`)}</strong>) },
      ]}
    />
  );
}

function Bottleneck({ log, bottleneck }: { log: string; bottleneck: RatedLinks["bottleneck"] }) {
  const { t, format } = useLanguage();
  const { found } = bottleneck;
  const of = { teams: format.count(bottleneck.teams), months: format.count(bottleneck.months) };
  if (!found) {
    return (
      <section className="stack" style={{ gap: "0.5rem" }}>
        <h2>{t("rated.bottleneck")}</h2>
        <p className="quiet">{bottleneck.teams >= 6 && bottleneck.months >= 12 ? t("rated.bottleneck.flat") : t("rated.bottleneck.little", of)}</p>
      </section>
    );
  }
  type Level = (typeof found.levels)[number];
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <Table<Level>
        title={t("rated.bottleneck")} file={[log, t("rated.bottleneck")]} rows={found.levels} rowKey={({ content }) => String(content)}
        columns={[
          { key: "content", title: t("rated.bottleneck.content"), value: ({ content }) => content, show: ({ content }) => format.share(content) },
          {
            key: "need", title: t("rated.bottleneck.needs"), value: ({ at_least }) => at_least,
            show: ({ need, at_least }) => <Figure quiet name="bottleneck">{need === "at_least" && at_least !== null ? t("rated.need.at_least", { share: format.share(at_least) }) : t(need === "nothing" ? "rated.need.nothing" : "rated.need.unseen")}</Figure>,
          },
        ]}
      />
      <p>{t(found.necessary ? "rated.bottleneck.necessary" : "rated.bottleneck.chance")}</p>
      <p className="small quiet">{t("rated.bottleneck.read", of)} d {format.decimal(found.effect, 2)} · p {format.decimal(found.p, 3)}</p>
    </div>
  );
}
