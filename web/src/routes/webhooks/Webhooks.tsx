// Other programs that are told of events: where to, of what, and how that goes.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAdministers } from "../../api/office";
import { webhooksQuery } from "../../api/outbound";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import { Once } from "../../parts/Once";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import { Card, type Shown } from "./Card";
import { Form } from "./Form";
import css from "./Webhooks.module.css";

export function Webhooks() {
  const { t } = useLanguage();
  const webhooks = useQuery(webhooksQuery);
  const administers = useAdministers();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  return (
    <Page title={t("settings.webhooks")} lede={t("webhooks.lede")} actions={administers && <Button onClick={() => { setMaking(true); }}>{t("webhooks.new")}</Button>}>
      <Asked of={webhooks} lines={5}>
        {({ webhooks: all, kinds }) => (
          <>
            {all.length === 0
              ? <Nothing title={t("webhooks.empty")}><p>{t("webhooks.empty.do")}</p></Nothing>
              : <ul className={css.list}>{all.map((webhook) => <Card key={webhook.id} webhook={webhook} kinds={kinds} administers={administers} show={setShown} />)}</ul>}
            {shown && (
              <Dialog title={t("webhooks.secret.title")} opened close={() => { setShown(null); }}>
                <Once label={t("webhooks.secret", { url: shown.url })} secret={shown.secret}><p>{t("webhooks.secret.do")}</p></Once>
              </Dialog>
            )}
            {making && <Form kinds={kinds} close={() => { setMaking(false); }} made={setShown} />}
          </>
        )}
      </Asked>
    </Page>
  );
}
