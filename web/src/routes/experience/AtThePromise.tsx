// The step at the promise: scores by how early or late it was ended, and by the links that broke it. Each point leads to
// the words behind it.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { AtPromise, VoicePoint } from "../../api/experience";
import { wordsQuery } from "../../api/experience";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Picture } from "../../parts/Picture";
import { Score } from "../../parts/Score";
import { StateMark } from "../../parts/StateMark";
import { Table } from "../../parts/Table";
import rows from "../feedback/Feedback.module.css";
import { FeedbackRow } from "../feedback/FeedbackRow";
import css from "./Experience.module.css";
import { StepPicture } from "./StepPicture";

const route = getRouteApi("/experience");

/** How many answers are shown at first. */
const FIRST = 10;

type Row = { key: string; name: string; state?: "kept" | "broken"; point: VoicePoint };

export function AtThePromise({ at }: { at: AtPromise }) {
  const { t, format } = useLanguage();
  const { point: open } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (key: string | undefined) => { void navigate({ search: (now) => ({ ...now, point: key }), replace: true, resetScroll: false }); };
  const steps: Row[] = at.steps.map(({ step, point }, place) => ({ key: step, name: t(`experience.step.${step}`), state: place < 3 ? "kept" : "broken", point }));
  const whole: Row[] = [
    { key: "kept", name: t("experience.kept"), state: "kept", point: at.kept },
    { key: "broken", name: t("experience.broken"), state: "broken", point: at.broken },
  ];
  const links: Row[] = at.links.map(({ provider, point }) => ({ key: `by ${provider}`, name: provider, point }));
  const chosen = [...whole, ...steps, ...links].find(({ key }) => key === open);
  return (
    <>
      <div className={css.columns}>
        <div className="sheet">
          <Picture title={t("experience.steps")} file={[t("experience.title"), t("experience.steps")]}>
            <p className="small quiet">{t("experience.steps.read")}</p>
            <StepPicture at={at} selected={open} choose={choose} />
          </Picture>
        </div>
        <div className={css.figures}>
          <Points title={t("experience.steps.table")} first={t("experience.ended")} rows={[...whole, ...steps]} open={open} choose={choose} />
          {at.elsewhere > 0 && <p className="small quiet">{t("experience.elsewhere", { count: at.elsewhere, n: format.count(at.elsewhere) })}</p>}
        </div>
        {links.length > 0 && (
          <div>
            <Points title={t("experience.links")} first={t("ranking.team")} rows={links} open={open} choose={choose} />
            <p className="small quiet">{t("experience.links.read")}</p>
          </div>
        )}
      </div>
      {chosen && <Words key={chosen.key} row={chosen} close={() => { choose(undefined); }} />}
    </>
  );
}

type PointsProps = { title: string; first: string; rows: Row[]; open?: string; choose: (key: string | undefined) => void };

function Points({ title, first, rows: points, open, choose }: PointsProps) {
  const { t } = useLanguage();
  return (
    <Table<Row>
      title={title} file={[t("experience.title"), title]} rows={points} rowKey={({ key }) => key} selected={({ key }) => key === open}
      columns={[
        { key: "name", title: first, value: ({ name }) => name, show: ({ name, state }) => (state ? <StateMark state={state}>{name}</StateMark> : name) },
        {
          key: "score", title: t("experience.score"), value: ({ point }) => point.score.value, show: ({ point }) => <Score score={point.score} />,
          more: [{ title: "2.5 %", value: ({ point }) => point.score.interval?.[0] }, { title: "97.5 %", value: ({ point }) => point.score.interval?.[1] }, { title: "n", value: ({ point }) => point.score.n }],
        },
        {
          key: "words", title: t("experience.words"), value: ({ point }) => point.asks.length,
          show: ({ key, name, point }) => point.asks.length === 0 ? "–" : (
            <button type="button" className={css.words} aria-expanded={key === open} aria-label={t("experience.words.of", { name })} onClick={() => { choose(key === open ? undefined : key); }}>
              {t("experience.words.show")}
            </button>
          ),
        },
      ]}
    />
  );
}

/** The newest answers behind a figure, in the customers' words, as far as whoever looks may see them. */
function Words({ row, close }: { row: Row; close: () => void }) {
  const { t } = useLanguage();
  const found = useQuery(wordsQuery(row.point.asks));
  const [all, setAll] = useState(false);
  const here = useRef<HTMLElement>(null);
  // Whoever asked for the words is led to them.
  useEffect(() => { here.current?.focus(); }, []);
  return (
    <section ref={here} tabIndex={-1} className="stack" style={{ gap: "0.5rem" }} aria-label={t("experience.words.of", { name: row.name })}>
      <div className={css.head}>
        <h3>{t("experience.words.of", { name: row.name })}</h3>
        <button type="button" className={css.close} aria-label={t("act.close")} onClick={close}><Icon name="close" size={16} /></button>
      </div>
      <Asked of={found} lines={4}>
        {({ feedback }) => feedback.length === 0
          ? <p className="quiet">{t("experience.words.none")}</p>
          : (
            <>
              <ol className={rows.list} aria-label={t("experience.words.of", { name: row.name })}>{(all ? feedback : feedback.slice(0, FIRST)).map((one) => <FeedbackRow key={one.id} one={one} />)}</ol>
              {!all && feedback.length > FIRST && <div><Button variant="default" onClick={() => { setAll(true); }}>{t("office.more")}</Button></div>}
            </>
          )}
      </Asked>
    </section>
  );
}
