//! What the form of a wave says, in each language, and the statements that are offered to whoever plans one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::WordingText;

/// What the form says beside what every wave asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PulseForm {
    /// The statements in their order.
    pub items: Vec<PulseItem>,
}

/// A statement that people agree or disagree with, 1 to 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PulseItem {
    /// By which it is the same statement from wave to wave: small letters, digits and hyphens. Without one it is new.
    #[serde(default)]
    pub id: String,
    /// What it says.
    pub words: WordingText,
}

const OFFERED: [(&str, &str, &str, &str); 6] = [
    (
        "means",
        "I have what I need to do my work well.",
        "J’ai ce qu’il me faut pour bien faire mon travail.",
        "Ich habe, was ich brauche, um gut zu arbeiten.",
    ),
    (
        "received",
        "What I get from colleagues is complete and comes in time.",
        "Ce que je reçois de mes collègues est complet et arrive à temps.",
        "Was ich von Kolleginnen und Kollegen bekomme, ist vollständig und kommt rechtzeitig.",
    ),
    (
        "expected",
        "I know what is expected of me.",
        "Je sais ce qu’on attend de moi.",
        "Ich weiß, was von mir erwartet wird.",
    ),
    (
        "heard",
        "What I say about our work is taken seriously.",
        "Ce que je dis de notre travail est pris au sérieux.",
        "Was ich über unsere Arbeit sage, wird ernst genommen.",
    ),
    (
        "mistakes",
        "I can say that something went wrong without fear.",
        "Je peux dire sans crainte que quelque chose a mal tourné.",
        "Ich kann ohne Sorge sagen, dass etwas schiefging.",
    ),
    (
        "rest",
        "I can rest between two busy times.",
        "Je peux me reposer entre deux périodes chargées.",
        "Zwischen zwei anstrengenden Zeiten kann ich mich erholen.",
    ),
];

/// Statements to choose from.
pub fn offered() -> Vec<PulseItem> {
    let item = |(id, en, fr, de): (&str, &str, &str, &str)| PulseItem {
        id: id.to_owned(),
        words: WordingText { en: en.to_owned(), fr: fr.to_owned(), de: de.to_owned() },
    };
    OFFERED.into_iter().map(item).collect()
}
