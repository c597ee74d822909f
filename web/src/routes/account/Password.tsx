// Chooses another password; everybody else who is signed in with this account has to sign in again.
import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { put } from "../../api/client";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import css from "./Account.module.css";

/** As few letters as a password may have. */
const SHORTEST = 10;

export function Password({ login }: { login: string }) {
  const { t } = useLanguage();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useSend(() => put("/api/v1/account/password", { body: { current, password } }));
  const short = password !== "" && [...password].length < SHORTEST;
  return (
    <section className={css.section} aria-labelledby="password">
      <h2 id="password">{t("account.password")}</h2>
      <form
        className={css.form}
        onSubmit={(event) => { event.preventDefault(); change.mutate(undefined, { onSuccess: () => { setCurrent(""); setPassword(""); } }); }}
      >
        {/* Whoever keeps passwords needs to know whose it is. */}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <PasswordInput label={t("account.password.current")} required autoComplete="current-password" value={current} onChange={(event) => { setCurrent(event.currentTarget.value); }} visibilityToggleButtonProps={{ "aria-label": t("account.password.show") }} />
        <PasswordInput
          label={t("account.password.new")} description={t("account.password.why", { n: SHORTEST })} required autoComplete="new-password" value={password} onChange={(event) => { setPassword(event.currentTarget.value); }}
          error={short ? t("account.password.short", { n: SHORTEST }) : undefined} visibilityToggleButtonProps={{ "aria-label": t("account.password.show") }}
        />
        <Refused error={change.error} />
        <div><Button type="submit" loading={change.isPending} disabled={current === "" || password === "" || short}>{t("account.password.change")}</Button></div>
        <p aria-live="polite">{change.isSuccess && t("account.password.changed")}</p>
      </form>
    </section>
  );
}
