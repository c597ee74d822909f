// What the file was understood as: in a sentence, as a recipe that can be corrected, and as ten of its
// chains. Each correction is tried at once.
import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { post } from "../../api/client";
import type { Recipe, Uploaded } from "../../api/types";
import { useLanguage } from "../../i18n";
import { download, fileName } from "../../lib/download";
import { reasonSentence } from "../../lib/reasons";
import { complete, missing } from "../../lib/recipe";
import { Failure } from "../../parts/States";
import css from "./Bring.module.css";
import { PreviewPanel } from "./PreviewPanel";
import { RecipeForm } from "./RecipeForm";

export function Proposal({ uploaded, another }: { uploaded: Uploaded; another: () => void }) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { proposal, upload } = uploaded;
  const [recipe, setRecipe] = useState<Recipe>(proposal.recipe);
  const [settled] = useDebouncedValue(recipe, 350);
  const gaps = missing(recipe);
  const asked = useMemo(() => complete(settled), [settled]);
  const untouched = settled === proposal.recipe;
  const preview = useQuery({
    queryKey: ["preview", upload, asked],
    queryFn: ({ signal }) => post("/api/v1/uploads/{upload}/preview", { path: { upload }, body: asked, signal }),
    initialData: untouched ? (uploaded.preview ?? undefined) : undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    enabled: missing(settled).length === 0,
    retry: false,
  });
  const analyze = useMutation({
    mutationFn: () => post("/api/v1/uploads/{upload}/analyze", { path: { upload }, body: complete(recipe) }),
    onSuccess: async ({ log }) => {
      await queries.invalidateQueries({ queryKey: ["logs"] });
      await navigate({ to: "/logs/$log", params: { log } });
    },
  });
  const toml = preview.data?.recipe_toml ?? proposal.recipe_toml;
  const sure = proposal.confidence >= 0.8 ? "sure" : proposal.confidence >= 0.5 ? "fair" : "unsure";
  return (
    <div className="stack">
      <header className={css.head}>
        <div className="stack" style={{ gap: "0.5rem" }}>
          <h1>{uploaded.name}</h1>
          <p className="lede">
            {t(`bring.kind.${proposal.recipe.kind}`, { name: uploaded.name, size: format.bytes(uploaded.bytes) })}{" "}
            {t(`bring.confidence.${sure}`, { share: format.share(proposal.confidence) })}
          </p>
          {proposal.reasons.length > 0 && (
            <details>
              <summary>{t("bring.reasons")}</summary>
              <ul className={css.reasons}>{proposal.reasons.map((reason) => <li key={JSON.stringify(reason)}>{reasonSentence(reason, { t, format })}</li>)}</ul>
            </details>
          )}
        </div>
        <div className={css.actions}>
          <Button size="md" onClick={() => { analyze.mutate(); }} loading={analyze.isPending} disabled={gaps.length > 0 || preview.isError || preview.data?.complete_chains === 0}>{t("bring.analyze")}</Button>
          <Button variant="default" onClick={() => { download(fileName([uploaded.name, "recipe"], "toml"), "application/toml", toml); }} disabled={preview.isError || gaps.length > 0}>{t("bring.save")}</Button>
          <Button variant="subtle" onClick={another}>{t("bring.another")}</Button>
        </div>
      </header>
      {analyze.isError && <Failure error={analyze.error} />}
      <div className={css.columns}>
        <RecipeForm recipe={recipe} columns={proposal.columns} gaps={gaps} change={setRecipe} />
        <PreviewPanel preview={preview.data} error={preview.isError ? preview.error : null} busy={preview.isFetching || settled !== recipe} gaps={gaps} />
      </div>
    </div>
  );
}
