// The API as the server describes it: by subject, each operation with what it takes and answers. What the server says of
// itself is in English, whatever language the page speaks.
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Problem } from "../../api/client";
import { useLanguage } from "../../i18n";
import { fitting, problems, subjects, type Description } from "../../lib/openapi";
import { Asked } from "../../parts/Asked";
import { Icon } from "../../parts/Icon";
import { Page } from "../../parts/Page";
import { useDesk } from "../../parts/pages";
import css from "./Api.module.css";
import { Operation } from "./Operation";
import { Prose } from "./Prose";

async function fetched(path: string, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(path, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new Problem(0, "unreachable", "", null);
  });
  if (!answer.ok) throw new Problem(answer.status, "unexpected", answer.statusText, answer.headers.get("x-request-id"));
  return answer;
}

export function Api() {
  const { t, format } = useLanguage();
  const description = useQuery({ queryKey: ["api"], queryFn: async ({ signal }) => (await (await fetched("/api/v1/openapi.json", signal)).json()) as Description, staleTime: Infinity });
  return (
    <Page
      title={t("api.title")} lede={t("api.lede")}
      actions={<Button component="a" href="/api/v1/openapi.json" download="openapi.json" variant="default" leftSection={<Icon name="download" size={18} />}>{t("api.description")}</Button>}
    >
      <Asked of={description} lines={12}>{(doc) => <Described doc={doc} count={(n) => t("api.count", { count: n, n: format.count(n) })} />}</Asked>
    </Page>
  );
}

function Described({ doc, count }: { doc: Description; count: (n: number) => string }) {
  const { t } = useLanguage();
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [words, setWords] = useState("");
  const all = subjects(doc);
  const found = fitting(all, words);
  const shown = found.reduce((sum, { operations }) => sum + operations.length, 0);
  useEffect(() => {
    if (hash === "") return;
    const place = document.getElementById(hash);
    place?.scrollIntoView({ block: "start" });
    place?.focus({ preventScroll: true });
  }, [hash]);
  return (
    <div className={css.columns}>
      <nav className={`${css.contents} noprint`} aria-label={t("api.contents")}>
        <ol lang="en">
          <li lang=""><a href="#signing-in">{t("api.sign")}</a></li>
          {all.map(({ name }) => <li key={name}><a href={`#about-${name}`}>{name}</a></li>)}
          <li lang=""><a href="#problems">{t("api.problems")}</a></li>
        </ol>
      </nav>
      <div className={css.text}>
        <SigningIn />
        <div className={css.find}>
          <TextInput type="search" label={t("api.find")} placeholder={t("api.find.hint")} value={words} leftSection={<Icon name="search" size={18} />} onChange={(event) => { setWords(event.currentTarget.value); }} />
          <p className="quiet small" role="status">{shown === 0 ? t("api.none") : count(shown)}</p>
        </div>
        {found.map(({ name, description, operations }) => (
          <section key={name} aria-labelledby={`about-${name}`} lang="en" className={css.subject}>
            <h2 id={`about-${name}`} tabIndex={-1}>{name}</h2>
            <p className="quiet">{description}</p>
            <ul className={css.operations}>
              {operations.map((operation) => <li key={operation.id}><Operation doc={doc} operation={operation} opened={hash === operation.id} /></li>)}
            </ul>
          </section>
        ))}
        <Problems />
      </div>
    </div>
  );
}

function SigningIn() {
  const { t } = useLanguage();
  const { desk } = useDesk();
  const path = desk ? "/api/v1/today" : "/api/v1/logs";
  return (
    <section aria-labelledby="signing-in" className={css.subject}>
      <h2 id="signing-in" tabIndex={-1}>{t("api.sign")}</h2>
      <p>{desk ? <>{t("api.sign.token")} <Link to="/settings/account" hash="tokens">{t("api.sign.make")}</Link></> : t("api.sign.open")}</p>
      <pre className={css.code} tabIndex={0} role="region" aria-label="curl"><code>{desk ? `curl ${location.origin}${path} \\\n  -H "Authorization: Bearer $CATENA_TOKEN"` : `curl ${location.origin}${path}`}</code></pre>
    </section>
  );
}

function Problems() {
  const { t } = useLanguage();
  const told = useQuery({ queryKey: ["api", "problems"], queryFn: async ({ signal }) => problems(await (await fetched("/api/v1/problems", signal)).text()), staleTime: Infinity });
  return (
    <section aria-labelledby="problems" className={css.subject}>
      <h2 id="problems" tabIndex={-1}>{t("api.problems")}</h2>
      <p className="quiet">{t("api.problems.lede")}</p>
      <Asked of={told} lines={4}>
        {(all) => <dl className={css.problems} lang="en">{all.map(({ code, text }) => <div key={code} id={code}><dt><code>{code}</code></dt><dd><Prose text={text} /></dd></div>)}</dl>}
      </Asked>
    </section>
  );
}
