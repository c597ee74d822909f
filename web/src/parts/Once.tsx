// A secret that is shown this once: to be copied and handed over, never to be seen again.
import { Button, CopyButton } from "@mantine/core";
import { useLanguage } from "../i18n";
import css from "./Once.module.css";

type Props = { /** What it is. */ label: string; secret: string; /** What to do with it, and until when. */ children: React.ReactNode; shown?: React.ReactNode };

export function Once({ label, secret, children, shown }: Props) {
  const { t } = useLanguage();
  return (
    <section className={css.once} aria-label={label}>
      <h3>{label}</h3>
      <div>{children}</div>
      <div className={css.line}>
        {/* What scrolls or is long must be reachable to be selected by hand. */}
        <code className={css.secret} tabIndex={0} role="textbox" aria-readonly="true" aria-label={label}>{shown ?? secret}</code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              <span aria-live="polite">{copied ? t("office.copied") : t("office.copy")}</span>
            </Button>
          )}
        </CopyButton>
      </div>
      <p className="small quiet">{t("office.once")}</p>
    </section>
  );
}
