// What whoever looks may do with the request, as buttons: the likeliest first.
import { Button, Menu } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import type { ActWord, RequestDetail } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { covered, useLetters } from "../../lib/useLetters";
import { Icon, type IconName } from "../../parts/Icon";
import { useActs } from "../../parts/useActs";
import { EditDialog } from "./EditDialog";
import { HandOffDialog } from "./HandOffDialog";
import { JoinDialog } from "./JoinDialog";
import { LinkDialog } from "./LinkDialog";
import css from "./Request.module.css";
import { TermDialog } from "./TermDialog";

const ACTS: { act: ActWord; icon: IconName; key?: string }[] = [
  { act: "offer", icon: "offer" },
  { act: "accept", icon: "take", key: "a" },
  { act: "resume", icon: "resume" },
  { act: "finish", icon: "check", key: "d" },
  { act: "receive", icon: "check" },
  { act: "return", icon: "giveBack", key: "r" },
  { act: "transfer", icon: "handOn" },
  { act: "pause", icon: "pause" },
  { act: "reopen", icon: "undo" },
  { act: "withdraw", icon: "close" },
];
/** How many acts stand side by side; the rest is in a menu. */
const SHOWN = 3;

type Open = "hand-off" | "term" | "link" | "edit" | "join" | null;
type Props = { detail: RequestDetail; works: boolean; write: (kind: "message" | "note") => void };

export function ActBar({ detail, works, write }: Props) {
  const { t } = useLanguage();
  const { act, busy, dialog, asking } = useActs();
  const [open, setOpen] = useState<Open>(null);
  const { on } = useLetters();
  const can = ACTS.filter(({ act: word }) => detail.may.includes(word));
  const over = ["done", "received", "withdrawn"].includes(detail.status);
  useHotkeys(on && !asking && open === null ? [
    ...can.flatMap(({ act: word, key }): [string, () => void][] => (key ? [[key, () => { if (!covered()) void act(detail, word); }]] : [])),
    ["h", () => { if (works && !over && !covered()) setOpen("hand-off"); }],
    ["m", () => { if (!covered()) write("message"); }],
    ...(works ? [["e", () => { if (!covered()) write("note"); }] as [string, () => void]] : []),
  ] : []);
  const close = () => { setOpen(null); };
  const shown = can.slice(0, SHOWN);
  const more = can.slice(SHOWN);
  return (
    <div className={`${css.acts} noprint`} role="group" aria-label={t("request.acts")}>
      {shown.map(({ act: word, icon, key }, i) => (
        <Button
          key={word} variant={i === 0 ? "filled" : "default"} leftSection={<Icon name={icon} size={18} />} disabled={busy !== null} loading={i === 0 && busy !== null}
          title={key && on ? `${t(`act.word.${word}`)} (${key})` : undefined} onClick={() => void act(detail, word)}
        >
          {t(`act.word.${word}`)}
        </Button>
      ))}
      {works && !over && <Button variant="default" leftSection={<Icon name="plus" size={18} />} title={on ? `${t("handoff.do")} (h)` : undefined} onClick={() => { setOpen("hand-off"); }}>{t("handoff.do")}</Button>}
      {(more.length > 0 || works) && (
        <Menu position="bottom-start" withinPortal={false} shadow="md">
          <Menu.Target><Button variant="default" rightSection={<Icon name="fold" size={16} />}>{t("nav.more")}</Button></Menu.Target>
          <Menu.Dropdown>
            {more.map(({ act: word, icon }) => <Menu.Item key={word} leftSection={<Icon name={icon} size={18} />} onClick={() => void act(detail, word)}>{t(`act.word.${word}`)}</Menu.Item>)}
            {works && <Menu.Item leftSection={<Icon name="clock" size={18} />} onClick={() => { setOpen("term"); }}>{t("term.do")}</Menu.Item>}
            {works && <Menu.Item leftSection={<Icon name="link" size={18} />} onClick={() => { setOpen("link"); }}>{t("link.do")}</Menu.Item>}
            {works && !over && detail.root.id === detail.id && <Menu.Item leftSection={<Icon name="chains" size={18} />} onClick={() => { setOpen("join"); }}>{t("merge.do")}</Menu.Item>}
            {works && <Menu.Item leftSection={<Icon name="audit" size={18} />} onClick={() => { setOpen("edit"); }}>{t("edit.do")}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog}
      {open === "hand-off" && <HandOffDialog detail={detail} close={close} />}
      {open === "term" && <TermDialog detail={detail} close={close} />}
      {open === "link" && <LinkDialog detail={detail} close={close} />}
      {open === "join" && <JoinDialog detail={detail} close={close} />}
      {open === "edit" && <EditDialog detail={detail} close={close} />}
    </div>
  );
}
