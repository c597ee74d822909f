// That the pulse is open, for everybody who is asked and until it is over: whether they answered is nowhere known.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { pulseQuery } from "../../api/pulse";
import { useLanguage } from "../../i18n";
import { inFull } from "../../lib/when";

export function OpenPulse() {
  const { t, language } = useLanguage();
  const open = useQuery(pulseQuery).data?.open;
  if (!open?.mine) return null;
  return <p>{t("pulse.today", { name: open.name, until: inFull(open.ends_at, language) })} <Link to="/pulse/answer">{t("pulse.answer")}</Link></p>;
}
