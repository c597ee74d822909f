// A one-time link: whose it is, and the password they choose. Choosing it signs them in.
import { Button, PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post, Problem } from "../../api/client";
import { askedByAnother, linkQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Gate } from "../../parts/Gate";
import { Failure, Loading } from "../../parts/States";

const route = getRouteApi("/welcome/$key");
/** The server's own limit, said before it has to say it. */
const LETTERS = 10;

export function Welcome() {
  const { t, format } = useLanguage();
  const { key } = route.useParams();
  const link = useQuery(linkQuery(key));
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  if (link.isPending) return <Loading page />;
  if (link.isError) {
    const spent = link.error instanceof Problem && (link.error.code === "wrong_secret" || link.error.status === 404);
    if (!spent) return <Gate title={t("welcome.title")}><Failure error={link.error} again={() => void link.refetch()} /></Gate>;
    return (
      <Gate title={t("welcome.spent")} lede={t("welcome.spent.do")}>
        <p><Link to="/sign-in">{t("sign.title")}</Link></p>
      </Gate>
    );
  }
  const { name, login, expires_at } = link.data;
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await post("/api/v1/welcome/{key}", { path: { key }, body: { password } });
      await askedByAnother();
      await navigate({ to: "/today", replace: true });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const missing = Math.max(0, LETTERS - [...password].length);
  return (
    <Gate title={t("welcome.hello", { name })} lede={t("welcome.lede", { login, until: format.instant(expires_at) })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === 0) void send();
        }}
      >
        <input type="text" name="username" value={login} autoComplete="username" readOnly hidden />
        <PasswordInput
          label={t("welcome.password")} description={missing > 0 && password !== "" ? t("welcome.missing", { count: missing }) : t("welcome.hint")} value={password} autoComplete="new-password" required autoFocus
          visibilityToggleButtonProps={{ "aria-label": t("sign.show") }} onChange={(event) => { setPassword(event.currentTarget.value); }}
        />
        <Refused error={error} />
        <Button type="submit" loading={busy} disabled={missing > 0}>{t("welcome.do")}</Button>
      </form>
    </Gate>
  );
}
