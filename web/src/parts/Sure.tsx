// A question before something that is not easily taken back.
import { Button } from "@mantine/core";
import { useLanguage } from "../i18n";
import { Refused } from "./Asked";
import { Dialog } from "./Dialog";

type Props = { title: string; words: React.ReactNode; act: string; opened: boolean; busy?: boolean; error?: unknown; close: () => void; go: () => void };

export function Sure({ title, words, act, opened, busy, error, close, go }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog title={title} opened={opened} close={close}>
      <div className="stack" style={{ gap: "1rem" }}>
        <div>{words}</div>
        <Refused error={error} />
        <div className="row">
          <Button onClick={go} loading={busy}>{act}</Button>
          <Button variant="default" onClick={close}>{t("office.cancel")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
