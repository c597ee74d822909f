// What the customer said of the promise at the top, and of a request that asks what went wrong, the answer that opened it.
import { useQuery } from "@tanstack/react-query";
import type { RequestDetail } from "../../api/desk";
import { followedQuery, verdictQuery } from "../../api/feedback";
import { useLanguage } from "../../i18n";
import feedback from "../feedback/Feedback.module.css";
import { FeedbackRow } from "../feedback/FeedbackRow";
import css from "./Request.module.css";
import own from "./Verdict.module.css";

export function Verdict({ detail }: { detail: RequestDetail }) {
  const { t, format } = useLanguage();
  const root = detail.root.id;
  const over = detail.root.external && ["done", "received"].includes(detail.chain.find(({ id }) => id === root)?.status ?? "");
  const answered = useQuery({ ...verdictQuery(root, "answered"), enabled: detail.root.external }).data?.feedback ?? [];
  const waiting = useQuery({ ...verdictQuery(root, "waiting"), enabled: over }).data?.feedback[0];
  const opened = useQuery({ ...followedQuery(root), enabled: !detail.root.external }).data?.feedback ?? [];
  const shown = detail.root.external ? answered : opened;
  if (shown.length === 0 && !waiting) return null;
  return (
    <section className={css.panel} aria-labelledby="verdict">
      <h2 id="verdict">{t("feedback.verdict")}</h2>
      {opened.length > 0 && !detail.root.external && <p className="small quiet">{t("feedback.verdict.follows")}</p>}
      {shown.length > 0 && <ol className={`${feedback.list} ${own.narrow}`}>{shown.map((one) => <FeedbackRow key={one.id} one={one} inside={detail.root.external ? "request" : undefined} />)}</ol>}
      {shown.length === 0 && waiting && <p className="quiet">{t("feedback.verdict.waits", { at: format.instant(waiting.asked_at) })}</p>}
    </section>
  );
}
