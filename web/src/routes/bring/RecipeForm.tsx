// The recipe as a form: one select or input for each of its fields, in the sections that its kind has.
import { Select } from "@mantine/core";
import type { Column, Recipe } from "../../api/types";
import { useLanguage, type Key } from "../../i18n";
import { read, sectionsOf, write, type Kind, type Section } from "../../lib/recipe";
import css from "./Bring.module.css";
import { RecipeField } from "./RecipeField";

const KINDS: Kind[] = ["native", "spans", "transitions", "milestones", "ocel"];

type Props = { recipe: Recipe; columns: Column[]; gaps: string[]; change: (recipe: Recipe) => void };

export function RecipeForm({ recipe, columns, gaps, change }: Props) {
  const { t } = useLanguage();
  return (
    <section className={css.form} aria-labelledby="recipe">
      <h2 id="recipe">{t("bring.recipe")}</h2>
      <Select
        label={t("recipe.kind")} description={t(`recipe.kind.${recipe.kind}.help`)} value={recipe.kind} allowDeselect={false} size="sm"
        data={KINDS.map((kind) => ({ value: kind, label: t(`recipe.kind.${kind}`) }))}
        onChange={(kind) => { if (kind) change({ ...recipe, kind: kind as Kind }); }}
      />
      {sectionsOf(recipe.kind).map((section, i) => (
        <FormSection key={section.name} section={section} open={i === 0 || !section.rare} recipe={recipe} columns={columns} gaps={gaps} change={change} />
      ))}
    </section>
  );
}

function FormSection({ section, open, recipe, columns, gaps, change }: Props & { section: Section; open: boolean }) {
  const { t } = useLanguage();
  const used = section.fields.some((field) => read(recipe, field.path) !== undefined && read(recipe, field.path) !== null);
  return (
    <details className={css.section} open={open || used}>
      <summary><h3>{t(`recipe.section.${section.name}` as Key)}</h3></summary>
      <div className={css.fields}>
        {section.fields.map((field) => (
          <RecipeField
            key={field.path} field={field} name={field.path} value={read(recipe, field.path)} columns={columns} missing={gaps.includes(field.path)}
            change={(value) => { change(write(recipe, field.path, value)); }}
          />
        ))}
      </div>
    </details>
  );
}
