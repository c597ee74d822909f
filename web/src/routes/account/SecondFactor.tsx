// A second factor: a code from an authenticator beside the password. Set up in two steps, so that nobody
// is locked out by a code that does not work; the recovery codes are shown once.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { post, put, remove } from "../../api/client";
import { sessionQuery } from "../../api/desk";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Once } from "../../parts/Once";
import css from "./Account.module.css";

export function SecondFactor({ on, left }: { on: boolean; left: number }) {
  const { t, format } = useLanguage();
  const answers = useQueryClient();
  const renew = () => answers.invalidateQueries({ queryKey: sessionQuery.queryKey });
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [asks, setAsks] = useState(false);
  const offer = useSend(() => post("/api/v1/account/second-factor", {}));
  const confirm = useSend(async () => {
    const codes = await put("/api/v1/account/second-factor", { body: { code: code.replaceAll(" ", "") } });
    await renew();
    return codes;
  });
  const drop = useSend(async () => {
    await remove("/api/v1/account/second-factor", { body: { password } });
    setAsks(false);
    setPassword("");
    offer.reset();
    confirm.reset();
    await renew();
  });
  return (
    <section className={css.section} aria-labelledby="factor">
      <h2 id="factor">{t("account.factor")}</h2>
      <p className="quiet">{t(on ? "account.factor.on" : "account.factor.off")}{on && !confirm.data ? ` ${t("account.factor.left", { count: left, n: format.count(left) })}` : ""}</p>
      {confirm.data && (
        <Once label={t("account.factor.codes")} secret={confirm.data.codes.join("\n")} shown={<span className={css.codes}>{confirm.data.codes.map((one) => <span key={one}>{one}</span>)}</span>}>
          <p>{t("account.factor.codes.do")}</p>
        </Once>
      )}
      {!on && !offer.data && <div><Button variant="default" loading={offer.isPending} onClick={() => { offer.mutate(undefined); }}>{t("account.factor.begin")}</Button></div>}
      {!on && offer.data && (
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); confirm.mutate(undefined); }}>
          <ol className={css.steps}>
            <li>
              <Once label={t("account.factor.secret")} secret={offer.data.secret} shown={offer.data.secret.replace(/(.{4})(?=.)/g, "$1 ")}>
                <p>{t("account.factor.secret.do")} <a href={offer.data.uri}>{t("account.factor.open")}</a></p>
              </Once>
            </li>
            <li>
              <TextInput label={t("account.factor.code")} description={t("account.factor.code.why")} required inputMode="numeric" autoComplete="one-time-code" maxLength={8} value={code} onChange={(event) => { setCode(event.currentTarget.value); }} />
            </li>
          </ol>
          <Refused error={confirm.error} />
          <div className="row">
            <Button type="submit" loading={confirm.isPending} disabled={code.trim().length < 6}>{t("account.factor.confirm")}</Button>
            <Button variant="default" onClick={() => { offer.reset(); confirm.reset(); setCode(""); }}>{t("office.cancel")}</Button>
          </div>
        </form>
      )}
      {on && !asks && <div><Button variant="default" onClick={() => { setAsks(true); }}>{t("account.factor.remove")}</Button></div>}
      {on && asks && (
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); drop.mutate(undefined); }}>
          <PasswordInput label={t("account.password.current")} required autoComplete="current-password" value={password} onChange={(event) => { setPassword(event.currentTarget.value); }} visibilityToggleButtonProps={{ "aria-label": t("account.password.show") }} />
          <Refused error={drop.error} />
          <div className="row">
            <Button type="submit" loading={drop.isPending} disabled={password === ""}>{t("account.factor.remove")}</Button>
            <Button variant="default" onClick={() => { setAsks(false); }}>{t("office.cancel")}</Button>
          </div>
        </form>
      )}
      <Refused error={offer.error} />
    </section>
  );
}
