// Les fichiers joints à ce qui se dit.
import type { filesEn } from "./en";

export const filesFr: Record<keyof typeof filesEn, string> = {
  "files.add": "Joindre des fichiers",
  "files.list": "Joints",
  "files.drop": "Déposez ici les fichiers à joindre",
  "files.sending": "{{name}} est en route",
  "files.kept": "{{name}} est joint.",
  "files.removed": "{{name}} n’est plus joint.",
  "files.remove": "Retirer {{name}}",
  "files.again": "Réessayer",
  "files.again.name": "Renvoyer {{name}}",
  "files.large": "Plus de {{size}}.",
  "files.empty": "Il est vide.",
  "files.many": "Pas plus de {{n}} fichiers ensemble.",
  "files.together": "Ensemble, les fichiers dépassent {{size}}.",
  "files.gone": "Le serveur ne l’a plus.",
  "files.often": "Trop de fichiers à la fois : réessayez dans une minute.",
  "files.lost": "Il n’est pas arrivé.",
  "files.wait": "Des fichiers sont encore en route.",
  "files.failed": "Un fichier n’est pas joint : renvoyez-le ou retirez-le.",
  "files.erased": "Un fichier effacé",
  "files.open": "(s’ouvre dans un nouvel onglet)",
  "find.in.message_file": "Fichier de la conversation",
  "find.in.note_file": "Fichier d’une note entre collègues",
};
