// Handing a file to the person: made in the page, sent nowhere.

/** Offers `content` as a download called `name`. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The click has only scheduled the download; the address must outlive this task.
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}

/** A file name made of words: no path, no blank, nothing a file system dislikes. */
export function fileName(words: readonly string[], extension: string): string {
  const stem = words
    .join("-")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  return `${stem || "catena"}.${extension}`;
}
