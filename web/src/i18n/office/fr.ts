import type { officeEn } from "./en";

export const officeFr: Record<keyof typeof officeEn, string> = {
};
