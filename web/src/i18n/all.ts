// All texts in English, for pages of colleagues that ask whether there are words for what the server says.
import { colleaguesEn } from "./colleagues/en";
import { en } from "./en";

export const all = { ...en, ...colleaguesEn };
