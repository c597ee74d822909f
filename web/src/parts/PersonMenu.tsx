// Who signed in, their teams, their account, and the way out.
import { Popover } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { remove } from "../api/client";
import { askedByAnother, nobody, type Me } from "../api/desk";
import { tellLeft } from "../api/live";
import { useLanguage, type Key } from "../i18n";
import { forgetDrafts } from "../lib/drafts";
import { Icon } from "./Icon";
import { isStaff } from "./pages";
import css from "./PersonMenu.module.css";

export function PersonMenu({ me }: { me: Me }) {
  const { t, format } = useLanguage();
  const navigate = useNavigate();
  const leave = async () => {
    await remove("/api/v1/session", {}).catch(() => undefined);
    forgetDrafts();
    tellLeft();
    // The sign-in page sends back whom it takes for signed in.
    nobody();
    await navigate({ to: "/sign-in" });
    await askedByAnother();
  };
  return (
    <Popover position="bottom-end" width={260} withinPortal={false} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className={css.button} aria-label={t("me.label", { name: me.person.name })} title={me.person.name}>
          <span aria-hidden="true">{initials(me.person.name)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("me.label", { name: me.person.name })}>
        <p className={css.name}>{me.person.name}</p>
        <p className="small quiet">{t(`role.${me.role}` as Key)}{me.teams.length > 0 && ` · ${format.list(me.teams.map(({ name }) => name))}`}</p>
        <div className={css.choices}>
          <Link to={"/account" as string} className={css.choice}><Icon name="person" size={18} /> {t("me.account")}</Link>
          {isStaff(me) && <Link to="/settings/macros" className={css.choice}><Icon name="copy" size={18} /> {t("me.macros")}</Link>}
          <button type="button" className={css.choice} onClick={() => void leave()}><Icon name="leave" size={18} /> {t("me.leave")}</button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The first letters of a name, two at most. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}
