// How the page speaks and looks: language, and light, dark or as the device says.
import { Popover, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { choose, LANGUAGES, useLanguage } from "../i18n";
import css from "./tools.module.css";
import { Icon } from "./Icon";

const SCHEMES: MantineColorScheme[] = ["light", "dark", "auto"];

export function Appearance() {
  const { t, language } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Popover position="bottom-end" width={190} withinPortal={false} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className={css.tool} aria-label={t("look.label")} title={t("look.label")}><Icon name="language" /></button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("look.label")}>
        <Choice
          name="language" legend={t("look.language")} value={language} choose={(code) => void choose(code)}
          choices={LANGUAGES.map(({ code, name }) => ({ value: code, words: name, lang: code }))}
        />
        <Choice
          name="scheme" legend={t("look.scheme")} value={colorScheme} choose={setColorScheme}
          choices={SCHEMES.map((value) => ({ value, words: t(`look.${value}`) }))}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

type ChoiceProps<V extends string> = {
  name: string;
  legend: string;
  value: V;
  choices: { value: V; words: string; lang?: string }[];
  choose: (value: V) => void;
};

function Choice<V extends string>({ name, legend, value, choices, choose }: ChoiceProps<V>) {
  return (
    <fieldset className={css.choice}>
      <legend>{legend}</legend>
      {choices.map((one) => (
        <label key={one.value} lang={one.lang}>
          <input type="radio" name={name} checked={one.value === value} onChange={() => { choose(one.value); }} /> {one.words}
        </label>
      ))}
    </fieldset>
  );
}
