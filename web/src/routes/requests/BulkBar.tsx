// One act on many requests, one after the other. What could not be done is named, with the reason.
import { Button, Progress } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/client";
import { deskChanged, type ActWord, type Request } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { freshId } from "../../lib/fresh-id";
import { tell } from "../../lib/toasts";
import { refusal } from "../../parts/useActs";
import css from "./Requests.module.css";

/** Acts that need no more words than the act itself. */
const ACTS: ActWord[] = ["accept", "finish", "receive", "resume", "withdraw"];

type Props = { selected: ReadonlyMap<string, Request>; rows: readonly Request[]; select: (requests: Request[]) => void };
type Failed = { request: Request; why: string };

export function BulkBar({ selected, rows, select }: Props) {
  const { t, format } = useLanguage();
  const [going, setGoing] = useState<{ done: number; all: number } | null>(null);
  const [failed, setFailed] = useState<{ act: ActWord; done: number; all: number; these: Failed[] } | null>(null);
  const chosen = [...selected.values()];

  const go = async (act: ActWord) => {
    const these: Failed[] = [];
    let done = 0;
    setFailed(null);
    setGoing({ done: 0, all: chosen.length });
    for (const [i, request] of chosen.entries()) {
      const newest = rows.find(({ id }) => id === request.id) ?? request;
      if (!newest.may.includes(act)) these.push({ request, why: t("bulk.cannot") });
      else {
        try {
          await post("/api/v1/requests/{request}/acts", { path: { request: request.id }, body: { act }, seen: newest.revision, once: freshId() });
          done += 1;
        } catch (error) {
          these.push({ request, why: refusal(error, t) });
        }
      }
      setGoing({ done: i + 1, all: chosen.length });
    }
    setGoing(null);
    deskChanged();
    // What could not be done stays selected, so that something else can be done with it.
    select(these.map(({ request }) => request));
    if (these.length === 0) tell(t("bulk.all_done", { count: done, n: format.count(done), act: t(`act.word.${act}`) }));
    else setFailed({ act, done, all: chosen.length, these });
  };
  return (
    <section className={css.bulk} aria-label={t("bulk.label")}>
      <strong aria-live="polite">{t("bulk.count", { count: selected.size, n: format.count(selected.size) })}</strong>
      {ACTS.map((act) => {
        const may = chosen.some((request) => request.may.includes(act));
        return <Button key={act} size="compact-sm" variant="default" disabled={!may || going !== null} onClick={() => void go(act)}>{t(`act.word.${act}`)}</Button>;
      })}
      <span className={css.grow} />
      {selected.size < rows.length && <Button size="compact-sm" variant="subtle" color="gray" disabled={going !== null} onClick={() => { select([...rows]); }}>{t("bulk.loaded", { n: format.count(rows.length) })}</Button>}
      <Button size="compact-sm" variant="subtle" color="gray" disabled={going !== null} onClick={() => { select([]); }}>{t("bulk.clear")}</Button>
      {going && (
        <div className={css.going} role="status">
          <span className="small">{t("bulk.doing", { done: format.count(going.done), all: format.count(going.all) })}</span>
          <Progress value={(going.done / going.all) * 100} size="xs" aria-label={t("bulk.label")} />
        </div>
      )}
      {failed && (
        <div className={css.failed} role="alert">
          <p>{t("bulk.partly", { act: t(`act.word.${failed.act}`), done: format.count(failed.done), all: format.count(failed.all) })}</p>
          <ul>{failed.these.slice(0, 20).map(({ request, why }) => <li key={request.id}>#{request.number} {request.subject}: {why}</li>)}</ul>
          {failed.these.length > 20 && <p>… {format.count(failed.these.length - 20)}</p>}
        </div>
      )}
    </section>
  );
}
