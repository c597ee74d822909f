// One language at a time: English is in the first script, but for what only colleagues read; the others load when they are
// chosen. The browser's language is the default, the person's choice is remembered on this device only.
import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { formatIn, type Language } from "../lib/format";
import { en, type Texts } from "./en";

export const LANGUAGES: { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "fr", name: "Français" },
  { code: "de", name: "Deutsch" },
];

type Plural<K> = K extends `${infer Base}_${"one" | "other"}` ? Base : K;
export type Key = Plural<keyof Texts>;
export type Values = Record<string, string | number>;
export type Translate = (key: Key, values?: Values) => string;

const STORED = "catena.language";
const texts = i18next.createInstance();

/** Who reads: customers load no texts of colleagues. */
export type Reader = "customer" | "colleague";
let reader: Reader = "colleague";

/** Chooses the language and loads its texts; call once before the first page is drawn. */
export async function startLanguage(who: Reader = "colleague"): Promise<void> {
  reader = who;
  await texts.init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: await load("en") } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(preferred(stored(), navigator.languages));
}

/** Switches to `language` and remembers it. */
export async function choose(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // A browser that stores nothing still speaks the language until it is closed.
  }
  await speak(language);
}

/** The first language of the wishes that Catena speaks, else English. */
export function preferred(chosen: string | null, wishes: readonly string[]): Language {
  for (const wish of chosen ? [chosen, ...wishes] : wishes) {
    const found = LANGUAGES.find(({ code }) => wish.toLowerCase().split("-")[0] === code);
    if (found) return found.code;
  }
  return "en";
}

/** The language as the browser's region writes it: dates and lists differ between British and American English. */
export function regional(language: Language, wishes: readonly string[]): string {
  return wishes.find((wish) => wish.toLowerCase().split("-")[0] === language) ?? language;
}

async function speak(language: Language): Promise<void> {
  if (!texts.hasResourceBundle(language, "translation")) {
    texts.addResourceBundle(language, "translation", await load(language));
  }
  await texts.changeLanguage(language);
  document.documentElement.lang = language;
}

async function load(language: Language): Promise<Partial<Texts>> {
  const [everybodys, colleagues] = await Promise.all([ofEverybody(language), reader === "colleague" ? ofColleagues(language) : {}]);
  return { ...everybodys, ...colleagues };
}

async function ofEverybody(language: Language) {
  if (language === "fr") {
    const { fr } = await import("./fr");
    return fr;
  }
  if (language === "de") return (await import("./de")).de;
  return en;
}

async function ofColleagues(language: Language) {
  if (language === "fr") {
    const { colleaguesFr } = await import("./colleagues/fr");
    return colleaguesFr;
  }
  if (language === "de") return (await import("./colleagues/de")).colleaguesDe;
  return (await import("./colleagues/en")).colleaguesEn;
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function subscribe(changed: () => void): () => void {
  texts.on("languageChanged", changed);
  return () => { texts.off("languageChanged", changed); };
}

const formats = new Map<Language, ReturnType<typeof formatIn>>();

/** The texts and the number formats of the language in use; redraws when it changes. */
export function useLanguage() {
  const language = useSyncExternalStore(subscribe, () => texts.language as Language);
  let format = formats.get(language);
  if (!format) formats.set(language, (format = formatIn(regional(language, navigator.languages))));
  const t: Translate = (key, values) => texts.t(key, values);
  return { language, t, format };
}
