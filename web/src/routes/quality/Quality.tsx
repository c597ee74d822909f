// What came in and what became of it: by rule, what was left out, repaired or noticed, and where.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { logQuery, qualityQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { download, fileName } from "../../lib/download";
import { Figure } from "../../parts/Figure";
import { Findings } from "../../parts/Findings";
import { Icon } from "../../parts/Icon";
import { Sentence } from "../../parts/Sentence";
import { Failure, Loading } from "../../parts/States";
import tools from "../../parts/Table.module.css";
import css from "./Quality.module.css";

const route = getRouteApi("/logs/$log/quality");

export function Quality() {
  const { t, format } = useLanguage();
  const { log } = route.useParams();
  const found = useQuery(qualityQuery(log));
  const about = useQuery(logQuery(log));
  if (found.isPending) return <Loading page lines={8} />;
  if (found.isError) return <Failure page error={found.error} again={() => void found.refetch()} />;
  const quality = found.data;
  const left = about.data?.left_out ?? 0;
  return (
    <div className="stack">
      <header className="stack" style={{ gap: "0.5rem" }}>
        <h1>{quality.findings.length === 0 ? t("quality.clean") : t("quality.title")}</h1>
        <p className="lede">
          <Sentence
            text="quality.read" values={{ count: quality.rows, rows: format.count(quality.rows) }}
            slots={{ handoffs: <Figure name="complete">{format.count(quality.hand_offs)}</Figure>, chains: <Figure name="complete">{format.count(about.data?.chains ?? 0)}</Figure> }}
          />{" "}
          {about.data && (left > 0
            ? <Sentence text="quality.left_out_chains" values={{ count: left }} slots={{ left: <Figure name="left_out">{format.count(left)}</Figure> }} />
            : t("quality.nothing_left_out"))}
        </p>
      </header>
      <Findings quality={quality} file={[log, t("nav.quality")]} />
      {about.data && log !== "desk" && (
        <section className="stack" style={{ gap: "0.5rem" }}>
          <div className={tools.head}>
            <h2>{t("quality.recipe")}</h2>
            <button
              type="button" className={`${tools.tool} noprint`}
              onClick={() => { download(fileName([log, "recipe"], "toml"), "application/toml", about.data.recipe_toml); }}
            >
              <Icon name="download" size={16} /> TOML
            </button>
          </div>
          <pre className={css.recipe} tabIndex={0}>{about.data.recipe_toml}</pre>
        </section>
      )}
    </div>
  );
}
