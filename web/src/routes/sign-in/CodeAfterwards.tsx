// The code of the second factor of somebody for whom the provider vouched.
import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post, Problem } from "../../api/client";
import { askedByAnother } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Refused } from "../../parts/Asked";
import { Gate } from "../../parts/Gate";
import { Wait } from "./Wait";

export function CodeAfterwards({ name, next }: { name: string; next?: string }) {
  const { t, format } = useLanguage();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);

  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await post("/api/v1/sign-on/code", { body: { code: code.trim() } });
      await askedByAnother();
    } catch (failure) {
      setError(failure instanceof Problem ? failure : new Problem(0, "unexpected", "", null));
    }
    setBusy(false);
  };

  return (
    <Gate title={t("sign.code")} lede={t("sign.code.afterwards", { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInput
          label={t("sign.code")} description={t("sign.code.hint")} value={code} inputMode="numeric" autoComplete="one-time-code" required autoFocus
          onChange={(event) => { setCode(event.currentTarget.value); }}
        />
        {error && (error.code === "too_often" ? <Wait key={error.requestId} seconds={error.wait ?? 60} said={(left) => t("sign.wait", { time: format.duration(left) })} />
          : error.code === "wrong_secret" ? <Refused error={new Problem(401, "wrong_secret", t("sign.wrong_code"), null)} />
          : error.code === "missing" ? <Refused error={new Problem(404, "missing", t("sign.code.late"), null)} />
          : <Refused error={error} />)}
        <Button type="submit" loading={busy}>{t("sign.do")}</Button>
        <p className="small quiet"><Link to="/sign-in" search={{ next }}>{t("sign.anew")}</Link></p>
      </form>
    </Gate>
  );
}
