// What one is told of by email, and in which language. Each choice counts at once.
import { Checkbox, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { put } from "../../api/client";
import { useSend } from "../../api/office";
import { noticeSettingsQuery, type NoticeKind, type NoticeLanguage } from "../../api/outbound";
import { LANGUAGES, useLanguage } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import css from "./Account.module.css";

const AS_CUSTOMER: NoticeKind[] = ["received", "answered", "done", "due_moved"];

export function Notices() {
  const { t } = useLanguage();
  const settings = useQuery(noticeSettingsQuery);
  const choose = useSend((wanted: { off: NoticeKind[]; language: NoticeLanguage | null }) => put("/api/v1/account/notices", { body: wanted }));
  return (
    <section className={css.section} aria-labelledby="notices">
      <h2 id="notices">{t("account.notices")}</h2>
      <p className="quiet">{t("account.notices.why")}</p>
      <Asked of={settings} lines={4}>
        {({ kinds, off, language, address }) => {
          // What was just chosen is shown until the server says the same.
          const now = choose.isPending ? choose.variables : { off, language };
          const box = (kind: NoticeKind) => (
            <Checkbox
              key={kind} label={t(`account.notices.kind.${kind}`)} checked={!now.off.includes(kind)}
              onChange={(event) => { choose.mutate({ ...now, off: event.currentTarget.checked ? now.off.filter((one) => one !== kind) : [...now.off, kind] }); }}
            />
          );
          const work = kinds.filter((kind) => !AS_CUSTOMER.includes(kind));
          return (
            <div className={css.form}>
              <p>{address ? t("account.notices.to", { address }) : t("account.notices.nowhere")}</p>
              {work.length > 0 && <fieldset className={css.group}><legend>{t("account.notices.as_colleague")}</legend>{work.map(box)}</fieldset>}
              <fieldset className={css.group}><legend>{t("account.notices.as_customer")}</legend>{kinds.filter((kind) => AS_CUSTOMER.includes(kind)).map(box)}</fieldset>
              <Select
                label={t("account.notices.language")} allowDeselect={false} value={now.language ?? ""}
                data={[{ value: "", label: t("account.notices.language.usual") }, ...LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))]}
                onChange={(value) => { choose.mutate({ ...now, language: LANGUAGES.find(({ code }) => code === value)?.code ?? null }); }}
              />
            </div>
          );
        }}
      </Asked>
      <Refused error={choose.error} />
    </section>
  );
}
