// The files that go with something that was said: images as small pictures that open large, everything else
// as something to save. What was erased is told as that.
import { useLanguage } from "../i18n";
import type { Kept } from "../lib/attaching";
import css from "./Files.module.css";
import { Icon } from "./Icon";

/** `at` is the address under which files of this kind are, without a slash at the end. */
export function Attached({ files, at }: { files: Kept[]; at: string }) {
  const { t } = useLanguage();
  if (files.length === 0) return null;
  return (
    <ul className={css.attached} aria-label={t("files.list")}>
      {[...files.filter((file) => file.shown), ...files.filter((file) => !file.shown)].map((file) => (
        <li key={file.id} data-line={!file.shown || undefined}><One file={file} address={`${at}/${file.id}`} /></li>
      ))}
    </ul>
  );
}

function One({ file, address }: { file: Kept; address: string }) {
  const { t, format } = useLanguage();
  if (file.name === "") return <span className={css.erased}><Icon name="file" size={18} /> {t("files.erased")}</span>;
  const about = (
    <span className={css.about}>
      <span className={css.name} dir="auto">{file.name}</span>
      <span className="small quiet">{format.bytes(file.size)}</span>
    </span>
  );
  if (file.shown) {
    return (
      <a className={css.picture} href={`${address}?open=true`} target="_blank" rel="noopener" title={file.name}>
        <img src={address} alt="" loading="lazy" decoding="async" />
        {about}
        <span className="unseen">{t("files.open")}</span>
      </a>
    );
  }
  return <a className={css.save} href={address} download={file.name} title={file.name}><Icon name="download" size={18} /> {about}</a>;
}
