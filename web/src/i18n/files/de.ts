// Dateien, die mit dem Gesagten gehen.
import type { filesEn } from "./en";

export const filesDe: Record<keyof typeof filesEn, string> = {
  "files.add": "Dateien anhängen",
  "files.list": "Angehängt",
  "files.drop": "Dateien zum Anhängen hier ablegen",
  "files.sending": "{{name}} ist unterwegs",
  "files.kept": "{{name}} ist angehängt.",
  "files.removed": "{{name}} ist nicht mehr angehängt.",
  "files.remove": "{{name}} entfernen",
  "files.again": "Nochmals versuchen",
  "files.again.name": "{{name}} nochmals senden",
  "files.large": "Größer als {{size}}.",
  "files.empty": "Es steht nichts darin.",
  "files.many": "Mehr als {{n}} Dateien gehen nicht zusammen.",
  "files.together": "Die Dateien sind zusammen größer als {{size}}.",
  "files.gone": "Der Server hat sie nicht mehr.",
  "files.often": "Zu viele Dateien auf einmal: in einer Minute nochmals versuchen.",
  "files.lost": "Sie ist nicht angekommen.",
  "files.wait": "Dateien sind noch unterwegs.",
  "files.failed": "Eine Datei ist nicht angehängt: nochmals senden oder entfernen.",
  "files.erased": "Eine gelöschte Datei",
  "files.open": "(öffnet in einem neuen Tab)",
  "find.in.message_file": "Datei im Gespräch",
  "find.in.note_file": "Datei einer Notiz für Kollegen",
};
