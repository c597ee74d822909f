// Earlier versions of the plan. Requests keep the one they began with.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { directoryQuery } from "../../api/desk";
import { versionsQuery, type Plan, type Service } from "../../api/office";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import css from "./Services.module.css";
import { StepTable } from "./StepTable";

type Props = { service: Service; take?: (plan: Plan) => void };

export function Versions({ service, take }: Props) {
  const { t, format } = useLanguage();
  const versions = useQuery(versionsQuery(service.id));
  const directory = useQuery(directoryQuery).data;
  const [opened, setOpened] = useState<number | null>(null);
  const nameOf = (id: string) => directory?.parties.find((party) => party.id === id)?.name ?? t("services.unknown");
  return (
    <section className={css.section} aria-labelledby="versions">
      <h2 id="versions">{t("services.versions")}</h2>
      <p className="quiet small">{t("services.versions.why")}</p>
      <Asked of={versions} lines={2}>
        {({ versions: all }) => (
          <ol className={css.versions}>
            {all.map(({ version, made_at, plan }) => (
              <li key={version}>
                <div className="row spread">
                  <span>
                    {t("services.version.n", { n: version })}{version === service.version && <> · <strong>{t("services.version.now")}</strong></>}
                    <span className="quiet"> · {format.instant(made_at)} · {t("services.n_steps", { count: plan.steps?.length ?? 0, n: format.count(plan.steps?.length ?? 0) })}</span>
                  </span>
                  <Button size="compact-xs" variant="default" aria-expanded={opened === version} aria-label={t("services.version.look", { n: version })} onClick={() => { setOpened(opened === version ? null : version); }}>{t("services.look")}</Button>
                </div>
                {opened === version && (
                  <div className={css.version}>
                    {plan.steps?.length ? <StepTable steps={plan.steps} nameOf={nameOf} title={t("services.version.n", { n: version })} /> : <p className="quiet">{t("services.steps.none")}</p>}
                    {take && version !== service.version && <div><Button size="xs" variant="default" onClick={() => { take(plan); }}>{t("services.version.take")}</Button></div>}
                  </div>
                )}
              </li>
            ))}
          </ol>
        )}
      </Asked>
    </section>
  );
}
