// Teams as a tree of departments.
import type { Party } from "../api/office";

export type Branch = { team: Party; below: Branch[] };

/** Teams under the departments they belong to, by name; whoever belongs to nobody known stands at the top. */
export function treeOf(teams: readonly Party[]): Branch[] {
  const known = new Set(teams.map((team) => team.id));
  const below = (parent: string | null): Branch[] =>
    teams
      .filter((team) => (team.parent && known.has(team.parent.id) ? team.parent.id : null) === parent)
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((team) => ({ team, below: below(team.id) }));
  return below(null);
}

/** The branches in which `fits` says yes to a team, with what is above them. */
export function prune(branches: readonly Branch[], fits: (team: Party) => boolean): Branch[] {
  return branches.flatMap((branch) => {
    const below = prune(branch.below, fits);
    return fits(branch.team) ? [branch] : below.length > 0 ? [{ team: branch.team, below }] : [];
  });
}

/** A team and everything inside it: what it cannot be put into. */
export function inside(branches: readonly Branch[], id: string): Set<string> {
  const all = (branch: Branch): string[] => [branch.team.id, ...branch.below.flatMap(all)];
  const find = (list: readonly Branch[]): Branch | undefined => {
    for (const branch of list) {
      const found = branch.team.id === id ? branch : find(branch.below);
      if (found) return found;
    }
    return undefined;
  };
  const found = find(branches);
  return new Set(found ? all(found) : [id]);
}
