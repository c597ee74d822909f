// Bring your log: drop a file, see what it was understood as, correct it, analyse. The file goes to the
// Catena that serves this page and nowhere else.
import { useState } from "react";
import type { Uploaded } from "../../api/types";
import { useLanguage } from "../../i18n";
import css from "./Bring.module.css";
import { Drop } from "./Drop";
import { Proposal } from "./Proposal";

export function Bring() {
  const { t } = useLanguage();
  const [uploaded, setUploaded] = useState<Uploaded | null>(null);
  return (
    <div className={css.page}>
      {uploaded === null ? (
        <>
          <header className="stack" style={{ gap: "0.5rem" }}>
            <h1>{t("bring.title")}</h1>
            <p className="lede">{t("bring.lede")}</p>
          </header>
          <Drop done={setUploaded} />
        </>
      ) : (
        <Proposal key={uploaded.upload} uploaded={uploaded} another={() => { setUploaded(null); }} />
      )}
    </div>
  );
}
