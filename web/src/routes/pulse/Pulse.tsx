// The pulse: what is open, and what was released of the waves that are over.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { useAdministers, useSend } from "../../api/office";
import { pulseQuery, type OpenPulse } from "../../api/pulse";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { inFull } from "../../lib/when";
import { Asked, Refused } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import { Sure } from "../../parts/Sure";
import css from "./Pulse.module.css";

export function Pulse() {
  const { t, language, format } = useLanguage();
  const administers = useAdministers();
  const pulse = useQuery(pulseQuery);
  const plan = administers && pulse.data?.open === null && <Button renderRoot={(props) => <Link to="/pulse/plan" {...props} />}>{t("pulse.plan")}</Button>;
  return (
    <Page title={t("nav.pulse")} lede={t("pulse.lede")} actions={plan}>
      <Asked of={pulse} lines={4}>
        {({ open, closed }) => (
          <>
            {open ? <Open pulse={open} administers={administers} /> : <p className="quiet">{t("pulse.none")}</p>}
            <section className={css.section}>
              <h2>{t("pulse.over")}</h2>
              {closed.length === 0 ? <Nothing title={t("pulse.over.none")}><p>{t("pulse.over.none.why")}</p></Nothing> : (
                <ul className={css.list}>
                  {closed.map((wave) => (
                    <li key={wave.id}>
                      <Link to="/pulse/$wave" params={{ wave: wave.id }}>{wave.name}</Link>
                      <span className="small quiet">{t("pulse.number", { n: format.count(wave.number) })}{wave.closed_at && ` · ${inFull(wave.closed_at, language)}`}</span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      </Asked>
    </Page>
  );
}

function Open({ pulse, administers }: { pulse: OpenPulse; administers: boolean }) {
  const { t, language, format } = useLanguage();
  const [sure, setSure] = useState(false);
  const place = { path: { wave: pulse.id } };
  const remind = useSend(() => post("/api/v1/pulse/waves/{wave}/reminder", place));
  const close = useSend(() => post("/api/v1/pulse/waves/{wave}/close", place));
  return (
    <section className={css.open} aria-labelledby="open-pulse">
      <h2 id="open-pulse">{pulse.name}</h2>
      <p>{t("pulse.open", { people: format.count(pulse.people), until: inFull(pulse.ends_at, language) })}</p>
      <div className={css.row}>
        {pulse.mine ? <Button renderRoot={(props) => <Link to="/pulse/answer" {...props} />}>{t("pulse.answer")}</Button> : <p className="quiet">{t("pulse.not_asked")}</p>}
        {administers && <Button variant="default" loading={remind.isPending} onClick={() => { remind.mutate(undefined, { onSuccess: () => { tell(t("pulse.reminded")); } }); }}>{t("pulse.remind")}</Button>}
        {administers && <Button variant="default" onClick={() => { setSure(true); }}>{t("pulse.close")}</Button>}
      </div>
      <Refused error={remind.error} />
      <p className="small quiet">{t("pulse.open.blind")}{administers && ` ${t("pulse.remind.why")}`}</p>
      <Sure
        title={t("pulse.close.title", { name: pulse.name })} words={t("pulse.close.words", { crowd: pulse.crowd })} act={t("pulse.close")} opened={sure}
        busy={close.isPending} error={close.error} close={() => { setSure(false); }}
        go={() => { close.mutate(undefined, { onSuccess: () => { setSure(false); tell(t("pulse.closed")); } }); }}
      />
    </section>
  );
}
