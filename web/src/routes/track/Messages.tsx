// What was said so far, the oldest first. The server has made the words safe.
import { regional, useLanguage } from "../../i18n";
import type { Tracking } from "../../lib/tracking";
import { when } from "../../lib/when";
import { Attached } from "../../parts/Attached";
import css from "./Track.module.css";

export function Messages({ at, page }: { at: string; page: Tracking }) {
  const { t, language } = useLanguage();
  const region = regional(language, navigator.languages);
  return (
    <section aria-labelledby="messages" className={css.section}>
      <h2 id="messages">{t("track.messages")}</h2>
      <ol className={css.messages}>
        {page.messages.map((message) => (
          <li key={message.at} data-you={message.from_you || undefined}>
            <p className="small quiet">{t(message.from_you ? "track.you" : "track.we")} · {when(message.at, page.now, region)}</p>
            <div className={css.said}>
              {message.html !== "" && <div dangerouslySetInnerHTML={{ __html: message.html }} />}
              <Attached files={message.files} at={`/api/v1/track/${encodeURIComponent(at)}/files`} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
