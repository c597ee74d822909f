import type { deskEn } from "./en";

export const deskFr: Record<keyof typeof deskEn, string> = {
};
