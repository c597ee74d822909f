// Was nur Kolleginnen und Kollegen lesen, auf Deutsch. Kunden laden es nie.
import { apiDe } from "../api/de";
import { experienceDe } from "../experience/de";
import { outboundDe } from "../outbound/de";
import { panelDe } from "../panel/de";
import { pulseDe } from "../pulse/de";
import { riskDe } from "../risk/de";
import { takenDe } from "../taken/de";
import { togetherDe } from "../together/de";
import type { colleaguesEn } from "./en";

export const colleaguesDe: Record<keyof typeof colleaguesEn, string> = {
  ...apiDe,
  ...experienceDe,
  ...outboundDe,
  ...panelDe,
  ...pulseDe,
  ...riskDe,
  ...takenDe,
  ...togetherDe,
};
