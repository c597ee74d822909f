// One chain: the waterfall, the verdict step by step, and the same as a table.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { chainQuery } from "../../api/queries";
import { useLanguage } from "../../i18n";
import { promiseSentence, verdictSteps } from "../../lib/story";
import { Icon } from "../../parts/Icon";
import { Picture } from "../../parts/Picture";
import { Failure, Loading } from "../../parts/States";
import { StateMark } from "../../parts/StateMark";
import { Waterfall } from "../../parts/Waterfall";
import tools from "../../parts/tools.module.css";
import css from "./Chain.module.css";
import { ChainTable } from "./ChainTable";
import { Why } from "./Why";

const route = getRouteApi("/logs/$log/chains/$root");

export function Chain() {
  const { t, format } = useLanguage();
  const { log, root } = route.useParams();
  const { wide } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(chainQuery(log, root));
  const title = useRef<HTMLHeadingElement>(null);
  const drawn = found.data?.root;
  useEffect(() => { title.current?.focus({ preventScroll: true }); }, [drawn]);

  const close = () => { void navigate({ to: "/logs/$log/chains", params: { log }, search: ({ wide: _, ...rest }) => rest, resetScroll: false }); };
  const chain = found.data;
  return (
    <article
      className={css.chain}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <div className={`${css.tools} noprint`}>
        <button type="button" className={`${tools.tool} ${css.back}`} onClick={close}><Icon name="back" /> {t("chain.back")}</button>
        <Link
          from="/logs/$log/chains/$root" to="/logs/$log/chains/$root" params={{ log, root }} search={(now) => ({ ...now, wide: wide ? undefined : true })} replace resetScroll={false}
          className={`${tools.tool} ${css.widen}`} aria-label={wide ? t("chain.beside") : t("chain.wide")} title={wide ? t("chain.beside") : t("chain.wide")}
        >
          <Icon name={wide ? "rail" : "expand"} />
        </Link>
        <button type="button" className={tools.tool} aria-label={t("chain.close")} title={`${t("chain.close")} (Esc)`} onClick={close}><Icon name="close" /></button>
      </div>
      {found.isPending && <Loading lines={8} />}
      {found.isError && <Failure error={found.error} again={() => void found.refetch()} />}
      {chain && (
        <>
          <header className={css.head}>
            <p className="quiet">{chain.provider} → {chain.customer}</p>
            <h1 ref={title} tabIndex={-1}>{chain.root}</h1>
            <p className={css.promise}>
              <StateMark state={chain.outcome} /> <span>{promiseSentence(chain, { t, format })}</span>
            </p>
          </header>
          <div className={css.columns}>
            <Picture title={t("chain.waterfall")} hideTitle file={[log, root]}>
              <Waterfall chain={chain} />
            </Picture>
            <Why steps={verdictSteps(chain, { t, format })} chain={chain} log={log} />
          </div>
          <ChainTable chain={chain} log={log} />
        </>
      )}
    </article>
  );
}
