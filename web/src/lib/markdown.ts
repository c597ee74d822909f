// The addresses of the sections of a Markdown page: as GitHub makes them, so that links work there too.

/** "Everyone's customers" becomes "everyones-customers". */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s+/g, "-");
}

/** The second-level sections of a page: their names and addresses, in order. */
export function sections(markdown: string): { name: string; id: string }[] {
  return [...markdown.matchAll(/^## (.+)$/gm)].map(([, name = ""]) => ({ name, id: slug(name) }));
}

/** The addresses of all headings of a page, in order. */
export function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, name = ""]) => slug(name));
}
