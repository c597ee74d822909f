// Choosing whom to ask: a team or a colleague from the directory, a customer by a part of their name.
import { Combobox, InputBase, Select, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { customersQuery, directoryQuery } from "../api/desk";
import { useLanguage } from "../i18n";

type Props = { label: string; description?: string; value: string | null; change: (id: string | null) => void; placeholder?: string; clearable?: boolean; autoFocus?: boolean; required?: boolean; error?: string; size?: string; hideLabel?: boolean };

/** A team or a person of the organisation. */
export function ColleaguePicker({ label, value, change, clearable = false, autoFocus, size, hideLabel, ...rest }: Props) {
  const { t } = useLanguage();
  const directory = useQuery(directoryQuery);
  const parties = (directory.data?.parties ?? []).filter(({ closed, name }) => !closed && name !== "");
  const group = (kind: string) => parties.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      label={hideLabel ? undefined : label} aria-label={hideLabel ? label : undefined} value={value} onChange={change} searchable clearable={clearable} limit={200} data-autofocus={autoFocus} size={size}
      nothingFoundMessage={t("filter.nothing")} clearButtonProps={{ "aria-label": t("filter.remove", { what: label }) }}
      data={[{ group: t("pick.teams"), items: group("team") }, { group: t("pick.people"), items: group("person") }]} {...rest}
    />
  );
}

type CustomerProps = { label: string; value: { id: string; name: string } | null; change: (party: { id: string; name: string } | null) => void; /** Begins somebody new of this name. */ create?: (name: string) => void; required?: boolean };

/** A customer, found by a part of their name; or somebody new of that name. */
export function CustomerPicker({ label, value, change, create, required }: CustomerProps) {
  const { t } = useLanguage();
  const [words, setWords] = useState(value?.name ?? "");
  const [shown, setShown] = useState(value);
  if (shown?.id !== value?.id) {
    setShown(value);
    setWords(value?.name ?? "");
  }
  const [asked] = useDebouncedValue(words.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => { box.resetSelectedOption(); } });
  const found = useQuery({ ...customersQuery(value && asked === value.name ? "" : asked), enabled: box.dropdownOpened });
  const parties = found.data?.parties ?? [];
  return (
    <Combobox
      store={box} withinPortal={false}
      onOptionSubmit={(id) => {
        box.closeDropdown();
        if (id === "+") { create?.(words.trim()); return; }
        const party = parties.find((one) => one.id === id);
        if (party) {
          change({ id: party.id, name: party.name });
          setWords(party.name);
        }
      }}
    >
      <Combobox.Target>
        <InputBase
          label={label} value={words} placeholder={t("pick.customer")} required={required} rightSection={<Combobox.Chevron />} rightSectionPointerEvents="none" autoComplete="off"
          onFocus={() => { box.openDropdown(); }} onClick={() => { box.openDropdown(); }}
          onBlur={() => {
            box.closeDropdown();
            setWords(value?.name ?? "");
          }}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            if (value) change(null);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: "auto" }} aria-label={label}>
          {parties.map((party) => <Combobox.Option key={party.id} value={party.id}>{party.name || t("pick.erased")}</Combobox.Option>)}
          {create && words.trim() !== "" && <Combobox.Option value="+">{t("pick.new", { name: words.trim() })}</Combobox.Option>}
          {parties.length === 0 && (!create || words.trim() === "") && <Combobox.Empty>{found.isFetching ? t("state.loading") : t("filter.nothing")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
