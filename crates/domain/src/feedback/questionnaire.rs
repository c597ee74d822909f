//! The questions of a survey in one version: what is asked, in which languages, and which answers fit.
//!
//! A questionnaire is a value. Changing a survey makes another version, and an answer keeps the version that was seen.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Answer, Ces, Csat, LONGEST, Nps, Scale};

/// How many questions a survey may have.
pub const MOST_QUESTIONS: usize = 10;
/// How many choices a question may have.
pub const MOST_CHOICES: usize = 12;
/// How many letters a question or a choice may have.
pub const LONGEST_WORDING: usize = 300;

/// The same words in each language; empty where they are not translated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
}

impl Wording {
    /// Each language's code with the words in it.
    pub fn all(&self) -> [(&'static str, &str); 3] {
        [("en", &self.en), ("fr", &self.fr), ("de", &self.de)]
    }

    /// The languages in which there are words.
    pub fn languages(&self) -> Vec<&'static str> {
        self.all().into_iter().filter(|(_, words)| !words.trim().is_empty()).map(|(code, _)| code).collect()
    }
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id, which stays from version to version.
    pub id: Uuid,
    /// What it says.
    pub label: Wording,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id, which stays from version to version.
    pub id: Uuid,
    /// What kind of answer it takes.
    pub scale: Scale,
    /// What is asked.
    pub label: Wording,
    /// What can be chosen; none unless the scale has choices.
    pub choices: Vec<Choice>,
    /// Whether it has to be answered.
    pub required: bool,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// What stands above it. It can be answered in the languages of its title.
    pub title: Wording,
    /// The questions in their order.
    pub questions: Vec<Question>,
}

/// What somebody sent for one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Which.
    pub question: Uuid,
    /// A value of its scale.
    pub value: Option<i64>,
    /// What they chose.
    pub chosen: Vec<Uuid>,
    /// What they wrote.
    pub words: Option<String>,
}

/// Why a questionnaire, or an answer to it, cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Its title is empty in every language.
    #[error("the survey has a title in no language")]
    NoLanguage,
    /// Something is missing in a language of the title.
    #[error("\"{0}\" is not said in the language {1}, which the title has")]
    Untranslated(String, &'static str),
    /// Words are too long.
    #[error("\"{0}…\" has more than {LONGEST_WORDING} letters")]
    TooLong(String),
    /// It asks nothing, or too much.
    #[error("a survey has 1 to {MOST_QUESTIONS} questions")]
    Questions,
    /// There is nothing to choose, too much, or something where nothing is chosen.
    #[error("a question to choose from has 2 to {MOST_CHOICES} choices, any other has none")]
    Choices,
    /// Two questions or two choices are the same.
    #[error("the id {0} stands there twice")]
    Twice(Uuid),
    /// Nobody asked that.
    #[error("this survey has no question {0}")]
    UnknownQuestion(Uuid),
    /// The answer is none of the question's scale.
    #[error("the question {0} takes {1}")]
    DoesNotFit(Uuid, &'static str),
    /// A question that has to be answered was not.
    #[error("the question {0} has to be answered")]
    Missing(Uuid),
    /// Nothing was answered at all.
    #[error("nothing was answered")]
    Nothing,
}

impl Questionnaire {
    /// Lets a questionnaire pass that can be asked.
    pub fn check(&self) -> Result<(), Refusal> {
        let languages = self.title.languages();
        if languages.is_empty() {
            return Err(Refusal::NoLanguage);
        }
        if !(1..=MOST_QUESTIONS).contains(&self.questions.len()) {
            return Err(Refusal::Questions);
        }
        let mut seen = BTreeSet::new();
        let mut ids = self
            .questions
            .iter()
            .flat_map(|question| std::iter::once(question.id).chain(question.choices.iter().map(|choice| choice.id)));
        if let Some(twice) = ids.find(|id| !seen.insert(*id)) {
            return Err(Refusal::Twice(twice));
        }
        let labels = self.questions.iter().flat_map(|question| {
            std::iter::once(&question.label).chain(question.choices.iter().map(|choice| &choice.label))
        });
        for label in std::iter::once(&self.title).chain(labels) {
            said(label, &languages)?;
        }
        let fits = |question: &Question| {
            if question.scale.has_choices() {
                (2..=MOST_CHOICES).contains(&question.choices.len())
            } else {
                question.choices.is_empty()
            }
        };
        if self.questions.iter().all(fits) { Ok(()) } else { Err(Refusal::Choices) }
    }

    /// Reads what somebody sent: each answered question once, in the order of the survey.
    pub fn read(&self, given: &[Given]) -> Result<Vec<(Uuid, Answer)>, Refusal> {
        let mut seen = BTreeSet::new();
        for sent in given {
            if !self.questions.iter().any(|question| question.id == sent.question) {
                return Err(Refusal::UnknownQuestion(sent.question));
            }
            if !seen.insert(sent.question) {
                return Err(Refusal::Twice(sent.question));
            }
        }
        let mut answers = Vec::new();
        for question in &self.questions {
            let sent = given.iter().find(|sent| sent.question == question.id);
            match sent.map(|sent| question.read(sent)).transpose()?.flatten() {
                Some(answer) => answers.push((question.id, answer)),
                None if question.required => return Err(Refusal::Missing(question.id)),
                None => {}
            }
        }
        if answers.is_empty() { Err(Refusal::Nothing) } else { Ok(answers) }
    }
}

impl Question {
    /// Reads what was sent for this question; none if it was left empty.
    fn read(&self, sent: &Given) -> Result<Option<Answer>, Refusal> {
        let wrong = || Refusal::DoesNotFit(self.id, takes(self.scale));
        let words = sent.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let stray = match self.scale {
            Scale::Nps | Scale::Csat | Scale::Ces => !sent.chosen.is_empty() || words.is_some(),
            Scale::Choice | Scale::Choices => sent.value.is_some() || words.is_some(),
            Scale::Text => sent.value.is_some() || !sent.chosen.is_empty(),
        };
        if stray {
            return Err(wrong());
        }
        let rated = |read: fn(i64) -> Option<Answer>| match sent.value {
            Some(value) => read(value).map(Some).ok_or_else(wrong),
            None => Ok(None),
        };
        match self.scale {
            Scale::Nps => rated(|value| Nps::new(value).map(Answer::Nps)),
            Scale::Csat => rated(|value| Csat::new(value).map(Answer::Csat)),
            Scale::Ces => rated(|value| Ces::new(value).map(Answer::Ces)),
            Scale::Choice | Scale::Choices => {
                let known = |id: &Uuid| self.choices.iter().any(|choice| choice.id == *id);
                if !sent.chosen.iter().all(known) || (self.scale == Scale::Choice && sent.chosen.len() > 1) {
                    return Err(wrong());
                }
                let order = self.choices.iter().map(|choice| choice.id);
                let chosen: Vec<Uuid> = order.filter(|id| sent.chosen.contains(id)).collect();
                Ok(match (self.scale, chosen.first()) {
                    (_, None) => None,
                    (Scale::Choice, Some(&one)) => Some(Answer::Choice(one)),
                    _ => Some(Answer::Choices(chosen)),
                })
            }
            Scale::Text if words.is_some_and(|words| words.chars().count() > LONGEST) => Err(wrong()),
            Scale::Text => Ok(words.map(|words| Answer::Text(words.replace('\0', "")))),
        }
    }
}

/// Lets words pass that are said in every language of the title, and are short enough.
fn said(wording: &Wording, languages: &[&'static str]) -> Result<(), Refusal> {
    let first = wording.all().into_iter().map(|(_, words)| words).find(|words| !words.is_empty()).unwrap_or_default();
    let short = || first.chars().take(60).collect::<String>();
    for (code, words) in wording.all() {
        if languages.contains(&code) && words.trim().is_empty() {
            return Err(Refusal::Untranslated(short(), code));
        }
        if words.chars().count() > LONGEST_WORDING {
            return Err(Refusal::TooLong(short()));
        }
    }
    Ok(())
}

/// What an answer on a scale is.
fn takes(scale: Scale) -> &'static str {
    match scale {
        Scale::Nps => "a value from 0 to 10",
        Scale::Csat => "a value from 1 to 5",
        Scale::Ces => "a value from 1 to 7",
        Scale::Choice => "one of its choices",
        Scale::Choices => "some of its choices",
        Scale::Text => "words, at most 5,000 letters",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn said(words: &str) -> Wording {
        Wording { en: words.to_owned(), fr: String::new(), de: format!("{words} (de)") }
    }

    fn question(number: u128, scale: Scale) -> Question {
        let choices = if scale.has_choices() {
            vec![
                Choice { id: id(number * 10 + 1), label: said("late") },
                Choice { id: id(number * 10 + 2), label: said("wilted") },
            ]
        } else {
            Vec::new()
        };
        Question { id: id(number), scale, label: said("How was it?"), choices, required: false }
    }

    fn all_scales() -> Questionnaire {
        let questions = Scale::ALL.into_iter().zip(1..).map(|((scale, _), number)| question(number, scale)).collect();
        Questionnaire { title: said("Your bouquet"), questions }
    }

    fn value(question: u128, value: i64) -> Given {
        Given { question: id(question), value: Some(value), ..Given::default() }
    }

    fn chosen(question: u128, choices: &[u128]) -> Given {
        Given { question: id(question), chosen: choices.iter().copied().map(id).collect(), ..Given::default() }
    }

    fn words(question: u128, words: &str) -> Given {
        Given { question: id(question), words: Some(words.to_owned()), ..Given::default() }
    }

    #[test]
    fn a_survey_is_said_in_every_language_of_its_title() {
        assert_eq!(all_scales().check(), Ok(()));
        assert_eq!(all_scales().title.languages(), ["en", "de"]);
        let mut half = all_scales();
        half.questions[0].label.de = " ".to_owned();
        assert_eq!(half.check(), Err(Refusal::Untranslated("How was it?".to_owned(), "de")));
        let mut half = all_scales();
        half.questions[3].choices[1].label.en = String::new();
        assert_eq!(half.check(), Err(Refusal::Untranslated("wilted (de)".to_owned(), "en")));
        let silent = Questionnaire { title: Wording::default(), ..all_scales() };
        assert_eq!(silent.check(), Err(Refusal::NoLanguage));
        let mut long = all_scales();
        long.title.en = "x".repeat(LONGEST_WORDING + 1);
        assert_eq!(long.check(), Err(Refusal::TooLong("x".repeat(60))));
    }

    #[test]
    fn a_survey_asks_something_to_be_answered() {
        let none = Questionnaire { questions: Vec::new(), ..all_scales() };
        assert_eq!(none.check(), Err(Refusal::Questions));
        let many = (1..12).map(|number| question(number, Scale::Nps)).collect();
        assert_eq!(Questionnaire { questions: many, ..all_scales() }.check(), Err(Refusal::Questions));
        let mut same = all_scales();
        same.questions[1].id = id(1);
        assert_eq!(same.check(), Err(Refusal::Twice(id(1))));
        let mut one = all_scales();
        one.questions[3].choices.pop();
        assert_eq!(one.check(), Err(Refusal::Choices));
        let mut stray = all_scales();
        stray.questions[0].choices = vec![Choice { id: id(77), label: said("ten") }];
        assert_eq!(stray.check(), Err(Refusal::Choices));
    }

    #[test]
    fn each_answer_is_read_on_its_own_scale_in_the_order_of_the_survey() {
        let given = [words(6, "  Lovely\0 tulips "), chosen(5, &[52, 51]), chosen(4, &[42]), value(3, 7), value(1, 0)];
        let read = all_scales().read(&given).unwrap();
        let expected = [
            (id(1), Answer::Nps(Nps::new(0).unwrap())),
            (id(3), Answer::Ces(Ces::new(7).unwrap())),
            (id(4), Answer::Choice(id(42))),
            (id(5), Answer::Choices(vec![id(51), id(52)])),
            (id(6), Answer::Text("Lovely tulips".to_owned())),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for given in [
            value(1, 11),
            value(2, 0),
            value(3, 8),
            value(2, -1),
            value(4, 1),
            chosen(4, &[41, 42]),
            chosen(4, &[51]),
            chosen(1, &[41]),
            words(2, "five"),
            Given { words: Some("x".repeat(LONGEST + 1)), ..words(6, "") },
            Given { value: Some(3), ..words(6, "three") },
        ] {
            let question = given.question;
            let refused = all_scales().read(std::slice::from_ref(&given));
            assert!(matches!(refused, Err(Refusal::DoesNotFit(id, _)) if id == question), "{given:?}: {refused:?}");
        }
        assert_eq!(all_scales().read(&[value(9, 1)]), Err(Refusal::UnknownQuestion(id(9))));
        assert_eq!(all_scales().read(&[value(1, 1), value(1, 2)]), Err(Refusal::Twice(id(1))));
        assert_eq!(all_scales().read(&[words(6, "  ")]), Err(Refusal::Nothing));
        assert_eq!(all_scales().read(&[]), Err(Refusal::Nothing));
        let mut demanding = all_scales();
        demanding.questions[1].required = true;
        assert_eq!(demanding.read(&[value(1, 1)]), Err(Refusal::Missing(id(2))));
    }

    proptest! {
        #[test]
        fn only_values_of_the_scale_are_ever_read(question in 1_u128..4, sent in any::<i64>()) {
            if let Ok(read) = all_scales().read(&[value(question, sent)]) {
                prop_assert_eq!(read[0].1.value().map(i64::from), Some(sent));
            }
        }
    }
}
