// How a request is joined to others: on a part the way to the request that goes on, and the way to part it again; on
// the whole a strip of its parts.
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { remove } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import { Refused } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import css from "./Joined.module.css";

type Joint = RequestDetail["parts"][number];

export function Joined({ detail, works }: { detail: RequestDetail; works: boolean }) {
  const { t } = useLanguage();
  const { merged, parts, id, number } = detail;
  const { go, busy, error } = useSend(
    () => remove("/api/v1/requests/{request}/merge", { path: { request: id } }),
    () => { tell(t("merge.parted", { number })); },
  );
  return (
    <>
      {merged && (
        <section className={css.banner} aria-label={t("merge.is")}>
          <div>
            <p className={css.part}><Icon name="link" size={18} /> <span>{t("merge.is.part")} <To one={merged} /></span></p>
            <p className="quiet">{t("merge.is.rests")}</p>
          </div>
          {works && <Button variant="default" loading={busy} leftSection={<Icon name="undo" size={18} />} onClick={() => void go()}>{t("merge.part")}</Button>}
          <Refused error={error} />
        </section>
      )}
      {parts.length > 0 && (
        <div className={css.strip}>
          <Icon name="link" size={18} /> <p id="joined">{t("merge.joined")}</p>
          <ul aria-labelledby="joined">{parts.map((one) => <li key={one.id}><To one={one} /></li>)}</ul>
        </div>
      )}
    </>
  );
}

function To({ one }: { one: Joint }) {
  return <Link to="/requests/$request" params={{ request: String(one.number) }}>#{one.number} {one.subject}</Link>;
}
