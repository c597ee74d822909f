import type { officeEn } from "./en";

export const officeDe: Record<keyof typeof officeEn, string> = {
};
