// One service: finds it, or begins an empty one.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { directoryQuery, servicesQuery } from "../../api/desk";
import { useLanguage } from "../../i18n";
import { Asked } from "../../parts/Asked";
import { Nothing } from "../../parts/States";
import { Editor } from "./Editor";

const route = getRouteApi("/settings/services/$service");

export function ServicePage() {
  const { t } = useLanguage();
  const { service: id } = route.useParams();
  const services = useQuery(servicesQuery);
  const directory = useQuery(directoryQuery);
  return (
    <Asked of={services} page>
      {({ services: all }) => (
        <Asked of={directory} page>
          {(known) => {
            const service = all.find((one) => one.id === id);
            if (!service && id !== "new") return <Nothing page title={t("office.missing")}><p>{t("office.missing.why")}</p></Nothing>;
            return <Editor key={id} service={service} directory={known} />;
          }}
        </Asked>
      )}
    </Asked>
  );
}
