// Everybody outside: people and organisations by name, found by a part of a name or an address.
import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { customersQuery, useMe } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Customers.module.css";
import { NewCustomer } from "./NewCustomer";

const route = getRouteApi("/customers");

export function Customers() {
  const { t, format } = useLanguage();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const customers = useInfiniteQuery(customersQuery(q));
  const find = useDebouncedCallback((words: string) => { void navigate({ search: { q: words || undefined }, replace: true, resetScroll: false }); }, 200);
  return (
    <Page title={t("customers.title")} lede={t("customers.lede")} actions={me && me.role !== "auditor" && <Button onClick={() => { setOpened(true); }}>{t("customers.new")}</Button>}>
      <TextInput className={css.find} leftSection={<Icon name="search" size={16} />} aria-label={t("customers.find")} placeholder={t("customers.find")} defaultValue={q} onChange={(event) => { find(event.currentTarget.value); }} />
      <Asked of={customers} lines={9}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.parties);
          if (all.length === 0) return q ? <p className="quiet" role="status">{t("customers.nobody", { words: q })}</p> : <Nothing title={t("customers.empty")}><p>{t("customers.empty.do")}</p></Nothing>;
          return (
            <>
              <ul className={css.list}>
                {all.map((party) => (
                  <li key={party.id} data-closed={party.closed || undefined}>
                    <Link to="/customers/$party" params={{ party: party.id }}>{party.name || t("office.erased")}</Link>
                    <span className="quiet">{[t(party.kind === "organisation" ? "customers.organisation" : "customers.person"), party.parent?.name].filter(Boolean).join(" · ")}</span>
                    <span className="small quiet number">{t("customers.since", { at: format.date(party.created_at) })}</span>
                  </li>
                ))}
              </ul>
              {customers.hasNextPage && <div><Button variant="default" loading={customers.isFetchingNextPage} onClick={() => void customers.fetchNextPage()}>{t("office.more")}</Button></div>}
            </>
          );
        }}
      </Asked>
      {opened && <NewCustomer close={() => { setOpened(false); }} />}
    </Page>
  );
}
