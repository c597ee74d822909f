// What colleagues say of a team's work and what it says of others', in counts; what somebody gave and got themselves; and
// thank-yous. Rankings there are none.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { teamScoresQuery } from "../../api/experience";
import { useMe } from "../../api/office";
import { ratingsQuery, teamVoicesQuery, thanksQuery, type Figures, type Occasion, type Thanks } from "../../api/voices";
import { useLanguage, type Key } from "../../i18n";
import { EARLY, partOf } from "../../lib/voices";
import { Asked } from "../../parts/Asked";
import { BothSaid } from "../../parts/Said";
import { Score } from "../../parts/Score";
import css from "./People.module.css";
import own from "./Voices.module.css";

const OCCASIONS: readonly Occasion[] = ["drawn", "broken", "returned"];

export function TeamVoices({ team }: { team: string }) {
  const { t } = useLanguage();
  const voices = useQuery(teamVoicesQuery(team));
  return (
    <>
      <Asked of={voices} lines={3}>
        {({ given, received, edges }) => (
          <>
            {given && <Known title="voices.of_team" figures={given} />}
            {received && <Known title="voices.by_team" figures={received} />}
            {edges.some(({ figures }) => figures.state === "known") && (
              <section className={css.section}>
                <h3>{t("voices.edges")}</h3>
                <Edges edges={edges} />
              </section>
            )}
            {[given, received, ...edges.map(({ figures }) => figures)].some((figures) => figures?.state === "known") && <p className="small quiet">{t("voices.year")}</p>}
          </>
        )}
      </Asked>
      <Customers team={team} />
      <ThankYous party={team} />
    </>
  );
}

/** What customers said of the promises that ran through a team: of chains, never of the team alone. */
function Customers({ team }: { team: string }) {
  const { t } = useLanguage();
  const scores = useQuery(teamScoresQuery(team)).data?.scores ?? [];
  if (scores.length === 0) return null;
  return (
    <section className={css.section}>
      <h3>{t("voices.customers")}</h3>
      {scores.map(({ purpose, score }) => (
        <p key={`${purpose} ${score.scale}`}>{t(`experience.scale.${score.scale}`)} <Score score={score} /></p>
      ))}
      <p className="small quiet">{t("voices.customers.read")}</p>
    </section>
  );
}

function Known({ title, figures }: { title: Key; figures: Figures }) {
  const { t, format } = useLanguage();
  if (figures.state === "not_yet") {
    return <section className={css.section}><h3>{t(title)}</h3><p className="quiet">{t("voices.floor")}</p></section>;
  }
  const { asked, answered, raters, reasons, lost_minutes } = figures;
  const parts = OCCASIONS.map((occasion) => ({ occasion, ...partOf(figures, [occasion]) })).filter((one) => one.asked > 0);
  const of = (n: number, all: number) => t("voices.part", { n: format.count(n), of: format.count(all) });
  return (
    <section className={css.section}>
      <h3>{t(title)} {answered < EARLY && <span className={css.mark}>{t("voices.early")}</span>}</h3>
      <p>{t("voices.answered", { answered: format.count(answered), asked: format.count(asked), raters: format.count(raters) })}</p>
      <div className={own.wide}>
        <table className={own.figures}>
          <thead><tr><th scope="col">{t("voices.asked")}</th><th scope="col">{t("voices.right")}</th><th scope="col">{t("voices.well")}</th></tr></thead>
          <tbody>
            {parts.map((one) => (
              <tr key={one.occasion}><th scope="row">{t(`voices.${one.occasion}`)}</th><td>{of(one.right, one.answered)}</td><td>{of(one.well, one.answered)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      {reasons.length > 0 && (
        <p className="small">{t("voices.reasons", { list: format.list(reasons.toSorted((a, b) => b.count - a.count).map(({ reason, count }) => t("voices.reason", { reason: t(`voice.reason.${reason}`), n: format.count(count) }))) })}</p>
      )}
      {lost_minutes > 0 && <p className="small">{t("voices.lost.sum", { time: format.duration(lost_minutes * 60) })}</p>}
    </section>
  );
}

function Edges({ edges }: { edges: readonly { provider: { id: string; name: string }; customer: { id: string; name: string }; figures: Figures }[] }) {
  const { t, format } = useLanguage();
  const shown = edges.flatMap(({ provider, customer, figures }) => (figures.state === "known" ? [{ key: `${provider.id} ${customer.id}`, name: t("voices.edge", { provider: provider.name, customer: customer.name }), drawn: partOf(figures, ["drawn"]), amiss: partOf(figures, ["broken", "returned"]) }] : []));
  const of = ({ right, answered }: { right: number; answered: number }) => (answered === 0 ? "–" : t("voices.part", { n: format.count(right), of: format.count(answered) }));
  return (
    <div className={own.wide}>
      <table className={own.figures}>
        <thead>
          <tr><td /><th scope="colgroup" colSpan={2}>{t("voices.right")}</th></tr>
          <tr><td /><th scope="col">{t("voices.drawn")}</th><th scope="col">{t("voices.amiss")}</th></tr>
        </thead>
        <tbody>{shown.map(({ key, name, drawn, amiss }) => <tr key={key}><th scope="row">{name}</th><td>{of(drawn)}</td><td>{of(amiss)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

export function PersonVoices({ person }: { person: string }) {
  const me = useMe();
  return (
    <>
      {me?.person.id === person && <Mine />}
      <ThankYous party={person} />
    </>
  );
}

/** One's own ratings: nobody else has a page with them. */
function Mine() {
  const { t, format } = useLanguage();
  const ratings = useQuery(ratingsQuery);
  return (
    <section className={css.section}>
      <h3>{t("voices.mine")}</h3>
      <p className="small quiet">{t("voices.mine.why")}</p>
      <Asked of={ratings} lines={3}>
        {({ ratings: all }) => (all.length === 0 ? <p className="quiet">{t("voices.mine.none")}</p> : (
          <ol className={own.list} tabIndex={0} aria-label={t("voices.mine")}>
            {all.map((rating) => (
              <li key={rating.id}>
                <p>
                  <Link to="/requests/$request" params={{ request: String(rating.request.number) }}>{rating.request.subject || t("request.hidden")} #{rating.request.number}</Link>{" "}
                  <span className="small quiet">{t(`voices.mine.${rating.side}`)} · <time dateTime={rating.asked_at} title={format.full(rating.asked_at)}>{format.date(rating.asked_at)}</time></span>
                </p>
                <BothSaid rating={rating} />
              </li>
            ))}
          </ol>
        ))}
      </Asked>
    </section>
  );
}

function ThankYous({ party }: { party: string }) {
  const { t } = useLanguage();
  const thanks = useQuery(thanksQuery(party)).data;
  if (!thanks) return null;
  return (
    <section className={css.section}>
      <h3>{t("thanks.title")}</h3>
      {thanks.got.length + thanks.given.length === 0 && <p className="quiet">{t("thanks.none")}</p>}
      <ThanksList title="thanks.got" all={thanks.got} whose="giver" />
      <ThanksList title="thanks.gave" all={thanks.given} whose="provider" />
    </section>
  );
}

function ThanksList({ title, all, whose }: { title: Key; all: readonly Thanks[]; whose: "giver" | "provider" }) {
  const { t, format } = useLanguage();
  if (all.length === 0) return null;
  return (
    <>
      <h4 className={own.whose}>{t(title)}</h4>
      <ul className={own.list} tabIndex={0} aria-label={t(title)}>
        {all.map((one) => {
          const name = (whose === "giver" ? one.giver.name : (one.doer ?? one.provider).name) || t("office.erased");
          return (
            <li key={`${one.request} ${one.giver.id} ${one.at}`}>
              <Link to="/requests/$request" params={{ request: String(one.number) }}>{one.subject || t("request.hidden")} #{one.number}</Link>{" "}
              <span className="small quiet">{t(whose === "giver" ? "thanks.from" : "thanks.to", { who: name })} · <time dateTime={one.at} title={format.full(one.at)}>{format.date(one.at)}</time></span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
