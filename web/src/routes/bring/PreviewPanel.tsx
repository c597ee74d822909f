// What the recipe makes of the file: counts, ten chains drawn as chains, and what was left out or repaired.
import { Loader } from "@mantine/core";
import type { Preview } from "../../api/types";
import { useLanguage } from "../../i18n";
import { promiseSentence } from "../../lib/story";
import { Findings } from "../../parts/Findings";
import { Sentence } from "../../parts/Sentence";
import { Failure, Nothing } from "../../parts/States";
import { StateMark } from "../../parts/StateMark";
import { Waterfall } from "../../parts/Waterfall";
import { FieldName } from "./RecipeField";
import css from "./Bring.module.css";

type Props = { preview: Preview | undefined; error: unknown; busy: boolean; gaps: string[] };

export function PreviewPanel({ preview, error, busy, gaps }: Props) {
  const { t, format } = useLanguage();
  return (
    <section className={css.preview} aria-labelledby="preview" aria-busy={busy}>
      <div className="row">
        <h2 id="preview">{t("bring.preview")}</h2>
        {busy && <Loader size="xs" color="gray" aria-label={t("state.loading")} />}
      </div>
      {gaps.length > 0 && (
        <p className={css.gaps}>{t("bring.gaps")} {gaps.map((path, i) => <span key={path}>{i > 0 && ", "}<strong><FieldName path={path} /></strong></span>)}</p>
      )}
      {gaps.length === 0 && error !== null && <Failure error={error} />}
      {preview && error === null && (
        <>
          <p>
            <Sentence
              text="bring.makes" values={{ count: preview.chains }}
              slots={{ handoffs: <strong>{format.count(preview.hand_offs)}</strong>, chains: <strong>{format.count(preview.chains)}</strong>, complete: <strong>{format.count(preview.complete_chains)}</strong> }}
            />
          </p>
          {preview.sample.length > 0 && preview.sample.every((chain) => chain.outcome === "none") && <p className={css.gaps}>{t("bring.no_promise")}</p>}
          {preview.sample.length === 0 && <Nothing title={t("bring.no_chain")}><p>{t("bring.no_chain.do")}</p></Nothing>}
          <ol className={css.sample}>
            {preview.sample.map((chain) => (
              <li key={chain.root}>
                <p className={css.sampleHead}><strong>{chain.root}</strong> <StateMark state={chain.outcome} /> <span className="quiet small">{promiseSentence(chain, { t, format })}</span></p>
                <Waterfall chain={chain} small />
              </li>
            ))}
          </ol>
          <Findings quality={preview.quality} file={["preview"]} />
          <details className={css.toml}>
            <summary>{t("bring.toml")}</summary>
            <pre tabIndex={0}>{preview.recipe_toml}</pre>
          </details>
        </>
      )}
    </section>
  );
}
