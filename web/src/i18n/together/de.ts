// Die Texte dessen, was mehrere gemeinsam tun, auf Deutsch: dieselben Schlüssel wie im Englischen, wie der Typ es verlangt.
import type { togetherEn } from "./en";

export const togetherDe: Record<keyof typeof togetherEn, string> = {
  "merge.do": "Mit einer anderen Anfrage dieses Kunden verbinden …",
  "merge.title": "#{{number}} mit einer anderen Anfrage verbinden",
  "merge.lede": "Wenn {{customer}} zweimal um dasselbe gebeten hat. Die andere Anfrage geht für beide weiter.",
  "merge.what": "Was geschieht",
  "merge.what.lost": "Nichts geht verloren, nichts wird verschoben: Diese Anfrage ruht, und ihr Gespräch steht bei dem der anderen.",
  "merge.what.link": "Der Link des Kunden zu dieser Anfrage bleibt gültig: Er führt zur anderen.",
  "merge.what.back": "Man kann sie jederzeit wieder trennen; dann ist sie, was sie war.",
  "merge.into": "Die Anfrage, die weitergeht",
  "merge.into.hint": "Offene Anfragen von {{customer}}. Tippen Sie ein Wort oder eine Nummer.",
  "merge.into.none": "Keine offene Anfrage von {{customer}} passt.",
  "merge.go": "Verbinden",
  "merge.go.to": "Mit #{{number}} verbinden",
  "merge.done": "#{{part}} ist mit #{{number}} verbunden.",
  "merge.is": "Mit einer anderen Anfrage verbunden",
  "merge.is.part": "Das ist Teil von",
  "merge.is.rests": "Sie ruht; alles, was noch zu tun ist, wird dort getan. Ihre eigene Zusage zählt so lange nicht.",
  "merge.part": "Wieder trennen",
  "merge.parted": "#{{number}} ist wieder eine eigene Anfrage.",
  "merge.joined": "Mit dieser verbunden:",
  "merge.from": "aus #{{number}}",
  "here.is_one": "{{names}} ist auch hier",
  "here.is_other": "{{names}} sind auch hier",
  "here.writes_one": "{{names}} schreibt gerade eine Antwort",
  "here.writes_other": "{{names}} schreiben gerade eine Antwort",
};
