// Signing in through the provider of the organisation: the way there, and why one was not let in.
import { Button, Divider } from "@mantine/core";
import { useLanguage } from "../../i18n";
import type { Key } from "../../i18n";
import asked from "../../parts/Asked.module.css";

const WHYS = ["denied", "unreachable", "confused", "untrusted", "clock", "no_account", "not_verified", "other_domain", "closed", "taken", "failed"] as const;

/** The button that leads to the provider, before the form for a password. */
export function ThroughProvider({ name, next }: { name: string; next: string }) {
  const { t } = useLanguage();
  return (
    <>
      <Button component="a" href={`/api/v1/sign-on?next=${encodeURIComponent(next)}`} fullWidth styles={{ label: { whiteSpace: "normal", overflowWrap: "anywhere" } }}>
        {t("sign.through", { name })}
      </Button>
      <Divider label={t("sign.or")} labelPosition="center" />
    </>
  );
}

/** Why the provider, or this server, let nobody in. */
export function NotLetIn({ why, name }: { why: string; name: string }) {
  const { t } = useLanguage();
  const known = WHYS.find((one) => one === why) ?? "failed";
  return (
    <div className={asked.refused} role="alert">
      <p><strong>{t(`sign.failed.${known}` satisfies Key, { name })}</strong></p>
      <p>{t(`sign.failed.${known}.do` satisfies Key, { name })}</p>
    </div>
  );
}
