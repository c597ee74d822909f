// Taking out what was said as a file, as far as one may read it.
import { Button, SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import { TAKEN, type Taken } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import form from "../../parts/ActDialog.module.css";
import { Dialog } from "../../parts/Dialog";
import { InstantField } from "../../parts/InstantField";
import css from "./Feedback.module.css";

export function Export({ first, close }: { first: Taken; close: () => void }) {
  const { t } = useLanguage();
  const [what, setWhat] = useState<Taken>(first);
  const [format, setFormat] = useState("csv");
  const [since, setSince] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const query = new URLSearchParams({ what, format, ...(since && { since }), ...(until && { until }) });
  return (
    <Dialog title={t("taken.title")} opened close={close} size="lg">
      <div className={form.form}>
        <p className="quiet">{t("taken.why")}</p>
        <Select
          label={t("taken.what")} allowDeselect={false} data-autofocus value={what} data={TAKEN.map((one) => ({ value: one, label: t(`taken.what.${one}`) }))}
          description={what === "ratings" ? t("taken.ratings") : undefined} onChange={(value) => { setWhat(TAKEN.find((one) => one === value) ?? what); }}
        />
        <div className={css.pair}>
          <InstantField label={t("taken.since")} value={since} change={setSince} />
          <InstantField label={t("taken.until")} value={until} change={setUntil} />
        </div>
        <div>
          <p className={css.label} id="format">{t("taken.format")}</p>
          <SegmentedControl aria-labelledby="format" value={format} onChange={setFormat} data={[{ value: "csv", label: "CSV" }, { value: "json", label: "JSON" }]} />
        </div>
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button component="a" href={`/api/v1/feedback/export?${query}`} download onClick={close}>{t("taken.save")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
