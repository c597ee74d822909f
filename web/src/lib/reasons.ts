// Why a recipe was proposed, told in the language of the page: the server gives a code with values.
import type { Reason } from "../api/types";
import type { Translate, Values } from "../i18n";
import type { Format } from "./format";

/** One reason as a sentence. */
export function reasonSentence(reason: Reason, { t, format }: { t: Translate; format: Format }): string {
  const values: Values = {};
  for (const [name, value] of Object.entries(reason)) {
    if (Array.isArray(value)) values[name] = format.list(value);
    else if (typeof value === "string") values[name] = value;
    else values[name] = name === "share" ? format.share(value) : name === "rows" ? format.decimal(value, 1) : format.count(value);
  }
  return t(`reason.${reason.code}`, values);
}
