// Ready texts: what stands in braces is filled in when a text is chosen, once, so that what it is filled with
// may hold braces too.
import type { components } from "../api/schema";

export type Macro = components["schemas"]["MacroView"];
export type Also = components["schemas"]["Also"];

/** What can be filled in; the server knows the same. */
export const PLACES = ["customer", "number", "me", "due"] as const;
export type Place = (typeof PLACES)[number];

const BRACES = /\{\{\s*(\w+)\s*\}\}/g;

/** The words of a text with what is known put in; what is not known stays in its braces. */
export function filled(body: string, known: Partial<Record<Place, string>>): string {
  return body.replace(BRACES, (braces, place: string) => known[place as Place] ?? braces);
}

/** The placeholders that are still in some words, each once. */
export function unfilled(words: string): string[] {
  const places = [...words.matchAll(BRACES)].filter(([, place]) => (PLACES as readonly string[]).includes(place ?? ""));
  return [...new Set(places.map(([braces]) => braces))];
}

/** Whether a text does anything beside its words. */
export function does({ priority, tags, rests }: Pick<Macro, "priority" | "tags" | "rests">): boolean {
  return priority !== null || tags.length > 0 || rests !== null;
}
