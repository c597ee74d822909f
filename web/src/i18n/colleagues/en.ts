// What only colleagues read, in English. Customers never load it.
import { apiEn } from "../api/en";
import { experienceEn } from "../experience/en";
import { outboundEn } from "../outbound/en";
import { panelEn } from "../panel/en";
import { pulseEn } from "../pulse/en";
import { riskEn } from "../risk/en";
import { takenEn } from "../taken/en";
import { togetherEn } from "../together/en";

export const colleaguesEn = {
  ...apiEn,
  ...experienceEn,
  ...outboundEn,
  ...panelEn,
  ...pulseEn,
  ...riskEn,
  ...takenEn,
  ...togetherEn,
};
