// The answer in sentences. What the figures cannot tell, the sentence says they cannot tell.
import type { Link, Report } from "../../api/types";
import { useLanguage } from "../../i18n";
import { Figure } from "../../parts/Figure";
import { Sentence } from "../../parts/Sentence";
import css from "./WeakestLink.module.css";

export function Verdict({ report }: { report: Report }) {
  const { t, format } = useLanguage();
  const { verdict, providers } = report.weakest;
  const first = report.links.find((link) => link.provider === providers[0]) ?? report.links[0];
  const headline = () => {
    if (report.kept_promises + report.broken_promises === 0) return t("weakest.no_promises");
    if (report.broken_promises === 0) return t("weakest.all_kept");
    if (verdict === "named" && first) return t("weakest.named", { team: first.provider });
    if (verdict === "candidates") return t("weakest.candidates", { teams: format.either(providers) });
    if (verdict === "too_few_broken_promises") return t("weakest.too_few");
    if (verdict === "nobody_saves") return t("weakest.nobody");
    return first ? t("weakest.saves_most", { team: first.provider }) : t("weakest.nobody");
  };
  return (
    <div className={css.verdict}>
      <h1>{headline()}</h1>
      {report.broken_promises > 0 && (
        <p className="lede">
          {first && first.saves > 0 ? <Saved link={first} report={report} /> : <Sentence text="weakest.nobody.why" />}{" "}
          {verdict === "named" && first?.p_weakest != null && (
            <Sentence text="weakest.sure" slots={{ p: <Figure name="p_weakest">{format.share(first.p_weakest)}</Figure> }} />
          )}
          {verdict === "candidates" && <Sentence text="weakest.candidates.why" />}
          {verdict === "too_few_broken_promises" && <Sentence text="weakest.too_few.why" values={{ count: report.broken_promises }} />}
        </p>
      )}
    </div>
  );
}

function Saved({ link, report }: { link: Link; report: Report }) {
  const { format } = useLanguage();
  const note = link.saves_interval ? `${format.count(link.saves_interval[0])} – ${format.count(link.saves_interval[1])} (95 %)` : undefined;
  return (
    <Sentence
      text="weakest.would_save"
      values={{ team: link.provider, count: link.saves }}
      slots={{
        saves: <Figure name="saves" note={note} rows={{ repair: [link.provider] }}>{format.count(link.saves)}</Figure>,
        broken: <Figure name="broken" rows={{ outcome: "broken" }}>{format.count(report.broken_promises)}</Figure>,
      }}
    />
  );
}
