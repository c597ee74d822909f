// What is being typed before the caret: a word after @ or after /, for which something can be offered; and who is
// mentioned in a finished text.

export type Typed = { sign: "@" | "/"; word: string; /** Where the sign stands. */ from: number };

/** The longest a name is looked for behind its sign. */
const FAR = 60;

/** What is typed at `caret`: the sign has to begin a word, and nothing of it may be on another line. */
export function typedAt(words: string, caret: number): Typed | null {
  const line = words.slice(Math.max(words.lastIndexOf("\n", caret - 1) + 1, caret - FAR), caret);
  const found = /(?:^|[\s(])([@/])([^@/]*)$/.exec(line);
  if (!found) return null;
  const [, sign, word = ""] = found;
  // Names hold blanks; more than two of them, or one right behind the sign, are no name any more.
  if (/^\s/.test(word) || word.split(" ").length > 3) return null;
  return { sign: sign as Typed["sign"], word, from: caret - word.length - 1 };
}

type Named = { id: string; name: string };

/** Those of `all` whose names hold a word, the ones that begin with it first. */
export function fitting<T extends Named>(all: readonly T[], word: string, most = 8): T[] {
  const wanted = word.trim().toLocaleLowerCase();
  const at = ({ name }: T) => {
    const lower = name.toLocaleLowerCase();
    return lower.startsWith(wanted) ? 0 : lower.includes(` ${wanted}`) ? 1 : lower.includes(wanted) ? 2 : 3;
  };
  return all.filter((one) => at(one) < 3).sort((a, b) => at(a) - at(b) || a.name.localeCompare(b.name)).slice(0, most);
}

/** Who is mentioned in some words. Of several with one name it is those who were `chosen`; of none chosen, nobody. */
export function mentioned<T extends Named>(words: string, all: readonly T[], chosen: ReadonlySet<string>): T[] {
  const found = new Map<string, T>();
  for (let at = words.indexOf("@"); at >= 0; at = words.indexOf("@", at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(words[at - 1] ?? "")) continue;
    const rest = words.slice(at + 1);
    const here = all.filter(({ name }) => name !== "" && rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)));
    const longest = Math.max(0, ...here.map(({ name }) => name.length));
    const same = here.filter(({ name }) => name.length === longest);
    for (const one of same.length > 1 ? same.filter(({ id }) => chosen.has(id)) : same) found.set(one.id, one);
  }
  return [...found.values()];
}
