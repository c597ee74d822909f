// Name and password; the code of the second factor where one is asked for. Then back to where one was going.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { post, Problem } from "../../api/client";
import { askedByAnother } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Gate } from "../../parts/Gate";
import { useDesk } from "../../parts/pages";
import { CodeAfterwards } from "./CodeAfterwards";
import { NotLetIn, ThroughProvider } from "./Provider";
import { Wait } from "./Wait";

const route = getRouteApi("/sign-in");

export function SignIn() {
  const { t, format } = useLanguage();
  const { next, step, failed } = route.useSearch();
  const { me, signOn } = useDesk();
  const { history } = useRouter();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksCode, setAsksCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const factor = useRef<HTMLInputElement>(null);
  useEffect(() => { if (asksCode) factor.current?.focus(); }, [asksCode]);
  // Only to a page of this server, whatever the address says.
  const to = next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
  useEffect(() => { if (me) history.replace(to); }, [me, to, history]);

  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await post("/api/v1/session", { body: { login: login.trim(), password, code: asksCode ? code.trim() : undefined } });
      await askedByAnother();
    } catch (failure) {
      const problem = failure instanceof Problem ? failure : new Problem(0, "unexpected", "", null);
      if (problem.code === "second_factor_needed" && !asksCode) setAsksCode(true);
      else setError(problem);
    }
    setBusy(false);
  };

  if (step === "code" && signOn) return <CodeAfterwards name={signOn} next={next} />;
  return (
    <Gate title={t("sign.title")} lede={next ? t("sign.lede.back") : t("sign.lede")}>
      {failed && <NotLetIn why={failed} name={signOn ?? t("sign.provider")} />}
      {signOn && <ThroughProvider name={signOn} next={to} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInput label={t("sign.login")} value={login} autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus={!signOn} onChange={(event) => { setLogin(event.currentTarget.value); }} />
        <PasswordInput
          label={t("sign.password")} value={password} autoComplete="current-password" required
          visibilityToggleButtonProps={{ "aria-label": t("sign.show") }} onChange={(event) => { setPassword(event.currentTarget.value); }}
        />
        {asksCode && (
          <TextInput
            ref={factor} label={t("sign.code")} description={t("sign.code.hint")} value={code} inputMode="numeric" autoComplete="one-time-code" required
            onChange={(event) => { setCode(event.currentTarget.value); }}
          />
        )}
        {error && (error.code === "too_often" ? <Wait key={error.requestId} seconds={error.wait ?? 60} said={(left) => t("sign.wait", { time: format.duration(left) })} />
          : error.code === "wrong_secret" ? <Refused error={new Problem(401, "wrong_secret", t(asksCode ? "sign.wrong_code" : "sign.wrong"), null)} />
          : <Refused error={error} />)}
        <Button type="submit" loading={busy} variant={signOn ? "default" : "filled"}>{t("sign.do")}</Button>
        <p className="small quiet">{t("sign.lost")}</p>
      </form>
    </Gate>
  );
}
