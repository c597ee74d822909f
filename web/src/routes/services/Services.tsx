// What can be asked for: each service with who answers for it and how long its chain is.
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useAdministers } from "../../api/office";
import { servicesQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { longest } from "../../lib/blueprint";
import { workingTime } from "../../lib/working-time";
import { Asked } from "../../parts/Asked";
import { Page } from "../../parts/Page";
import { Nothing } from "../../parts/States";
import { Table } from "../../parts/Table";

export function Services() {
  const { t, format } = useLanguage();
  const services = useQuery(servicesQuery);
  const administers = useAdministers();
  const fresh = administers && <Button renderRoot={(props) => <Link to="/settings/services/$service" params={{ service: "new" }} {...props} />}>{t("services.new")}</Button>;
  return (
    <Page title={t("settings.services")} lede={t("services.lede")} actions={fresh}>
      <Asked of={services}>
        {({ services: all }) => all.length === 0 ? (
          <Nothing title={t("services.empty")}><p>{t("services.empty.do")}</p></Nothing>
        ) : (
          <Table
            title={t("settings.services")} hideTitle file={["Catena", t("settings.services")]} rows={all} rowKey={(service) => service.id}
            columns={[
              { key: "name", title: t("office.name"), value: (service) => service.name, show: (service) => <Link to="/settings/services/$service" params={{ service: service.id }}>{service.name}</Link> },
              { key: "provider", title: t("services.provider"), value: (service) => service.provider.name },
              { key: "steps", title: t("services.steps"), number: true, value: (service) => service.plan.steps?.length ?? 0, show: (service) => format.count(service.plan.steps?.length ?? 0) },
              {
                key: "longest", title: t("services.longest"), number: true, value: (service) => longest(service.plan.steps ?? []).seconds,
                show: (service) => (service.plan.steps?.length ? workingTime(longest(service.plan.steps).seconds, format) : "–"),
              },
              { key: "state", title: t("services.who"), value: (service) => t(service.closed ? "services.closed" : service.for_customers ? "services.for_customers.short" : "services.for_colleagues") },
              { key: "version", title: t("services.version"), number: true, value: (service) => service.version, show: (service) => format.count(service.version) },
            ]}
          />
        )}
      </Asked>
    </Page>
  );
}
