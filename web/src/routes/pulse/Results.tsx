// What was released of a wave: one table of the organisation for each question, in the order of the organisation and never
// by figures; comments apart; who looked.
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { looksQuery, releaseQuery, type Figure, type Measure, type Question, type Release } from "../../api/pulse";
import { useLanguage } from "../../i18n";
import { band, inLanguage, rows, type Row } from "../../lib/pulse";
import { inFull } from "../../lib/when";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Pulse.module.css";

const COMPANY = "company";
/** How many looks are listed before the rest is only counted. */
const LOOKS = 50;

export function Results() {
  const { t, language } = useLanguage();
  const { wave } = useParams({ from: "/pulse/$wave" });
  const release = useQuery(releaseQuery(wave));
  const closed = release.data?.wave;
  const csv = closed && <Button variant="default" component="a" href={`/api/v1/pulse/waves/${wave}/release?format=csv`} download>{t("pulse.csv")}</Button>;
  return (
    <Page
      title={closed ? t("pulse.results", { name: closed.name }) : t("nav.pulse")} actions={csv}
      lede={closed?.closed_at && <p>{t("pulse.results.lede", { at: inFull(closed.closed_at, language), crowd: release.data?.crowd ?? 0 })}</p>}
    >
      <p className="small"><Link to="/pulse">{t("pulse.back")}</Link></p>
      <Asked of={release} lines={8}>{(told) => <Told release={told} />}</Asked>
      {closed && <Looks wave={wave} />}
    </Page>
  );
}

function Told({ release }: { release: Release }) {
  const { t, language, format } = useLanguage();
  const { q, at } = useSearch({ from: "/pulse/$wave" });
  const navigate = useNavigate({ from: "/pulse/$wave" });
  const words = (question: Question) => (question.words ? inLanguage(question.words, language) : t("pulse.enps.short"));
  const question = release.questions.find((one) => one.question === q) ?? release.questions[0];
  const company = release.places.find(({ unit }) => unit === COMPANY);
  if (!question) return <Nothing title={t("pulse.nothing")} />;
  const told = rows(release, question);
  const whole = told.find(({ place }) => place.unit === COMPANY)?.figure;
  return (
    <>
      <section className={css.section}>
        <p>{company && company.answered !== null ? t("pulse.turnout", { answered: format.count(company.answered), people: format.count(company.people) }) : t("pulse.turnout.none")}</p>
        <Select
          label={t("pulse.question")} data={release.questions.map((one) => ({ value: one.question, label: words(one) }))} value={question.question} allowDeselect={false} maw="46rem"
          onChange={(next) => void navigate({ search: (before) => ({ ...before, q: next ?? undefined }), replace: true })}
        />
        {whole ? <Sentence question={question} figure={whole} /> : <p>{t("pulse.nothing.here")}</p>}
        <Figures rows={told} question={question} />
        <p className="small quiet">{t("pulse.reading", { crowd: release.crowd })}</p>
      </section>
      <Comments release={release} at={at} choose={(unit) => void navigate({ search: (before) => ({ ...before, at: unit }), replace: true })} />
      <p className={`small quiet ${css.digest}`}>{t("pulse.digest")} <code>{release.digest}</code></p>
    </>
  );
}

/** A figure and how it was before, where that may be said. */
function Sentence({ question, figure }: { question: Question; figure: Figure }) {
  const { t } = useLanguage();
  const written = useWritten();
  const headline = figure.measures[0];
  if (!headline) return null;
  return <p>{t(question.words ? "pulse.sentence" : "pulse.sentence.enps", { figure: written(headline), n: figure.n })}</p>;
}

/** A number with a minus as wide as its digits. */
const signed = (number: string) => number.replace("-", "−");

/** A headline in words: one figure, or from one to another. */
function useWritten() {
  const { t, format } = useLanguage();
  const one = (measure: Measure, value: number) => (measure.measure === "balance" ? signed(format.count(Math.round(value))) : format.share(Math.round(value * 100) / 100));
  return (measure: Measure) => {
    const [low, high] = [one(measure, measure.low), one(measure, measure.high)];
    return low === high ? low : t("pulse.from_to", { low, high });
  };
}

function Figures({ rows: told, question }: { rows: Row[]; question: Question }) {
  const { t } = useLanguage();
  return (
    <table className={css.table}>
      <caption className="unseen">{t("pulse.table")}</caption>
      <thead>
        <tr><th scope="col">{t("pulse.unit")}</th><th scope="col">{t(question.words ? "pulse.share" : "pulse.enps.short")}</th><th scope="col" className={css.picture}>{t("pulse.interval")}</th><th scope="col">{t("pulse.n")}</th><th scope="col">{t("pulse.before")}</th></tr>
      </thead>
      <tbody>{told.map((row) => <Line key={row.place.unit} row={row} enps={!question.words} />)}</tbody>
    </table>
  );
}

function Line({ row: { place, figure, why }, enps }: { row: Row; enps: boolean }) {
  const { t, format } = useLanguage();
  const written = useWritten();
  const headline = figure?.measures[0];
  const name = place.unit === COMPANY ? t("pulse.everybody") : place.name;
  return (
    <tr>
      <th scope="row" style={{ paddingInlineStart: `${place.depth * 1.125}rem` }}>{name}</th>
      {!figure || !headline ? <td colSpan={4} className={`quiet small ${css.wide}`}>{t(why === "small" ? "pulse.why.small" : "pulse.why.withheld")}</td> : (
        <>
          <td className={css.figure}>{written(headline)}{figure.early && <span className={css.early}>{t("pulse.early")}</span>}</td>
          <td className={css.picture}><Picture measure={headline} enps={enps} /></td>
          <td className={`number small quiet ${css.n}`} data-label={t("pulse.n")}>{format.count(figure.n)}</td>
          <td className="small quiet">{figure.change.then ? t("pulse.was", { figure: written(figure.change.then) }) : figure.change.kind === "withheld" ? t("pulse.change.withheld") : ""}</td>
        </>
      )}
    </tr>
  );
}

/** The band of a figure on its interval. The same stands beside it in words. */
function Picture({ measure, enps }: { measure: Measure; enps: boolean }) {
  const { t, format } = useLanguage();
  const { low, high, from, to } = band(measure);
  const at = (place: number) => `${place * 100}%`;
  const end = (value: number) => (enps ? signed(format.count(Math.round(value))) : format.share(Math.round(value * 100) / 100));
  return (
    <svg role="img" aria-label={t("pulse.interval.words", { low: end(measure.interval_low), high: end(measure.interval_high) })} width="100%" height="20">
      <line className={css.axis} x1="0" x2="100%" y1="10" y2="10" />
      {enps && <line className={css.axis} x1="50%" x2="50%" y1="2" y2="18" />}
      <line className={css.interval} x1={at(from)} x2={at(to)} y1="10" y2="10" />
      <line className={css.interval} x1={at(from)} x2={at(from)} y1="6" y2="14" />
      <line className={css.interval} x1={at(to)} x2={at(to)} y1="6" y2="14" />
      <rect className={css.band} x={at(low)} width={at(Math.max(high - low, 0.012))} y="6" height="8" rx="2" />
    </svg>
  );
}

function Comments({ release, at, choose }: { release: Release; at?: string; choose: (unit: string | undefined) => void }) {
  const { t } = useLanguage();
  const chosen = release.comments.find(({ unit }) => unit === at) ?? release.comments[0];
  const name = (unit: string) => (unit === COMPANY ? t("pulse.everybody") : (release.places.find((place) => place.unit === unit)?.name ?? unit));
  return (
    <section className={css.section}>
      <h2>{t("pulse.comments")}</h2>
      {!chosen ? <p className="quiet">{t("pulse.comments.none", { n: release.comments_from })}</p> : (
        <>
          <p className="small quiet">{t("pulse.comments.how", { n: release.comments_from })}</p>
          {release.comments.length > 1 && <Select label={t("pulse.unit")} data={release.comments.map(({ unit }) => ({ value: unit, label: name(unit) }))} value={chosen.unit} allowDeselect={false} maw="24rem" onChange={(unit) => { choose(unit ?? undefined); }} />}
          <ul className={css.comments}>{chosen.words.map((comment, place) => <li key={place}>{comment}</li>)}</ul>
        </>
      )}
    </section>
  );
}

function Looks({ wave }: { wave: string }) {
  const { t, language, format } = useLanguage();
  const looks = useQuery(looksQuery(wave));
  return (
    <section className={css.section}>
      <h2>{t("pulse.looks")}</h2>
      <p className="small quiet">{t("pulse.looks.why")}</p>
      <Asked of={looks} lines={2}>
        {({ looks: all }) => (
          <ul className={css.list}>
            {all.slice(0, LOOKS).map((look) => <li key={`${look.by.id} ${look.at}`}><span>{look.by.name || t("office.erased")}</span> <span className="small quiet">{inFull(look.at, language)}</span></li>)}
            {all.length > LOOKS && <li className="quiet">{t("pulse.looks.more", { n: format.count(all.length - LOOKS) })}</li>}
          </ul>
        )}
      </Asked>
    </section>
  );
}
