// How the page speaks and looks: language, and light, dark or as the device says.
import { Menu, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { choose, LANGUAGES, useLanguage } from "../i18n";
import css from "./tools.module.css";
import { Icon, type IconName } from "./Icon";

const SCHEMES: { scheme: MantineColorScheme; icon: IconName }[] = [
  { scheme: "light", icon: "sun" },
  { scheme: "dark", icon: "moon" },
  { scheme: "auto", icon: "screen" },
];

export function Appearance() {
  const { t, language } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <button type="button" className={css.tool} aria-label={t("look.label")} title={t("look.label")}><Icon name="language" /></button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("look.language")}</Menu.Label>
        {LANGUAGES.map(({ code, name }) => (
          <Menu.Item key={code} lang={code} role="menuitemradio" aria-checked={code === language} onClick={() => void choose(code)} rightSection={code === language ? "✓" : null}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("look.scheme")}</Menu.Label>
        {SCHEMES.map(({ scheme, icon }) => (
          <Menu.Item
            key={scheme} role="menuitemradio" aria-checked={scheme === colorScheme} leftSection={<Icon name={icon} size={16} />}
            onClick={() => { setColorScheme(scheme); }} rightSection={scheme === colorScheme ? "✓" : null}
          >
            {t(`look.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
