// Ce que seuls les collègues lisent, en français. Les clients ne le chargent jamais.
import { apiFr } from "../api/fr";
import { experienceFr } from "../experience/fr";
import { outboundFr } from "../outbound/fr";
import { panelFr } from "../panel/fr";
import { pulseFr } from "../pulse/fr";
import { riskFr } from "../risk/fr";
import { takenFr } from "../taken/fr";
import { togetherFr } from "../together/fr";
import type { colleaguesEn } from "./en";

export const colleaguesFr: Record<keyof typeof colleaguesEn, string> = {
  ...apiFr,
  ...experienceFr,
  ...outboundFr,
  ...panelFr,
  ...pulseFr,
  ...riskFr,
  ...takenFr,
  ...togetherFr,
};
