// Chooses a customer by a part of the name; the server looks through all of them.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { customersQuery } from "../api/desk";
import { useLanguage } from "../i18n";

type Props = {
  label: string;
  placeholder?: string;
  value: string | null;
  /** The name of who is chosen. */
  name: string;
  change: (party: string | null, name: string) => void;
  only?: "organisation";
};

export function CustomerSelect({ label, placeholder, value, name, change, only }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed, 200);
  const found = useQuery(customersQuery(words === name ? "" : words)).data?.parties ?? [];
  const fitting = found.filter((party) => (!only || party.kind === only) && party.name !== "");
  const data = fitting.map((party) => ({ value: party.id, label: party.name }));
  if (value && !data.some((one) => one.value === value)) data.unshift({ value, label: name });
  return (
    <Select
      label={label} placeholder={placeholder} searchable clearable clearButtonProps={{ "aria-label": placeholder ?? t("filter.clear") }} nothingFoundMessage={t("filter.nothing")}
      data={data} value={value} onSearchChange={setTyped} filter={({ options }) => options}
      onChange={(party) => { change(party, data.find((one) => one.value === party)?.label ?? ""); }}
    />
  );
}
