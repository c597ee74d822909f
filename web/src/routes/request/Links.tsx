// The links that were handed out before: when, and whether they still work. What makes them work is kept nowhere.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { remove } from "../../api/client";
import { linksQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Asked, Refused } from "../../parts/Asked";

export function Links({ request }: { request: string }) {
  const { t } = useLanguage();
  const links = useQuery(linksQuery(request));
  return (
    <Asked of={links} lines={2}>
      {({ links: all }) => all.length > 0 && (
        <section aria-labelledby="links">
          <h3 id="links">{t("link.earlier")}</h3>
          {all.map((link) => <Made key={link.id} request={request} link={link} again={() => void links.refetch()} />)}
        </section>
      )}
    </Asked>
  );
}

type MadeProps = { request: string; link: { id: string; made_at: string; revoked_at: string | null }; again: () => void };

function Made({ request, link, again }: MadeProps) {
  const { t, format } = useLanguage();
  const revoke = useSend(
    () => remove("/api/v1/requests/{request}/links/{link}", { path: { request, link: link.id } }),
    () => { tell(t("link.revoked")); again(); },
  );
  const at = format.instant(link.made_at);
  return (
    <>
      <div className={form.child}>
        <span className="small">{t("link.made", { at })}{link.revoked_at && <span className="quiet"> · {t("link.ended", { at: format.instant(link.revoked_at) })}</span>}</span>
        {!link.revoked_at && <Button size="xs" variant="default" loading={revoke.busy} aria-label={t("link.revoke.of", { at })} onClick={() => void revoke.go()}>{t("link.revoke")}</Button>}
      </div>
      <Refused error={revoke.error} />
    </>
  );
}
