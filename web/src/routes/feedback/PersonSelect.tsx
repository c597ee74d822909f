// Chooses a colleague; whoever signed in, unless somebody else is chosen.
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { directoryQuery } from "../../api/desk";
import { useMe } from "../../api/office";
import { useLanguage } from "../../i18n";

export function PersonSelect({ label, value, change }: { label: string; value: string | null; change: (person: string | null) => void }) {
  const { t } = useLanguage();
  const me = useMe();
  const people = (useQuery(directoryQuery).data?.parties ?? []).filter((party) => party.kind === "person" && !party.closed && party.name !== "");
  return (
    <Select
      label={label} searchable allowDeselect={false} value={value ?? me?.person.id ?? null} onChange={change} limit={200} nothingFoundMessage={t("filter.nothing")}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
