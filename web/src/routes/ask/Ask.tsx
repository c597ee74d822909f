// Asks for a service without an account: which one, who asks, what for. What follows is the page on which
// the request can be watched.
import { useCallback, useEffect, useState } from "react";
import { get } from "../../api/client";
import type { components } from "../../api/schema";
import { useLanguage } from "../../i18n";
import { Sheet, Trouble, Waiting } from "../track/Sheet";
import { usePolled } from "../track/usePolled";
import css from "./Ask.module.css";
import { AskForm } from "./AskForm";

export type Offer = components["schemas"]["Offer"];

/** What can be asked for changes rarely. */
const RARELY = 600_000;

export function Ask({ go }: { go: (path: string) => void }) {
  const { t } = useLanguage();
  const ask = useCallback((signal: AbortSignal) => get("/api/v1/offers", { signal }), []);
  const { data, error, again } = usePolled(ask, RARELY);
  useEffect(() => { document.title = t("ask.title"); }, [t]);
  return (
    <Sheet>
      {data ? <Offers organisation={data.organisation} offers={data.services} go={go} /> : error ? <Trouble title={t("track.trouble")} again={() => void again()}><p>{t("track.trouble.do")}</p></Trouble> : <Waiting />}
    </Sheet>
  );
}

function Offers({ organisation, offers, go }: { organisation: string | null; offers: Offer[]; go: (path: string) => void }) {
  const { t } = useLanguage();
  const wished = new URLSearchParams(window.location.search).get("service");
  const [chosen, setChosen] = useState<string | null>(offers.find((one) => one.id === wished)?.id ?? (offers.length === 1 ? (offers[0]?.id ?? null) : null));
  const offer = offers.find((one) => one.id === chosen);
  if (offers.length === 0) return <Trouble title={t("ask.nothing")}><p>{t("ask.nothing.do")}</p></Trouble>;
  return (
    <>
      <header className={css.head}>
        {organisation && <p className="small quiet">{organisation}</p>}
        <h1>{t("ask.title")}</h1>
        <p className="quiet">{t("ask.lede")}</p>
      </header>
      <fieldset className={css.offers}>
        <legend>{t("ask.what")}</legend>
        {offers.map((one) => (
          <label key={one.id} className={css.offer}>
            <input type="radio" name="service" value={one.id} checked={one.id === chosen} onChange={() => { setChosen(one.id); }} />
            <span><strong>{one.name}</strong>{one.description && <span className="quiet">{one.description}</span>}</span>
          </label>
        ))}
      </fieldset>
      {offer && <AskForm key={offer.id} offer={offer} go={go} />}
    </>
  );
}
