// Teams under their departments.
import { useMemo } from "react";
import type { Directory } from "../../api/office";
import { useLanguage } from "../../i18n";
import { prune, treeOf, type Branch } from "../../lib/teams";
import css from "./People.module.css";

type Props = { directory: Directory; chosen?: string; words?: string; choose: (team: string) => void };

export function TeamTree({ directory, chosen, words, choose }: Props) {
  const { t } = useLanguage();
  const tree = useMemo(() => treeOf(directory.parties.filter((party) => party.kind === "team")), [directory]);
  const shown = words ? prune(tree, (team) => team.name.toLowerCase().includes(words.toLowerCase())) : tree;
  const many = new Map<string, number>();
  for (const { team } of directory.members) many.set(team, (many.get(team) ?? 0) + 1);
  return (
    <section>
      <h2>{t("people.teams")}</h2>
      {shown.length === 0 ? <p className="quiet">{t(words ? "filter.nothing" : "people.teams.none")}</p> : (
        <ul className={css.tree}>{shown.map((branch) => <Twig key={branch.team.id} branch={branch} chosen={chosen} many={many} choose={choose} />)}</ul>
      )}
    </section>
  );
}

type TwigProps = { branch: Branch; chosen?: string; many: Map<string, number>; choose: (team: string) => void };

function Twig({ branch: { team, below }, chosen, many, choose }: TwigProps) {
  const { t, format } = useLanguage();
  const n = many.get(team.id) ?? 0;
  return (
    <li>
      <button type="button" className={css.row} aria-current={team.id === chosen || undefined} data-closed={team.closed || undefined} onClick={() => { choose(team.id); }}>
        <span className={css.name}>{team.name}</span>
        {team.confidential && <span className={css.mark}>{t("people.confidential.mark")}</span>}
        {team.closed && <span className={css.mark}>{t("people.closed")}</span>}
        <span className={css.end}>{n > 0 ? t("settings.n_people", { count: n, n: format.count(n) }) : ""}</span>
      </button>
      {below.length > 0 && <ul>{below.map((branch) => <Twig key={branch.team.id} branch={branch} chosen={chosen} many={many} choose={choose} />)}</ul>}
    </li>
  );
}
