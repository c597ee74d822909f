// The pages of the settings, in the order in which a desk is set up.
import type { Key } from "../../i18n";

type To = "/settings/people" | "/settings/services" | "/settings/calendars" | "/settings/promises" | "/settings/macros" | "/settings/account";

export const PLACES: { to: To; title: Key; about: Key }[] = [
  { to: "/settings/people", title: "settings.people", about: "settings.people.about" },
  { to: "/settings/services", title: "settings.services", about: "settings.services.about" },
  { to: "/settings/calendars", title: "settings.calendars", about: "settings.calendars.about" },
  { to: "/settings/promises", title: "settings.promises", about: "settings.promises.about" },
  { to: "/settings/macros", title: "settings.macros", about: "settings.macros.about" },
  { to: "/settings/account", title: "settings.account", about: "settings.account.about" },
];
