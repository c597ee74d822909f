// The time that is left, in words. While all is well it is plain; a mark and a colour say that it is not.
import { useLanguage } from "../i18n";
import type { Slack } from "../lib/slack";
import { StateMark } from "./StateMark";

export function TimeLeft({ slack }: { slack: Slack }) {
  const { format } = useLanguage();
  const words = <span style={{ whiteSpace: "normal" }} title={slack.at ? format.full(slack.at) : undefined}>{slack.text}</span>;
  return slack.state === "calm" ? words : <StateMark state={slack.state}>{words}</StateMark>;
}
