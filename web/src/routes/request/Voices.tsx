// What whoever looks said of this hand-off or was told of it; the question, while it waits; and thanks.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { put } from "../../api/client";
import type { RequestDetail } from "../../api/desk";
import { requestVoicesQuery } from "../../api/voices";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import { Refused } from "../../parts/Asked";
import { HowWasIt } from "../../parts/HowWasIt";
import { Icon } from "../../parts/Icon";
import { BothSaid } from "../../parts/Said";
import css from "./Request.module.css";

export function Voices({ detail }: { detail: RequestDetail }) {
  const { t, format } = useLanguage();
  const voices = useQuery(requestVoicesQuery(detail.id)).data;
  const { go, busy, error } = useSend(
    () => put("/api/v1/requests/{request}/thanks", { path: { request: detail.id } }),
    () => { tell(t("thanks.done", { number: detail.number })); },
  );
  if (!voices) return null;
  const waits = voices.ratings.find((one) => one.waits);
  const said = voices.ratings.filter((one) => one.own !== null || one.other !== null);
  if (!waits && said.length === 0 && !voices.may_thank && voices.thanks.length === 0) return null;
  const givers = [...new Set(voices.thanks.map(({ giver }) => giver.name || t("office.erased")))];
  return (
    <div className={css.voices}>
      {waits && <HowWasIt key={waits.id} rating={waits} here />}
      {said.map((rating) => <BothSaid key={rating.id} rating={rating} />)}
      {(voices.may_thank || givers.length > 0) && (
        <div className={css.line}>
          {voices.may_thank && <Button variant="default" leftSection={<Icon name="star" size={18} />} loading={busy} onClick={() => void go()}>{t("thanks.do")}</Button>}
          {givers.length > 0 && <p className="quiet"><Icon name="star" size={15} /> {t("thanks.by", { who: format.list(givers) })}</p>}
        </div>
      )}
      <Refused error={error} />
    </div>
  );
}
