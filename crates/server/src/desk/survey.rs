//! The questions of a survey, as people write them.

use catena_domain::feedback::Scale;
use catena_domain::feedback::questionnaire::{Choice, Question, Questionnaire, Wording};
use catena_domain::feedback::when::{Occasions, Purpose};
use catena_domain::id::{ServiceId, StepId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The same words in each language; empty where they are not translated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WordingText {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleWord {
    /// How likely somebody is to recommend the organisation, from 0 to 10.
    Nps,
    /// How satisfied somebody is, from 1 to 5.
    Csat,
    /// How much somebody agrees that it was made easy, from 1 to 7.
    Ces,
    /// One of several choices.
    Choice,
    /// Some of several choices.
    Choices,
    /// Words.
    Text,
}

/// What a survey is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurposeWord {
    /// One promise.
    Transactional,
    /// The organisation altogether.
    Relationship,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceText {
    /// Its id, which stays from version to version; without one it gets a new one.
    #[serde(default)]
    pub id: Uuid,
    /// What it says.
    pub label: WordingText,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionText {
    /// Its id, which stays from version to version; without one it gets a new one.
    #[serde(default)]
    pub id: Uuid,
    /// What kind of answer it takes.
    pub scale: ScaleWord,
    /// What is asked.
    pub label: WordingText,
    /// What can be chosen; none unless it is a choice.
    #[serde(default)]
    pub choices: Vec<ChoiceText>,
    /// Whether it has to be answered.
    #[serde(default)]
    pub required: bool,
}

/// When a survey asks by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OccasionsText {
    /// As a promise is kept.
    pub kept: bool,
    /// As a promise is broken.
    pub broken: bool,
    /// As one of these steps of services is done.
    pub steps: Vec<Uuid>,
    /// For these services alone; for all if there are none.
    pub services: Vec<Uuid>,
}

/// What a survey asks in one version, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyText {
    /// What stands above it. It can be answered in the languages of its title.
    pub title: WordingText,
    /// The questions in their order.
    pub questions: Vec<QuestionText>,
    /// When it asks by itself.
    #[serde(default)]
    pub occasions: OccasionsText,
}

impl From<&WordingText> for Wording {
    fn from(text: &WordingText) -> Self {
        Self { en: text.en.clone(), fr: text.fr.clone(), de: text.de.clone() }
    }
}

impl From<ScaleWord> for Scale {
    fn from(word: ScaleWord) -> Self {
        match word {
            ScaleWord::Nps => Self::Nps,
            ScaleWord::Csat => Self::Csat,
            ScaleWord::Ces => Self::Ces,
            ScaleWord::Choice => Self::Choice,
            ScaleWord::Choices => Self::Choices,
            ScaleWord::Text => Self::Text,
        }
    }
}

impl From<PurposeWord> for Purpose {
    fn from(word: PurposeWord) -> Self {
        match word {
            PurposeWord::Transactional => Self::Transactional,
            PurposeWord::Relationship => Self::Relationship,
        }
    }
}

impl From<Purpose> for PurposeWord {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Transactional => Self::Transactional,
            Purpose::Relationship => Self::Relationship,
        }
    }
}

impl WordingText {
    /// Without the blanks around the words.
    pub fn trimmed(&self) -> Self {
        let trimmed = |words: &String| words.trim().replace('\0', "");
        Self { en: trimmed(&self.en), fr: trimmed(&self.fr), de: trimmed(&self.de) }
    }

    /// The words in a language, or in the first that has some.
    pub fn in_language(&self, code: &str) -> &str {
        let all = [("en", &self.en), ("fr", &self.fr), ("de", &self.de)];
        let own = all.iter().find(|(known, words)| *known == code && !words.is_empty());
        own.or_else(|| all.iter().find(|(_, words)| !words.is_empty())).map_or("", |(_, words)| words)
    }
}

impl SurveyText {
    /// The questionnaire that it says.
    pub fn questionnaire(&self) -> Questionnaire {
        let choice = |choice: &ChoiceText| Choice { id: choice.id, label: (&choice.label).into() };
        let question = |question: &QuestionText| Question {
            id: question.id,
            scale: question.scale.into(),
            label: (&question.label).into(),
            choices: question.choices.iter().map(choice).collect(),
            required: question.required,
        };
        Questionnaire { title: (&self.title).into(), questions: self.questions.iter().map(question).collect() }
    }

    /// When it asks by itself.
    pub fn occasions(&self) -> Occasions {
        Occasions {
            kept: self.occasions.kept,
            broken: self.occasions.broken,
            steps: self.occasions.steps.iter().map(|&id| StepId(id)).collect(),
            services: self.occasions.services.iter().map(|&id| ServiceId(id)).collect(),
        }
    }
}
