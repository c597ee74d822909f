// What stands for a page that broke, or whose script did not arrive because the server is away.
import { Problem } from "../api/client";
import { sessionQuery } from "../api/desk";
import { answers } from "../api/queries";
import css from "./Frame.module.css";
import { Failure } from "./States";

/** What browsers and the loader of scripts say when a part of the page could not be fetched. */
const NOT_FETCHED = /preload CSS|dynamically imported module|importing a module script/i;

export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  const lacking = error instanceof Error && NOT_FETCHED.test(error.message);
  // A script that failed is not fetched again by this page, so it begins anew; but only once somebody answers, lest
  // the browser's own page of errors takes its place.
  const begin = () => {
    void answers.fetchQuery({ ...sessionQuery, staleTime: 0 }).then(() => { window.location.reload(); }, () => undefined);
  };
  return (
    <div className={css.alone}>
      <Failure page error={lacking ? new Problem(0, "unreachable", "", null) : error} again={lacking ? begin : reset} />
    </div>
  );
}
