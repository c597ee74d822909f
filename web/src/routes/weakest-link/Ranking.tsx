// The links, the weakest first: what repairing each would keep (with its interval), how often it is the
// weakest, and how long it held promises. Where no promise broke, only how long each held, the longest
// first. Names of teams only, never of persons.
import { Checkbox } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { Link, Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import type { Filters } from "../../lib/address";
import { download, fileName } from "../../lib/download";
import { Figure } from "../../parts/Figure";
import { Icon } from "../../parts/Icon";
import { CsvButton, type Column } from "../../parts/Table";
import tools from "../../parts/Table.module.css";
import { Whisker } from "../../parts/Whisker";
import { LinkDetail } from "./LinkDetail";
import { drawRanking } from "./drawRanking";
import css from "./WeakestLink.module.css";

const FIRST = 12;

type Props = { log: string; filters: Filters; report: Report; repair: string[]; toggle: (provider: string) => void; open?: string };

export function Ranking({ log, filters, report, repair, toggle, open }: Props) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const [all, setAll] = useState(false);
  const judged = report.broken_promises > 0;
  const links = judged ? report.links : report.links.toSorted((a, b) => b.held_seconds - a.held_seconds);
  const title = t(judged ? "ranking.title" : "ranking.title.held");
  const shown = all ? links : links.filter((link, i) => i < FIRST || link.provider === open || repair.includes(link.provider));
  const most = Math.max(1, ...links.map((link) => link.saves_interval?.[1] ?? link.saves));
  const longest = Math.max(1, ...links.map((link) => link.held_seconds));
  const estimated = judged && links.some((link) => link.p_weakest !== undefined);
  const show = (team: string | undefined) => {
    void navigate({ to: ".", search: (now: Record<string, unknown>) => ({ ...now, team }), replace: true, resetScroll: false });
  };
  const columns = csvColumns(t);
  const file = [log, title];

  return (
    <section className="sheet" aria-labelledby="ranking">
      <div className={tools.head}>
        <h2 id="ranking">{title}</h2>
        <div className="row noprint" style={{ gap: "0.25rem" }}>
          <button
            type="button" className={tools.tool} aria-label={t("act.svg.of", { title })}
            onClick={() => { download(fileName(file, "svg"), "image/svg+xml", drawRanking(shown, title, t, format)); }}
          >
            <Icon name="download" size={16} /> SVG
          </button>
          <CsvButton title={title} file={file} columns={columns} rows={links} />
        </div>
      </div>
      <table className={css.ranking} data-plain={judged ? undefined : true} role="table" aria-labelledby="ranking">
        <thead role="rowgroup">
          <tr role="row">
            {judged && <th role="columnheader" scope="col" className={css.tick}><span className="unseen">{t("ranking.repair")}</span></th>}
            <th role="columnheader" scope="col">{t("ranking.team")}</th>
            {judged && <th role="columnheader" scope="col" className={css.saves}>{t("ranking.saves")}</th>}
            {estimated && <th role="columnheader" scope="col" className={css.number}>{t("ranking.p")}</th>}
            <th role="columnheader" scope="col" className={css.held}>{t("ranking.held")}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((link) => (
            <Fragment key={link.provider}>
              <tr role="row" data-ticked={repair.includes(link.provider) || undefined}>
                {judged && (
                  <td role="cell" className={css.tick}>
                    <Checkbox size="sm" aria-label={t("ranking.repair.team", { team: link.provider })} checked={repair.includes(link.provider)} onChange={() => { toggle(link.provider); }} />
                  </td>
                )}
                <th role="rowheader" scope="row" className={css.name}>
                  <button type="button" className={css.team} aria-expanded={open === link.provider} onClick={() => { show(open === link.provider ? undefined : link.provider); }}>
                    {link.provider} <Icon name="fold" size={14} />
                  </button>
                </th>
                {judged && <td role="cell" className={css.saves}><Saves link={link} most={most} /></td>}
                {estimated && (
                  <td role="cell" className={`${css.number} ${css.p}`} data-label={t("ranking.p.short")}>
                    <Figure quiet name="p_weakest">{link.p_weakest === undefined ? "–" : format.share(link.p_weakest)}</Figure>
                  </td>
                )}
                <td role="cell" className={judged ? css.held : css.heldAlone}><Held link={link} longest={longest} /></td>
              </tr>
              {open === link.provider && (
                <tr role="row" className={css.detail}>
                  <td role="cell" colSpan={5} className={css.detailCell}><LinkDetail log={log} filters={filters} link={link} report={report} /></td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <div className="row spread" style={{ marginBlockStart: "0.75rem" }}>
        <p className="small quiet row">
          <span className={css.key}><i className={css.working} />{t("ranking.working")}</span>
          <span className={css.key}><i className={css.waiting} />{t("ranking.waiting")}</span>
        </p>
        {links.length > FIRST && (
          <button type="button" className={css.show} aria-expanded={all} onClick={() => { setAll(!all); }}>
            {all ? t("ranking.fewer") : t("ranking.all", { count: links.length })}
          </button>
        )}
      </div>
      {judged && <p className="small quiet" style={{ marginBlockStart: "0.5rem" }}>{t("ranking.fixed")}</p>}
    </section>
  );
}

function Saves({ link, most }: { link: Link; most: number }) {
  const { t, format } = useLanguage();
  const interval = link.saves_interval;
  const note = interval && t("interval", { low: format.count(interval[0]), high: format.count(interval[1]) });
  return (
    <div className={css.dotcell}>
      <Whisker value={link.saves} interval={interval} max={most} />
      <span className={css.number}>
        <Figure quiet name="saves" note={note} rows={{ repair: [link.provider] }}>{format.count(link.saves)}</Figure>
        {note && <span className="unseen"> ({note})</span>}
      </span>
    </div>
  );
}

function Held({ link, longest }: { link: Link; longest: number }) {
  const { t, format } = useLanguage();
  const working = link.held_seconds - link.waiting_seconds;
  const width = (seconds: number) => ({ inlineSize: `${(seconds / longest) * 100}%` });
  return (
    <>
      <Figure
        quiet name="held" rows={{ provider: link.provider, sort: "-lead" }}
        note={t("ranking.held.note", { working: format.duration(working), waiting: format.duration(link.waiting_seconds), exact: format.exact(link.held_seconds) })}
      >
        {format.duration(link.held_seconds)}
      </Figure>
      <div className={css.split} aria-hidden="true">
        <span className={css.working} style={width(working)} />
        {link.waiting_seconds > 0 && <span className={css.waiting} style={width(link.waiting_seconds)} />}
      </div>
    </>
  );
}

function csvColumns(t: ReturnType<typeof useLanguage>["t"]): Column<Link>[] {
  return [
    { key: "provider", title: t("ranking.team"), value: (link) => link.provider },
    { key: "saves", title: t("ranking.saves"), value: (link) => link.saves, more: [
      { title: `${t("ranking.saves")} (2.5 %)`, value: (link) => link.saves_interval?.[0] },
      { title: `${t("ranking.saves")} (97.5 %)`, value: (link) => link.saves_interval?.[1] },
    ] },
    { key: "p", title: t("ranking.p"), value: (link) => link.p_weakest },
    { key: "held", title: `${t("ranking.held")} (s)`, value: (link) => link.held_seconds },
    { key: "waiting", title: `${t("ranking.waiting")} (s)`, value: (link) => link.waiting_seconds },
    { key: "charged", title: `${t("figure.charged.title")} (s)`, value: (link) => link.charged_seconds },
    { key: "broke", title: t("figure.broke.title"), value: (link) => link.broke },
    { key: "credit", title: t("figure.credit.title"), value: (link) => link.credit },
    { key: "hand_offs", title: t("words.hand_offs"), value: (link) => link.hand_offs },
  ];
}
