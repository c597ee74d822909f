// A window over the page with its name and a way out.
import { Modal } from "@mantine/core";
import { useLanguage } from "../i18n";
import css from "./Dialog.module.css";
import { Icon } from "./Icon";

type Props = { title: string; opened: boolean; close: () => void; size?: "md" | "lg"; children: React.ReactNode };

export function Dialog({ title, opened, close, size = "md", children }: Props) {
  const { t } = useLanguage();
  return (
    <Modal.Root opened={opened} onClose={close} size={size} yOffset="10vh">
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content>
        <Modal.Body className={css.body}>
          {/* The library's own header would count as a second banner of the page. */}
          <div className={css.head}>
            <Modal.Title className={css.title}>{title}</Modal.Title>
            <button type="button" className={css.close} aria-label={t("act.close")} onClick={close}><Icon name="close" size={18} /></button>
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
