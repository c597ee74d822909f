// The same words in each language of a survey: one field a language.
import { TextInput } from "@mantine/core";
import { LANGUAGES } from "../../i18n";
import type { Language } from "../../lib/format";
import type { Wording } from "../../lib/survey";
import css from "./Surveys.module.css";

type Props = { label: string; description?: string; languages: readonly Language[]; locked: boolean; value: Wording; change: (wording: Wording) => void };

export function WordingFields({ label, description, languages, locked, value, change }: Props) {
  const several = languages.length > 1;
  const spoken = LANGUAGES.filter(({ code }) => languages.includes(code));
  return (
    <div className={css.wording} role={several ? "group" : undefined} aria-label={several ? label : undefined}>
      {spoken.map(({ code, name }, i) => (
        <TextInput
          key={code} lang={code} required maxLength={300} disabled={locked} label={several ? `${label}, ${name}` : label} description={i === 0 ? description : undefined}
          value={value[code] ?? ""} onChange={(event) => { change({ ...value, [code]: event.currentTarget.value }); }}
        />
      ))}
    </div>
  );
}
