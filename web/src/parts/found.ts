// What the palette finds for some words, the likeliest first.
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { findQuery } from "../api/desk";
import { logQuery } from "../api/queries";
import { useLanguage, type Key } from "../i18n";
import { onlyFilters, type Filters } from "../lib/address";
import type { IconName } from "./Icon";
import { useLog } from "./LogSwitcher";
import { isStaff, LOG_PAGES, useDesk, usePages, works } from "./pages";

export type Found = { key: string; icon: IconName; name: string; more?: string; kind: string; go: () => void };

export function useFound(words: string): Found[] {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { desk, me, aboutLogs, insight } = useDesk();
  const { log, all } = useLog();
  const { keys, first } = usePages(log);
  const filters = onlyFilters(useSearch({ strict: false }) as Filters);
  const wanted = words.trim();
  const [asked] = useDebouncedValue(wanted, 120);
  const hits = useQuery({ ...findQuery(asked), enabled: desk && me !== null && asked !== "" });
  const about = useQuery({ ...logQuery(log ?? ""), enabled: Boolean(log) && (!desk || aboutLogs) });
  const fits = (name: string) => name.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());

  const pagesOf = [...keys, ...(desk && insight && !aboutLogs ? LOG_PAGES.filter((page) => log !== undefined || !page.to.startsWith("/logs")) : []), ...first.filter((page) => !keys.includes(page))];
  const pages = pagesOf.filter((page) => fits(t(page.label))).map<Found>((page) => ({
    key: page.to, icon: page.icon, name: t(page.label), kind: t("find.page"),
    go: () => void navigate({ to: page.to, params: { log: log ?? "" }, search: page.to.startsWith("/logs") ? filters : (page.search ?? {}) }),
  }));
  const logs = !desk || aboutLogs ? all.filter((one) => fits(one.name)).map<Found>((one) => ({
    key: `log ${one.id}`, icon: "table", name: one.name, kind: t("find.log"),
    go: () => void navigate({ to: "/logs/$log", params: { log: one.id } }),
  })) : [];
  const actions = [
    { key: "new", icon: "plus" as const, name: t("new.title"), to: "/requests/new", there: works(me) },
    { key: "ask", icon: "offer" as const, name: t("find.ask"), to: "/ask", there: isStaff(me) },
    { key: "macros", icon: "copy" as const, name: t("me.macros"), to: "/settings/macros", there: isStaff(me) },
    { key: "api", icon: "book" as const, name: t("api.title"), to: "/api", there: true },
    { key: "account", icon: "person" as const, name: t("me.account"), to: "/account", there: me !== null },
  ].filter(({ there, name }) => there && fits(name)).map<Found>(({ key, icon, name, to }) => ({ key, icon, name, kind: t("find.action"), go: () => void navigate({ to }) }));

  if (wanted === "") return [...pages, ...actions, ...logs];

  // A request whose words stand in several places is found once.
  const once = (asked === "" ? [] : hits.data?.hits ?? []).filter((hit, i, all) => !hit.request || all.findIndex((other) => other.request?.id === hit.request?.id) === i);
  const texts = once.map<Found>((hit, i) =>
    hit.request
      ? {
          key: `hit ${i}`, icon: hit.kind.startsWith("note") ? "lock" : "requests", name: `#${hit.request.number} ${hit.request.subject}`, more: hit.request.root.customer.name,
          kind: t(`find.in.${hit.kind}` as Key), go: () => void navigate({ to: "/requests/$request", params: { request: String(hit.request?.number) } }),
        }
      : { key: `hit ${i}`, icon: "person", name: hit.party?.name ?? "", kind: t("find.in.party"), go: () => void navigate({ to: `/customers/${hit.party?.id ?? ""}` }) },
  );
  const teams = log === undefined ? [] : (about.data?.providers ?? []).filter(fits).slice(0, 8).map<Found>((team) => ({
    key: `team ${team}`, icon: "link", name: team, kind: t("find.team"),
    go: () => void navigate({ to: "/logs/$log", params: { log }, search: { ...filters, team } }),
  }));
  const chains: Found[] = log === undefined || (desk && !aboutLogs) ? [] : [{
    key: "chains", icon: "search", name: t("find.chains", { words: wanted }), kind: t("nav.chains"),
    go: () => void navigate({ to: "/logs/$log/chains", params: { log }, search: { ...filters, q: wanted } }),
  }];
  return [...texts, ...teams, ...pages, ...actions, ...logs, ...chains];
}
