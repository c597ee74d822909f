// Ready texts and signatures: what one writes once and uses often.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { remove } from "../../api/client";
import { macrosQuery } from "../../api/desk";
import { useSend } from "../../api/office";
import { useLanguage } from "../../i18n";
import type { Macro } from "../../lib/macros";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { useDesk, works } from "../../parts/pages";
import { Sure } from "../../parts/Sure";
import { MacroForm } from "./MacroForm";
import css from "./Macros.module.css";
import { SignatureList } from "./SignatureList";

export function MacrosPage() {
  const { t } = useLanguage();
  const { me } = useDesk();
  const macros = useQuery(macrosQuery);
  const [writing, setWriting] = useState<Macro | "new" | null>(null);
  const [leaving, setLeaving] = useState<Macro | null>(null);
  const gone = useSend((id: string) => remove("/api/v1/macros/{macro}", { path: { macro: id } }));
  const may = works(me);
  const who = (one: Macro) => (one.audience === "team" ? (one.team?.name ?? "") : t(`macros.audience.${one.audience}`));
  return (
    <Page title={t("macros.title")} lede={t("macros.lede")} actions={may && <Button onClick={() => { setWriting("new"); }}>{t("macros.new")}</Button>}>
      <section className={css.section} aria-labelledby="macros">
        <h2 id="macros">{t("macros.list")}</h2>
        <Asked of={macros} lines={4}>
          {({ macros: all }) => all.length === 0 ? <p className="quiet">{t("macros.none")}</p> : (
            <ul className={css.list}>
              {all.map((one) => (
                <li key={one.id}>
                  <div className={css.words}>
                    <h3>{one.name} <span className={css.mark}>{who(one)}</span></h3>
                    <p className={css.body}>{one.body}</p>
                    <Does one={one} />
                  </div>
                  {one.may_change && (
                    <div className="row">
                      <Button size="xs" variant="default" aria-label={t("macros.change", { name: one.name })} onClick={() => { setWriting(one); }}>{t("macros.change.do")}</Button>
                      <Button size="xs" variant="default" aria-label={t("macros.remove", { name: one.name })} onClick={() => { setLeaving(one); }}>{t("macros.remove.short")}</Button>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Asked>
      </section>
      <SignatureList />
      {writing !== null && <MacroForm one={writing === "new" ? null : writing} close={() => { setWriting(null); }} />}
      <Sure
        title={leaving ? t("macros.remove", { name: leaving.name }) : ""} words={t("macros.remove.sure")} act={t("macros.remove.do")} opened={leaving !== null} busy={gone.isPending} error={gone.error}
        close={() => { setLeaving(null); }} go={() => { if (leaving) gone.mutate(leaving.id, { onSuccess: () => { setLeaving(null); } }); }}
      />
    </Page>
  );
}

/** What a text does beside its words, when it is sent. */
function Does({ one }: { one: Macro }) {
  const { t, format } = useLanguage();
  const done = [
    ...(one.priority ? [t("macros.priority", { priority: t(`priority.${String(one.priority) as "1" | "2" | "3" | "4"}`) })] : []),
    ...one.tags.map((tag) => t("macros.tagged", { tag })),
    ...(one.rests ? [t("macros.sends.rests", { why: t(`rests.${one.rests}`) })] : []),
  ];
  return done.length === 0 ? null : <p className="small quiet">{t("macros.also")}: {format.list(done)}</p>;
}
