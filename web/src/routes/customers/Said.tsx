// What a customer ever said, asked and unasked; who looks after them; what they did next.
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../../api/client";
import { directoryQuery } from "../../api/desk";
import { OUTCOMES, ownerQuery, saidQuery } from "../../api/feedback";
import { useSend, type Person } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked, Refused } from "../../parts/Asked";
import { Outcomes } from "../feedback/Outcomes";
import { HeardRow } from "../feedback/Conversations";
import feedback from "../feedback/Feedback.module.css";
import { FeedbackRow } from "../feedback/FeedbackRow";
import { HeardForm } from "../feedback/HeardForm";
import { ReviewRow } from "../feedback/Reviews";
import css from "./Customers.module.css";

export function Said({ person, locked }: { person: Person; locked: boolean }) {
  const { t } = useLanguage();
  const said = useQuery(saidQuery(person.id));
  const [writing, setWriting] = useState(false);
  return (
    <section className={css.section} aria-labelledby="said">
      <div className="row spread">
        <h2 id="said">{t("feedback.said")}</h2>
        {!locked && <Button size="xs" variant="default" onClick={() => { setWriting(true); }}>{t("feedback.heard.new")}</Button>}
      </div>
      <Asked of={said} lines={3}>
        {({ answers, reviews, conversations, outcomes }) => (
          <>
            {answers.length + reviews.length + conversations.length === 0 && <p className="quiet">{t("feedback.said.none")}</p>}
            {answers.length > 0 && <ol className={feedback.list} aria-label={t("feedback.tab.answers")}>{answers.map((one) => <FeedbackRow key={one.id} one={one} inside="customer" />)}</ol>}
            {reviews.length > 0 && <><h3>{t("feedback.tab.reviews")}</h3><ol className={feedback.list}>{reviews.map((one) => <ReviewRow key={one.id} one={one} />)}</ol></>}
            {conversations.length > 0 && <><h3>{t("feedback.tab.conversations")}</h3><ol className={feedback.list}>{conversations.map((one) => <HeardRow key={one.id} one={one} inside />)}</ol></>}
            {outcomes.length > 0 && <Outcomes outcomes={outcomes} customer={person.id} />}
          </>
        )}
      </Asked>
      {!locked && <Next customer={person.id} />}
      {writing && <HeardForm customer={{ id: person.id, name: person.name }} close={() => { setWriting(false); }} />}
    </section>
  );
}

/** Which team looks after them, and what they did next. */
function Next({ customer }: { customer: string }) {
  const { t } = useLanguage();
  const owner = useQuery(ownerQuery(customer)).data;
  const teams = (useQuery(directoryQuery).data?.parties ?? []).filter((party) => party.kind === "team" && !party.closed);
  const own = useSend((team: string | null) => put("/api/v1/parties/{party}/owner", { path: { party: customer }, body: { team } }));
  const record = useSend((what: (typeof OUTCOMES)[number]) => post("/api/v1/outcomes", { body: { customer, what } }));
  const [what, setWhat] = useState("");
  return (
    <>
      <div className={css.line}>
        <Select
          label={t("feedback.owner")} description={t("feedback.owner.why")} searchable allowDeselect={false} disabled={owner === undefined || own.isPending} nothingFoundMessage={t("filter.nothing")}
          data={[{ value: "", label: t("feedback.owner.none") }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          value={owner?.team?.id ?? ""} onChange={(team) => { own.mutate(team ? team : null); }}
        />
        <Select
          label={t("feedback.outcome")} allowDeselect={false} value={what} data={[{ value: "", label: t("feedback.outcome.choose") }, ...OUTCOMES.map((one) => ({ value: one, label: t(`feedback.outcome.${one}`) }))]}
          onChange={(value) => { setWhat(value ?? ""); }}
        />
        <div>
          <Button
            variant="default" loading={record.isPending} disabled={what === ""}
            onClick={() => { const one = OUTCOMES.find((known) => known === what); if (one) record.mutate(one, { onSuccess: () => { setWhat(""); } }); }}
          >{t("feedback.outcome.add")}</Button>
        </div>
      </div>
      <Refused error={own.error ?? record.error} />
    </>
  );
}
