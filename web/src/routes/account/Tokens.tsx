// Tokens with which programs act in one's name: made with a scope and an end, shown once, revoked here.
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post, remove } from "../../api/client";
import { SCOPES, tokensQuery, useSend } from "../../api/office";
import { useLanguage, type Key } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import { Once } from "../../parts/Once";
import css from "./Account.module.css";

const LASTS = ["7", "30", "90", "365", ""] as const;

export function Tokens({ administers }: { administers: boolean }) {
  const { t, format } = useLanguage();
  const tokens = useQuery(tokensQuery);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<string>("read");
  const [lasts, setLasts] = useState<string>("90");
  const make = useSend(() => post("/api/v1/tokens", { body: { name, scope, days: lasts === "" ? null : Number(lasts) } }));
  const revoke = useSend((token: string) => remove("/api/v1/tokens/{token}", { path: { token } }));
  const [now] = useState(() => Date.now());
  return (
    <section className={css.section} aria-labelledby="tokens">
      <h2 id="tokens">{t("account.tokens")}</h2>
      <p className="quiet">{t("account.tokens.why")} <Link to="/api">{t("account.tokens.api")}</Link></p>
      {make.data && <Once label={t("account.tokens.secret", { name: make.data.name })} secret={make.data.secret}><p>{t("account.tokens.secret.do")} <code>Authorization: Bearer …</code></p></Once>}
      <Asked of={tokens} lines={2}>
        {({ tokens: all }) => all.length === 0 ? null : (
          <ul className={css.list}>
            {all.map((token) => {
              const over = token.revoked_at !== null || (token.expires_at !== null && Date.parse(token.expires_at) < now);
              return (
                <li key={token.id} data-over={over || undefined}>
                  <div>
                    <strong>{token.name}</strong> <span className={css.mark}>{t(`account.scope.${token.scope}` as Key)}</span>
                    <p className="small quiet">
                      {token.revoked_at ? t("account.tokens.revoked", { at: format.instant(token.revoked_at) }) : token.expires_at ? t(over ? "account.tokens.expired" : "account.tokens.until", { at: format.date(token.expires_at) }) : t("account.tokens.forever")}
                      {" · "}{token.used_at ? t("account.tokens.used", { at: format.instant(token.used_at) }) : t("account.tokens.unused")}
                    </p>
                  </div>
                  {!over && <Button size="xs" variant="default" disabled={revoke.isPending} aria-label={t("account.tokens.revoke.of", { name: token.name })} onClick={() => { revoke.mutate(token.id); }}>{t("account.tokens.revoke")}</Button>}
                </li>
              );
            })}
          </ul>
        )}
      </Asked>
      <form className={css.line} onSubmit={(event) => { event.preventDefault(); make.mutate(undefined, { onSuccess: () => { setName(""); } }); }}>
        <TextInput label={t("account.tokens.name")} required maxLength={120} placeholder={t("account.tokens.name.as")} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Select label={t("account.scope")} allowDeselect={false} value={scope} data={SCOPES.filter((one) => one !== "admin" || administers).map((one) => ({ value: one, label: t(`account.scope.${one}`) }))} onChange={(value) => { setScope(value ?? "read"); }} />
        <Select label={t("account.tokens.lasts")} allowDeselect={false} value={lasts} data={LASTS.map((days) => ({ value: days, label: days === "" ? t("account.tokens.no_end") : t("account.tokens.days", { n: days }) }))} onChange={(value) => { setLasts(value ?? "90"); }} />
        <Button type="submit" variant="default" loading={make.isPending} disabled={name.trim() === ""}>{t("account.tokens.make")}</Button>
      </form>
      <Refused error={make.error ?? revoke.error} />
    </section>
  );
}
