// The findings of a quality report: one line a rule, its places on demand.
import { useState } from "react";
import type { Finding, Quality } from "../api/types";
import { useLanguage, type Key } from "../i18n";
import { all } from "../i18n/all";
import css from "./Findings.module.css";
import { Icon } from "./Icon";
import { StateMark } from "./StateMark";
import { CsvButton, Table } from "./Table";
import tools from "./Table.module.css";

const STATES = { left_out: "broken", repaired: "risk", noted: "none" } as const;

export function Findings({ quality, file }: { quality: Quality; file: string[] }) {
  const { t } = useLanguage();
  const places = quality.findings.flatMap((finding) => finding.places.map((place) => ({ ...place, code: finding.code, action: finding.action })));
  if (quality.findings.length === 0) return <p className="quiet">{t("quality.none")}</p>;
  return (
    <section className={css.section} aria-label={t("quality.rules")}>
      <div className={tools.head}>
        <h2>{t("quality.rules")}</h2>
        <CsvButton
          title={t("quality.rules")} file={file} rows={places}
          columns={[
            { key: "code", title: t("quality.rule"), value: (place) => place.code },
            { key: "action", title: t("quality.action"), value: (place) => place.action },
            { key: "file", title: t("quality.file"), value: (place) => place.file },
            { key: "line", title: t("quality.line"), value: (place) => place.line || null },
            { key: "column", title: t("quality.column"), value: (place) => place.column },
            { key: "text", title: t("quality.text"), value: (place) => place.text },
          ]}
        />
      </div>
      <ul className={css.list}>
        {quality.findings.map((finding) => <OneFinding key={finding.code} finding={finding} file={file} />)}
      </ul>
    </section>
  );
}

function OneFinding({ finding, file }: { finding: Finding; file: string[] }) {
  const { t, format } = useLanguage();
  const [open, setOpen] = useState(false);
  const key = `rule.${finding.code}`;
  // A newer server may know a rule that these pages do not: its own sentence stands in.
  const sentence = key in all ? t(key as Key) : finding.sentence;
  return (
    <li className={css.finding}>
      <button type="button" className={css.head} aria-expanded={open} onClick={() => { setOpen(!open); }}>
        <span className={css.count}>{format.count(finding.count)}</span>
        <span className={css.action}><StateMark state={STATES[finding.action]}>{t(`quality.${finding.action}`)}</StateMark></span>
        <span className={css.sentence}>{sentence}</span>
        <span className={css.fold} data-open={open || undefined}><Icon name="fold" size={16} /></span>
      </button>
      {open && (
        <div className={css.places}>
          <Table
            title={t("quality.places")} hideTitle file={[...file, finding.code]} rows={finding.places} first={20}
            rowKey={(place) => `${place.file}:${place.line}:${place.column ?? ""}:${place.text}`}
            columns={[
              { key: "file", title: t("quality.file"), value: (place) => place.file },
              { key: "line", title: t("quality.line"), number: true, value: (place) => place.line || null, show: (place) => (place.line ? format.count(place.line) : "–") },
              { key: "column", title: t("quality.column"), value: (place) => place.column },
              { key: "text", title: t("quality.text"), value: (place) => place.text, show: (place) => <code>{place.text}</code> },
            ]}
          />
          {finding.count > finding.places.length && <p className="small quiet">{t("quality.first_places", { n: format.count(finding.places.length), all: format.count(finding.count) })}</p>}
        </div>
      )}
    </li>
  );
}
