// Words that somebody began to write, kept on this device until the server has them: what is typed while
// the connection is gone survives a reload too. They leave with the person who wrote them.

const PREFIX = "catena.draft.";

export type DraftKind = "message" | "note";

const place = (request: string, kind: DraftKind) => `${PREFIX}${kind}.${request}`;

/** Keeps words here; nothing keeps nothing. */
export function keepDraft(request: string, kind: DraftKind, body: string): void {
  try {
    if (body === "") localStorage.removeItem(place(request, kind));
    else localStorage.setItem(place(request, kind), body);
  } catch {
    // A browser that stores nothing still has the words on its screen.
  }
}

/** The words that are kept here and that the server may not have. */
export function keptDraft(request: string, kind: DraftKind): string | null {
  try {
    return localStorage.getItem(place(request, kind));
  } catch {
    return null;
  }
}

/** Forgets all of them, when somebody signs out. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
