// What a customer writes into the form, as one text for those who read it.

/** The answers to the service's questions and the words beside them. What was not answered leaves no trace. */
export function detailsOf(fields: readonly { label: string }[], answers: readonly string[], words: string): string {
  const lines = fields.flatMap(({ label }, i) => {
    const answer = answers[i]?.trim() ?? "";
    return answer === "" ? [] : [`${label.replace(/:\s*$/, "")}${/[?!.]\s*$/.test(label) ? "" : ":"} ${answer}`];
  });
  return [...lines, ...(words.trim() === "" ? [] : [words.trim()])].join("\n\n");
}
