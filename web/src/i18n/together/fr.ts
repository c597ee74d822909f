// Les textes de ce que plusieurs font ensemble, en français : les mêmes clés qu'en anglais, le type y veille.
import type { togetherEn } from "./en";

export const togetherFr: Record<keyof typeof togetherEn, string> = {
  "merge.do": "Joindre à une autre demande de ce client…",
  "merge.title": "Joindre la nº {{number}} à une autre demande",
  "merge.lede": "Quand {{customer}} a demandé deux fois la même chose. L’autre demande continue pour les deux.",
  "merge.what": "Ce qui se passe",
  "merge.what.lost": "Rien n’est perdu ni déplacé : cette demande attend, et sa conversation est montrée avec celle de l’autre.",
  "merge.what.link": "Le lien du client vers cette demande reste valable : il mène à l’autre.",
  "merge.what.back": "On peut les séparer à tout moment ; elle redevient alors ce qu’elle était.",
  "merge.into": "La demande qui continue",
  "merge.into.hint": "Demandes ouvertes de {{customer}}. Tapez un mot ou un numéro.",
  "merge.into.none": "Aucune demande ouverte de {{customer}} ne convient.",
  "merge.go": "Joindre",
  "merge.go.to": "Joindre à la nº {{number}}",
  "merge.done": "La nº {{part}} est jointe à la nº {{number}}.",
  "merge.is": "Jointe à une autre demande",
  "merge.is.part": "Elle fait partie de",
  "merge.is.rests": "Elle attend ; tout ce qui reste à faire se fait là-bas. Sa propre promesse ne compte pas pendant ce temps.",
  "merge.part": "Séparer de nouveau",
  "merge.parted": "La nº {{number}} est de nouveau une demande à part.",
  "merge.joined": "Jointes à celle-ci :",
  "merge.from": "de la nº {{number}}",
  "here.is_one": "{{names}} est aussi ici",
  "here.is_other": "{{names}} sont aussi ici",
  "here.writes_one": "{{names}} écrit une réponse",
  "here.writes_other": "{{names}} écrivent une réponse",
};
