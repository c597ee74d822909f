// One's own account: password, second factor, where one is signed in, tokens for programs.
import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../../api/desk";
import { useLanguage, type Key } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import css from "./Account.module.css";
import { Notices } from "./Notices";
import { Password } from "./Password";
import { SecondFactor } from "./SecondFactor";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";

export function AccountPage() {
  const { t } = useLanguage();
  const session = useQuery(sessionQuery);
  return (
    <Asked of={session} page>
      {({ me }) => me === null ? <Nothing page title={t("office.no_right")}><p>{t("account.signed_out")}</p></Nothing> : (
        <Page title={t("settings.account")} lede={t("account.lede", { name: me.person.name, login: me.login, role: t(`people.role.${me.role}` as Key) })}>
          <div className={css.sections}>
            <Password login={me.login} />
            <SecondFactor on={me.second_factor} left={me.recovery_codes} />
            <Notices />
            <Sessions />
            <Tokens administers={me.role === "administrator"} />
          </div>
        </Page>
      )}
    </Asked>
  );
}
