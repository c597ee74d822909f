// An instant, chosen on the viewer's own clock.
import { TextInput } from "@mantine/core";
import { fromField, toField } from "../lib/local-time";
import { useState } from "react";

type Props = { label: string; description?: React.ReactNode; value: string | null; change: (instant: string | null) => void; required?: boolean; error?: React.ReactNode };

export function InstantField({ label, description, value, change, required, error }: Props) {
  // A date that is half typed is no instant yet, and must not be taken away.
  const [text, setText] = useState(value ? toField(value) : "");
  return (
    <TextInput
      type="datetime-local" label={label} description={description} required={required} error={error} value={text} inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={(event) => {
        setText(event.currentTarget.value);
        change(fromField(event.currentTarget.value));
      }}
    />
  );
}
