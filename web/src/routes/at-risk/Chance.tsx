// A probability: the number, the same as a length, and in words what it is of. Not known is said, never guessed.
import { useLanguage } from "../../i18n";
import type { FigureName } from "../../lib/figures";
import { Figure } from "../../parts/Figure";
import css from "./AtRisk.module.css";

type Props = { name: FigureName; chance: number | null; /** What it is of. */ words: string; note?: string; /** How many past cases are known, where they are too few. */ few?: number; /** What it is for others. */ usual?: number | null };

export function Chance({ name, chance, words, note, few, usual }: Props) {
  const { t, format } = useLanguage();
  if (chance === null) {
    return (
      <div className={css.chance}>
        <p className={css.unknown}>{t("risk.unknown")}</p>
        <p className="small quiet">{few === undefined ? t("risk.unknown.service") : t("risk.unknown.few", { count: few, n: format.count(few) })}</p>
      </div>
    );
  }
  const likely = usual === undefined || usual === null ? chance > 0.5 : chance > usual;
  return (
    <div className={css.chance}>
      <p className={css.share}><Figure quiet name={name} note={note}>{format.share(chance)}</Figure></p>
      <span className={css.track} aria-hidden="true">
        <span className={css.part} data-likely={likely || undefined} style={{ inlineSize: `${chance * 100}%` }} />
        {usual !== undefined && usual !== null && <span className={css.usual} style={{ insetInlineStart: `${usual * 100}%` }} />}
      </span>
      <p className="small quiet">{words}</p>
    </div>
  );
}
