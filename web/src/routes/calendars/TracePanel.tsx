// A deadline, traced: from an instant so much working time leads where, and which hours on the way were
// counted or skipped, and why. Asked of the server with the hours on the screen.
import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { traceQuery, type Hours } from "../../api/office";
import { regional, useLanguage } from "../../i18n";
import { formatIn } from "../../lib/format";
import { days, instantIn, localIn } from "../../lib/hours";
import { workingTime } from "../../lib/working-time";
import { Refused } from "../../parts/Asked";
import { SpanField } from "../../parts/SpanField";
import css from "./Calendars.module.css";
import { TraceDays } from "./TraceDays";

type Props = { hours: Hours; usable: boolean };

export function TracePanel({ hours, usable }: Props) {
  const { t, language } = useLanguage();
  const [local, setLocal] = useState(() => localIn(hours.zone, new Date().toISOString()));
  const [seconds, setSeconds] = useState(36_000);
  const from = instantIn(hours.zone, local);
  const [asked] = useDebouncedValue({ hours, from, seconds, usable }, 250);
  const trace = useQuery({ ...traceQuery(asked.hours, asked.from ?? "", asked.seconds), enabled: asked.usable && asked.from !== null });
  const there = useMemo(() => formatIn(regional(language, navigator.languages), hours.zone), [language, hours.zone]);
  const fully = (instant: string) => new Intl.DateTimeFormat(regional(language, navigator.languages), { timeZone: hours.zone, dateStyle: "full", timeStyle: "short", hourCycle: "h23" }).format(new Date(instant));
  const answer = trace.data;
  const told = useMemo(() => (answer ? days(answer.stretches, hours.zone) : []), [answer, hours.zone]);
  return (
    <section className={css.trace} aria-labelledby="trace">
      <h2 id="trace">{t("calendars.trace")}</h2>
      <p className="quiet small">{t("calendars.trace.why")}</p>
      <TextInput type="datetime-local" label={t("calendars.trace.from", { zone: hours.zone })} value={local} onChange={(event) => { setLocal(event.currentTarget.value); }} />
      <SpanField legend={t("calendars.trace.time")} seconds={seconds} change={(next) => { setSeconds(next ?? 0); }} />
      <div aria-live="polite" data-old={trace.isPlaceholderData || undefined}>
        {!usable && <p className="quiet">{t("calendars.trace.unusable")}</p>}
        {usable && answer && (
          <p className={css.answer}>
            {answer.due_at
              ? t("calendars.trace.due", { time: workingTime(seconds, there), from: from ? there.instant(from) : "", due: fully(answer.due_at) })
              : t("calendars.trace.never", { time: workingTime(seconds, there) })}
          </p>
        )}
      </div>
      <Refused error={trace.error} />
      {usable && told.length > 0 && <TraceDays days={told} due={answer?.due_at ?? null} zone={hours.zone} format={there} />}
    </section>
  );
}
