// Asks the server for what an operation reads, with the session of whoever looks, and shows what it answers.
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage } from "../../i18n";
import { address, words, type Description, type Operation } from "../../lib/openapi";
import css from "./Api.module.css";

/** As much of an answer as is drawn. */
const SHOWN = 60_000;

type Answer = { status: string; text: string; more: string | null };

export function TryIt({ doc, operation }: { doc: Description; operation: Operation }) {
  const { t, format, language } = useLanguage();
  const [values, setValues] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  const to = address(operation, values);
  const ask = async () => {
    if (to === null || busy) return;
    setBusy(true);
    try {
      // Nothing leads from here to another site.
      const said = await fetch(to, { redirect: "error" });
      const type = said.headers.get("content-type") ?? "";
      const bytes = await said.arrayBuffer();
      const readable = /json|text|csv/.test(type);
      const text = readable ? legible(new TextDecoder().decode(bytes), type) : t("api.try.bytes", { type, n: format.count(bytes.byteLength) });
      setAnswer({ status: `${said.status} ${said.statusText}`, text: text.slice(0, SHOWN), more: text.length > SHOWN ? t("api.try.cut", { n: format.count(text.length) }) : null });
    } catch {
      setAnswer({ status: t("problem.unreachable"), text: "", more: null });
    }
    setBusy(false);
  };
  return (
    <form className={css.try} lang={language} onSubmit={(event) => { event.preventDefault(); void ask(); }}>
      <h3>{t("api.try")}</h3>
      <p className="quiet small">{t("api.try.lede")}</p>
      {operation.parameters.filter(({ in: where }) => where !== "header").map(({ name, in: where, schema = {} }) => {
        const common = { label: <code>{name}</code>, value: values[name] ?? "", required: where === "path", onChange: (event: { currentTarget: { value: string } }) => { setValues({ ...values, [name]: event.currentTarget.value }); } };
        const choice = words(doc, schema);
        const kinds = [schema.type ?? []].flat();
        if (kinds.includes("array")) return <Textarea key={name} autosize minRows={1} {...common} />;
        if (choice.length > 0 || kinds.includes("boolean")) return <NativeSelect key={name} {...common} data={["", ...(choice.length > 0 ? choice : ["true", "false"])]} />;
        return <TextInput key={name} {...common} autoComplete="off" spellCheck={false} />;
      })}
      <div className={css.ask}>
        <code className={css.to}>GET {to ?? operation.path}</code>
        <Button type="submit" variant="default" loading={busy} disabled={to === null}>{t("api.try.do")}</Button>
      </div>
      <div role="status">{answer && <p><strong>{answer.status}</strong> {answer.more && <span className="quiet small">{answer.more}</span>}</p>}</div>
      {answer && answer.text !== "" && <pre className={css.code} tabIndex={0} role="region" aria-label={t("api.try.answer")} lang=""><code>{answer.text}</code></pre>}
    </form>
  );
}

/** JSON with its lines set in; everything else as it is. */
function legible(text: string, type: string): string {
  if (!type.includes("json")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
