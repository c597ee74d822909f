// The pages of the settings, in the order in which a desk is set up.
import { useMe } from "../../api/office";
import type { Key } from "../../i18n";

type To = "/settings/people" | "/settings/services" | "/settings/calendars" | "/settings/promises" | "/settings/macros" | "/settings/webhooks" | "/settings/account";

type Place = { to: To; title: Key; about: Key; /** Who alone has it. */ roles?: string[] };

const PLACES: Place[] = [
  { to: "/settings/people", title: "settings.people", about: "settings.people.about" },
  { to: "/settings/services", title: "settings.services", about: "settings.services.about" },
  { to: "/settings/calendars", title: "settings.calendars", about: "settings.calendars.about" },
  { to: "/settings/promises", title: "settings.promises", about: "settings.promises.about" },
  { to: "/settings/macros", title: "settings.macros", about: "settings.macros.about" },
  { to: "/settings/webhooks", title: "settings.webhooks", about: "settings.webhooks.about", roles: ["administrator", "auditor"] },
  { to: "/settings/account", title: "settings.account", about: "settings.account.about" },
];

/** The pages that whoever signed in has. */
export function usePlaces(): Place[] {
  const me = useMe();
  return PLACES.filter(({ roles }) => !roles || (me !== undefined && roles.includes(me.role)));
}
