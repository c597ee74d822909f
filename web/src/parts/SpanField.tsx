// So much time, as hours and minutes; nothing at all where it may be left open.
import { NumberInput } from "@mantine/core";
import { useLanguage } from "../i18n";
import css from "./SpanField.module.css";

type Props = { legend: string; seconds: number | null; change: (seconds: number | null) => void; hint?: string; /** Whether it may be left open. */ open?: boolean; disabled?: boolean };

export function SpanField({ legend, seconds, change, hint, open = false, disabled }: Props) {
  const { t } = useLanguage();
  const hours = seconds === null ? "" : Math.floor(seconds / 3600);
  const minutes = seconds === null ? "" : Math.round((seconds % 3600) / 60);
  const set = (h: number | string, m: number | string) => {
    if (h === "" && m === "") change(open ? null : 0);
    else change(Math.max(0, Number(h) * 3600 + Number(m) * 60));
  };
  return (
    <fieldset className={css.span} disabled={disabled}>
      <legend>{legend}</legend>
      <div className={css.fields}>
        <NumberInput hideControls min={0} max={87600} allowDecimal={false} allowNegative={false} size="sm" value={hours} onChange={(h) => { set(h, minutes); }} aria-label={`${legend}: ${t("office.hours")}`} rightSection={<span className={css.unit} aria-hidden="true">h</span>} />
        <NumberInput hideControls min={0} max={59} allowDecimal={false} allowNegative={false} size="sm" value={minutes} onChange={(m) => { set(hours, m); }} aria-label={`${legend}: ${t("office.minutes")}`} rightSection={<span className={css.unit} aria-hidden="true">min</span>} rightSectionWidth={42} />
      </div>
      {hint && <p className="small quiet">{hint}</p>}
    </fieldset>
  );
}
