// Lists that somebody saved, for themselves or for colleagues too: names for addresses.
import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { post, remove } from "../../api/client";
import { viewsQuery, type RequestsAsked } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { readSearch, writeSearch } from "../../lib/address";
import { useSend } from "../../lib/useSend";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { useDesk } from "../../parts/pages";
import { readAsked } from "../desk";
import css from "./Requests.module.css";

export function Views({ asked }: { asked: RequestsAsked }) {
  const { t } = useLanguage();
  const { me } = useDesk();
  const views = useQuery(viewsQuery);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const query = writeSearch(asked);
  const save = useSend(() => post("/api/v1/views", { body: { name: name.trim(), query, shared } }), () => { setName(""); });
  const gone = useRef("");
  const take = useSend(() => remove("/api/v1/views/{view}", { path: { view: gone.current } }), () => undefined);
  const all = views.data?.views ?? [];
  const here = all.find((view) => view.query === query);
  const teams = me?.teams ?? [];
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={330} withinPortal={false} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="star" size={16} />} rightSection={<Icon name="fold" size={14} />} onClick={() => { setOpen(!open); }}>{here?.name ?? t("views.label")}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("views.label")}>
        <ul className={css.views}>
          {teams.length > 0 && (
            <li><Link to="/requests" search={{ open: "true", provider: teams.map(({ id }) => id) }} onClick={() => { setOpen(false); }}>{t("views.mine")}</Link></li>
          )}
          {all.map((view) => (
            <li key={view.id}>
              <Link to="/requests" search={readAsked(readSearch(view.query))} aria-current={view === here || undefined} onClick={() => { setOpen(false); }}>{view.name}</Link>
              <span className="small quiet">{t(view.shared ? "views.public" : "views.private")}</span>
              {view.mine && (
                <button
                  type="button" className={css.remove} aria-label={t("views.remove", { name: view.name })}
                  onClick={() => {
                    gone.current = view.id;
                    void take.go();
                  }}
                >
                  <Icon name="close" size={15} />
                </button>
              )}
            </li>
          ))}
          {all.length === 0 && teams.length === 0 && <li className="quiet">{t("views.none")}</li>}
        </ul>
        <form
          className={css.save}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") void save.go();
          }}
        >
          <TextInput label={t("views.save")} placeholder={t("views.name")} value={name} maxLength={80} onChange={(event) => { setName(event.currentTarget.value); }} />
          <Checkbox label={t("views.shared")} checked={shared} onChange={(event) => { setShared(event.currentTarget.checked); }} />
          <Refused error={save.error ?? take.error} />
          <Button type="submit" size="sm" loading={save.busy} disabled={name.trim() === ""}>{t("views.save.do")}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
