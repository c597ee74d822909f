// The same shop without any effect, invented: the same teams, months, answers, levels and seasons. Each press another world,
// so that one sees what chance looks like beside what was found.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { nullQuery, type InternalExternal, type NullWorld } from "../../api/panel";
import { useLanguage } from "../../i18n";
import { Refusal } from "../../parts/Asked";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import { Loading } from "../../parts/States";
import { Finding, signed } from "./Finding";
import css from "./InternalExternal.module.css";
import { Scatter } from "./Scatter";
import { Timeline } from "./Timeline";

type Props = { shown: InternalExternal; names: string[] };

export function Null({ shown, names }: Props) {
  const { t } = useLanguage();
  const [seed, setSeed] = useState<number | null>(null);
  return (
    <section className={css.null} aria-labelledby="null-world">
      <div className={css.head}>
        <div>
          <h2 id="null-world">{t("panel.null")}</h2>
          <p className="quiet">{t("panel.null.what")}</p>
        </div>
        <Button onClick={() => { setSeed((now) => (now ?? 0) + 1); }}>{t(seed === null ? "panel.null.do" : "panel.null.again")}</Button>
      </div>
      <div aria-live="polite">{seed !== null && <Invented shown={shown} names={names} seed={seed} />}</div>
    </section>
  );
}

function Invented({ shown, names, seed }: Props & { seed: number }) {
  const { t, format } = useLanguage();
  const asked = useQuery(nullQuery(shown.period, seed));
  if (asked.isError) return <Refusal error={asked.error} again={() => void asked.refetch()} />;
  const world = asked.data;
  if (!world) return <Loading lines={4} />;
  const file = [t("panel.null"), String(world.seed)];
  const over = [...shown.points, ...world.points];
  return (
    <div className={css.worlds} data-busy={asked.isPlaceholderData || undefined}>
      <Alarms world={world} />
      <div className={css.pair}>
        <section className={`sheet ${css.real}`}>
          <Scatter title={t("panel.null.real")} points={shown.points} names={names} period={shown.period} file={file} over={over} />
          <Finding finding={shown.finding} period={shown.period} />
        </section>
        <section className={`sheet ${css.invented}`}>
          <p className={css.stamp}>{t("panel.null.invented", { seed: format.count(world.seed) })}</p>
          <Scatter title={t("panel.null.scatter")} points={world.points} names={names} period={shown.period} file={file} over={over} invented />
          <Finding finding={world.finding} period={shown.period} />
          {world.pooled && <p className="small quiet">{t("panel.null.pooled", { r: signed(world.pooled.r, format) })}</p>}
        </section>
        <section className="sheet"><Timeline title={t("panel.null.real.lines")} periods={shown.timeline} period={shown.period} file={file} over={[...shown.timeline, ...world.timeline]} /></section>
        <section className={`sheet ${css.invented}`}>
          <p className={css.stamp}>{t("panel.null.invented", { seed: format.count(world.seed) })}</p>
          <Timeline title={t("panel.null.lines")} periods={world.timeline} period={shown.period} file={file} over={[...shown.timeline, ...world.timeline]} />
        </section>
      </div>
    </div>
  );
}

/** How often chance alone would have alarmed. */
function Alarms({ world }: { world: NullWorld }) {
  const { format } = useLanguage();
  const { alarms } = world;
  if (!alarms) return null;
  return (
    <p>
      <Sentence
        text="panel.null.alarms" values={{ worlds: format.count(alarms.worlds) }}
        slots={{
          pooled: <Figure name="null_world">{format.share(alarms.pooled / alarms.worlds)}</Figure>,
          panel: <Figure name="null_world">{format.share(alarms.panel / alarms.worlds)}</Figure>,
        }}
      />
    </p>
  );
}
