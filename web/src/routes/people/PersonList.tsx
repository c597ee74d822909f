// Everybody inside by name, with their teams and what they may do.
import { useState } from "react";
import type { Account, Directory } from "../../api/office";
import { useLanguage, type Key } from "../../i18n";
import css from "./People.module.css";

/** Rows drawn at first. */
const FIRST = 100;

type Props = { directory: Directory; accounts: Account[]; chosen?: string; words?: string; choose: (person: string) => void };

export function PersonList({ directory, accounts, chosen, words, choose }: Props) {
  const { t, format } = useLanguage();
  const [all, setAll] = useState(false);
  const names = new Map(directory.parties.map((party) => [party.id, party.name]));
  const teamsOf = (person: string) => directory.members.filter((member) => member.person === person).map((member) => names.get(member.team) ?? "");
  const fits = (text: string) => !words || text.toLowerCase().includes(words.toLowerCase());
  const people = directory.parties.filter((party) => party.kind === "person" && fits(party.name)).toSorted((a, b) => a.name.localeCompare(b.name));
  const shown = all ? people : people.slice(0, FIRST);
  return (
    <section>
      <h2>{t("people.people")}</h2>
      {people.length === 0 ? <p className="quiet">{t("filter.nothing")}</p> : (
        <ul className={css.people}>
          {shown.map((person) => {
            const account = accounts.find((one) => one.person.id === person.id);
            const role = account && !account.closed ? t(`people.role.${account.role}` as Key) : "";
            return (
              <li key={person.id}>
                <button type="button" className={css.row} aria-current={person.id === chosen || undefined} data-closed={person.closed || account?.closed || undefined} onClick={() => { choose(person.id); }}>
                  <span className={css.name}>{person.name || t("office.erased")}</span>
                  {account && !account.active && !account.closed && <span className={css.mark}>{t("people.invited")}</span>}
                  {account?.closed && <span className={css.mark}>{t("people.closed")}</span>}
                  <span className={css.end}>{[format.list(teamsOf(person.id)), role].filter(Boolean).join(" · ")}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {people.length > shown.length && (
        <button type="button" className={css.row} onClick={() => { setAll(true); }}>{t("table.more", { count: people.length - shown.length, n: format.count(people.length - shown.length) })}</button>
      )}
    </section>
  );
}
