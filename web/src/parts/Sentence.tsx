// A sentence with live figures in it; see lib/sentence.ts for how places are marked.
import { Fragment } from "react";
import { useLanguage, type Key, type Values } from "../i18n";
import { pieces } from "../lib/sentence";

type Props = { text: Key; values?: Values; slots?: Record<string, React.ReactNode> };

export function Sentence({ text, values, slots = {} }: Props) {
  const { t } = useLanguage();
  return (
    <>
      {pieces(t(text, values)).map((piece, i) => (
        <Fragment key={i}>{"text" in piece ? piece.text : slots[piece.slot]}</Fragment>
      ))}
    </>
  );
}
