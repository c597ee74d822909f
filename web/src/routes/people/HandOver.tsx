// A one-time link for somebody: to be handed over by whoever made it, since Catena sends no letters here.
import type { OneTimeLink } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Once } from "../../parts/Once";

export function HandOver({ link, name }: { link: OneTimeLink; name: string }) {
  const { t, format } = useLanguage();
  return (
    <Once label={t("people.link")} secret={new URL(link.path, window.location.origin).href}>
      <p>{t("people.link.do", { name, until: format.instant(link.expires_at) })}</p>
    </Once>
  );
}
