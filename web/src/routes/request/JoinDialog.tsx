// Joins the request to another open one of the same customer, after a clear word of what that does. The customer's
// open requests are offered; any other of them is found by its number.
import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { openRootsQuery, requestQuery, type RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { tell } from "../../lib/toasts";
import { useSend } from "../../lib/useSend";
import form from "../../parts/ActDialog.module.css";
import { Refused } from "../../parts/Asked";
import { Dialog } from "../../parts/Dialog";
import css from "./Joined.module.css";

export function JoinDialog({ detail, close }: { detail: RequestDetail; close: () => void }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { id, number, subject, root: { customer } } = detail;
  const [whole, setWhole] = useState<Pick<RequestDetail, "id" | "number" | "subject"> | null>(null);
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(typed.trim(), 200);
  const roots = useQuery(openRootsQuery(customer.id));
  const asked = /^#?(\d{1,15})$/.exec(words)?.[1];
  const listed = (roots.data?.requests ?? []).filter((one) => one.id !== id);
  const known = asked === undefined || asked === String(number) || listed.some((one) => String(one.number) === asked);
  const found = useQuery({ ...requestQuery(asked ?? ""), enabled: !known && roots.isSuccess, retry: false }).data;
  const fits = !known && found && found.root.id === found.id && found.root.customer.id === customer.id;
  // Who was chosen stays there, whatever is typed afterwards.
  const choices = [...(fits ? [found] : []), ...(whole && !listed.some((one) => one.id === whole.id) ? [whole] : []), ...listed];
  const { go, busy, error } = useSend(
    () => post("/api/v1/requests/{request}/merge", { path: { request: id }, body: { into: whole?.id ?? "" } }),
    () => {
      tell(t("merge.done", { part: number, number: whole?.number ?? "" }));
      close();
      void navigate({ to: "/requests/$request", params: { request: String(whole?.number ?? number) } });
    },
  );
  return (
    <Dialog title={t("merge.title", { number })} opened close={close}>
      <form className={form.form} onSubmit={(event) => { event.preventDefault(); if (whole && !busy) void go(); }}>
        <p className={form.subject}>#{number} {subject}</p>
        <p>{t("merge.lede", { customer: customer.name })}</p>
        <Select
          label={t("merge.into")} description={t("merge.into.hint", { customer: customer.name })} required searchable openOnFocus={false} data-autofocus value={whole?.id ?? null} onChange={(into) => { setWhole(choices.find((one) => one.id === into) ?? null); }} limit={50} maxDropdownHeight={150}
          nothingFoundMessage={t("merge.into.none", { customer: customer.name })} searchValue={typed} onSearchChange={setTyped} classNames={{ option: css.option }}
          data={choices.filter((one, i) => choices.findIndex(({ id: other }) => other === one.id) === i).map((one) => ({ value: one.id, label: `#${one.number} ${one.subject}` }))}
        />
        <ul className={css.what} aria-label={t("merge.what")}>
          <li>{t("merge.what.lost")}</li>
          <li>{t("merge.what.link")}</li>
          <li>{t("merge.what.back")}</li>
        </ul>
        <Refused error={error ?? roots.error} />
        <div className={form.foot}>
          <Button variant="default" onClick={close}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!whole}>{whole ? t("merge.go.to", { number: whole.number }) : t("merge.go")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
