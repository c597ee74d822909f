// Ready texts to choose from, by a menu beside the draft.
import { Button, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../i18n";
import type { Macro } from "../../lib/macros";
import { Icon } from "../../parts/Icon";

export function MacroMenu({ macros, take }: { macros: readonly Macro[]; take: (one: Macro) => void }) {
  const { t } = useLanguage();
  return (
    <Menu position="bottom-start" withinPortal={false} shadow="md" width={280} returnFocus>
      <Menu.Target><Button size="compact-sm" variant="default" leftSection={<Icon name="copy" size={15} />}>{t("macros.choose")}</Button></Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        {macros.map((one) => <Menu.Item key={one.id} onClick={() => { take(one); }}>{one.name}</Menu.Item>)}
        {macros.length > 0 && <Menu.Divider />}
        <Menu.Item renderRoot={(props) => <Link to="/settings/macros" {...props} />} leftSection={<Icon name="settings" size={15} />}>{t("macros.manage")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
