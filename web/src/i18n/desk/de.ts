import type { deskEn } from "./en";

export const deskDe: Record<keyof typeof deskEn, string> = {
};
