// Sentences with figures in them. A text marks the places with [[name]]; whoever shows it says what
// stands there. Keeping the places in the text lets every language choose its own order.

export type Piece = { text: string } | { slot: string };

/** Cuts a text at its [[slots]]; empty pieces are left out. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(\[\[\w+\]\])/)
    .filter((part) => part !== "")
    .map((part) => {
      const slot = /^\[\[(\w+)\]\]$/.exec(part)?.[1];
      return slot ? { slot } : { text: part };
    });
}

/** The same sentence as plain text, for titles, labels and exports. */
export function plain(text: string, slots: Record<string, string>): string {
  return pieces(text)
    .map((piece) => ("text" in piece ? piece.text : (slots[piece.slot] ?? "")))
    .join("");
}
