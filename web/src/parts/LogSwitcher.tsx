// Which log the pages speak of. The address decides; where it names none, the last one seen.
import { Combobox, InputBase, useCombobox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { logsQuery } from "../api/queries";
import { useLanguage } from "../i18n";
import css from "./LogSwitcher.module.css";
import { Icon } from "./Icon";
import { useDesk } from "./pages";

/** The log in hand and all there are. */
export function useLog() {
  const { log } = useParams({ strict: false });
  const { session, insight, aboutLogs } = useDesk();
  // At a desk not everybody may know of the logs.
  const logs = useQuery({ ...logsQuery, enabled: session.data ? insight : aboutLogs });
  const [last, setLast] = useState<string>();
  if (log && log !== last) setLast(log);
  const all = logs.data?.logs ?? [];
  return { log: log ?? last ?? all[0]?.id, all };
}

export function LogSwitcher() {
  const { t, format } = useLanguage();
  const { log, all } = useLog();
  const navigate = useNavigate();
  const box = useCombobox({ onDropdownClose: () => { box.resetSelectedOption(); } });
  const current = all.find((one) => one.id === log);
  useEffect(() => { box.selectActiveOption(); }, [box, log]);
  if (!current) return <span className={css.none} />;
  return (
    <Combobox
      store={box} width={340} position="bottom-start" withinPortal={false}
      onOptionSubmit={(id) => {
        box.closeDropdown();
        void navigate({ to: "/logs/$log", params: { log: id } });
      }}
    >
      <Combobox.Target targetType="button">
        <InputBase
          component="button" type="button" pointer aria-label={`${t("log.switch")}: ${current.name}`} className={css.target} size="sm"
          classNames={{ input: css.input }} rightSection={<Icon name="fold" size={16} />} rightSectionPointerEvents="none"
          onClick={() => { box.toggleDropdown(); }}
        >
          <span className={css.name}>{current.name}</span>
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={420} style={{ overflowY: "auto" }} aria-label={t("log.switch")}>
          {all.map((one) => (
            <Combobox.Option key={one.id} value={one.id} active={one.id === log}>
              <span className={css.option}>
                <span className={css.optionName}>{one.name}</span>
                <span className="small quiet">
                  {t(`log.source.${one.source}`)}{one.departments_only && ` · ${t("log.departments")}`} · {t("log.chains", { count: one.chains, n: format.count(one.chains) })}
                  {one.first_opened && one.last_closed ? ` · ${format.date(one.first_opened)} – ${format.date(one.last_closed)}` : ""}
                </span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
