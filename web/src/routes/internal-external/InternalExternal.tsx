// What inner service has to do with what customers say: a sentence, before and after, the cells and the months behind it,
// and the same shop without any effect. An association, never a cause.
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { panelQuery, type InternalExternal as Shown } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Figure } from "../../parts/Figure";
import { Page } from "../../parts/Page";
import { Sentence } from "../../parts/Sentence";
import { Nothing } from "../../parts/States";
import { Finding, minus, signed } from "./Finding";
import css from "./InternalExternal.module.css";
import { Lags } from "./Lags";
import { Null } from "./Null";
import { Scatter } from "./Scatter";
import { Timeline } from "./Timeline";

const route = getRouteApi("/internal-external");

export function InternalExternal() {
  const { t } = useLanguage();
  const { period = "month" } = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useQuery(panelQuery(period));
  return (
    <Asked of={asked} page lines={9}>
      {(shown) => (
        <Page
          title={t("panel.title")} lede={<Finding finding={shown.finding} period={shown.period} />}
          actions={(
            <SegmentedControl
              aria-label={t("panel.period")} value={period}
              data={[{ value: "month", label: t("panel.month") }, { value: "week", label: t("panel.week") }]}
              onChange={(value) => { void navigate({ search: { period: value === "week" ? "week" : undefined }, replace: true, resetScroll: false }); }}
            />
          )}
        >
          {shown.departments_only && <p className="small quiet">{t("panel.departments")}</p>}
          {shown.points.length === 0
            ? <Nothing title={t("panel.none")}><p>{t("panel.none.why")}</p></Nothing>
            : <Pictures shown={shown} />}
          <p className="small quiet">{t("panel.import")}</p>
        </Page>
      )}
    </Asked>
  );
}

function Pictures({ shown }: { shown: Shown }) {
  const { t } = useLanguage();
  const names = shown.teams.map((team) => team.name);
  const file = [t("panel.title"), t(`panel.${shown.period}`)];
  return (
    <>
      {shown.finding.state === "known" && <section className="sheet"><Lags finding={shown.finding} period={shown.period} file={file} /></section>}
      <div className={css.pair}>
        <section className="sheet"><Scatter title={t("panel.scatter")} points={shown.points} names={names} period={shown.period} file={file} /></section>
        <section className="sheet"><Timeline title={t("panel.timeline")} periods={shown.timeline} period={shown.period} file={file} /></section>
      </div>
      <div className={css.pair}>
        <Between shown={shown} />
        <Reliability shown={shown} />
      </div>
      {shown.finding.state === "known" && <Null shown={shown} names={names} />}
    </>
  );
}

/** Another question, and kept apart: what good teams have in common. */
function Between({ shown }: { shown: Shown }) {
  const { t, format } = useLanguage();
  const between = shown.finding.state === "known" ? shown.finding.together.between : null;
  if (!between) return null;
  return (
    <section className={css.apart}>
      <h2>{t("panel.between")}</h2>
      <p>
        <Sentence
          text="panel.between.sense" values={{ n: format.count(between.n), low: signed(between.interval[0], format), high: signed(between.interval[1], format) }}
          slots={{ r: <Figure name="between_teams">{signed(between.r, format)}</Figure> }}
        />
      </p>
      <p className="small quiet">{t("panel.between.why")}</p>
    </section>
  );
}

function Reliability({ shown }: { shown: Shown }) {
  const { t, format } = useLanguage();
  const { received, experienced, seen } = shown;
  if (!received || !experienced) return null;
  const of = (one: typeof received) => ({ one: minus(one.of_one, format), mean: minus(one.of_the_mean, format), k: format.decimal(one.answers, 1) });
  return (
    <section className={css.apart}>
      <h2>{t("panel.reliability")}</h2>
      <p>{t("panel.reliability.received", of(received))} {t("panel.reliability.experienced", of(experienced))}</p>
      {seen !== null && (
        <p>
          <Sentence text="panel.reliability.seen" values={{ r: format.decimal(0.33, 2) }} slots={{ seen: <Figure name="reliability">{format.decimal(seen, 2)}</Figure> }} />
        </p>
      )}
      <p className="small quiet">{t("panel.answers", { ratings: format.count(shown.ratings), answers: format.count(shown.answers) })}</p>
    </section>
  );
}
