//! What customers say when they are asked: answers on closed scales, each a type of its own, so that two of them are
//! never added up by mistake.
//!
//! A rating belongs to the promise and the chain behind it as they were when it was asked for, never to whoever held it
//! last. No score is worked out here.

pub mod questionnaire;
pub mod when;

use uuid::Uuid;

/// How many letters an answer in words may have.
pub const LONGEST: usize = 5_000;

macro_rules! scales {
    ($($(#[$doc:meta])* $name:ident from $lowest:literal to $highest:literal, poor up to $poor:literal)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// The lowest and the highest value.
            pub const BOUNDS: (u8, u8) = ($lowest, $highest);

            /// A value of this scale; none if it is outside.
            pub fn new(value: i64) -> Option<Self> {
                u8::try_from(value).ok().filter(|value| ($lowest..=$highest).contains(value)).map(Self)
            }

            /// The value as it was given.
            pub fn value(self) -> u8 {
                self.0
            }

            /// Whether somebody should ask what went wrong.
            pub fn is_poor(self) -> bool {
                self.0 <= $poor
            }
        }
    )*};
}

scales! {
    /// How likely somebody is to recommend the organisation; 9 and 10 promote it, 0 to 6 detract from it.
    Nps from 0 to 10, poor up to 6
    /// How satisfied somebody is; 4 and 5 are the top boxes.
    Csat from 1 to 5, poor up to 2
    /// How much somebody agrees that it was made easy for them (CES 2.0); 5 to 7 agree.
    Ces from 1 to 7, poor up to 3
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// A value of [`Nps`].
    Nps,
    /// A value of [`Csat`].
    Csat,
    /// A value of [`Ces`].
    Ces,
    /// One of several choices.
    Choice,
    /// Some of several choices.
    Choices,
    /// Words.
    Text,
}

impl Scale {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Nps, "nps"),
        (Self::Csat, "csat"),
        (Self::Ces, "ces"),
        (Self::Choice, "choice"),
        (Self::Choices, "choices"),
        (Self::Text, "text"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(scale, _)| *scale == self).map_or("", |(_, word)| word)
    }

    /// The scale of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(scale, _)| *scale)
    }

    /// Whether it is answered by choosing.
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }

    /// Whether it is answered by a value that can be poor.
    pub fn is_rated(self) -> bool {
        matches!(self, Self::Nps | Self::Csat | Self::Ces)
    }
}

/// What somebody answered to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// How likely they are to recommend.
    Nps(Nps),
    /// How satisfied they are.
    Csat(Csat),
    /// How easy it was.
    Ces(Ces),
    /// The one that they chose.
    Choice(Uuid),
    /// Those that they chose.
    Choices(Vec<Uuid>),
    /// What they wrote.
    Text(String),
}

impl Answer {
    /// On which scale.
    pub fn scale(&self) -> Scale {
        match self {
            Self::Nps(_) => Scale::Nps,
            Self::Csat(_) => Scale::Csat,
            Self::Ces(_) => Scale::Ces,
            Self::Choice(_) => Scale::Choice,
            Self::Choices(_) => Scale::Choices,
            Self::Text(_) => Scale::Text,
        }
    }

    /// The value, if it is one of a rated scale.
    pub fn value(&self) -> Option<u8> {
        match self {
            Self::Nps(nps) => Some(nps.value()),
            Self::Csat(csat) => Some(csat.value()),
            Self::Ces(ces) => Some(ces.value()),
            Self::Choice(_) | Self::Choices(_) | Self::Text(_) => None,
        }
    }

    /// Whether somebody should ask what went wrong: a CSAT of 1 or 2, an NPS of 0 to 6, a CES of 1 to 3.
    pub fn is_poor(&self) -> bool {
        match self {
            Self::Nps(nps) => nps.is_poor(),
            Self::Csat(csat) => csat.is_poor(),
            Self::Ces(ces) => ces.is_poor(),
            Self::Choice(_) | Self::Choices(_) | Self::Text(_) => false,
        }
    }
}

/// What a customer did next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// They asked for something again.
    CameBack,
    /// They sent somebody else.
    Referred,
    /// They left.
    Left,
}

impl Outcome {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::CameBack, "came_back"), (Self::Referred, "referred"), (Self::Left, "left")];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(outcome, _)| *outcome == self).map_or("", |(_, word)| word)
    }

    /// The outcome of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(outcome, _)| *outcome)
    }
}

/// How something felt to whoever told it, from −2 to 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feeling(i8);

impl Feeling {
    /// A feeling; none outside of −2 to 2.
    pub fn new(value: i64) -> Option<Self> {
        i8::try_from(value).ok().filter(|value| (-2..=2).contains(value)).map(Self)
    }

    /// From −2, very bad, to 2, very good.
    pub fn value(self) -> i8 {
        self.0
    }
}

/// Stars of a public review, from 1 to 5. No [`Csat`]: who writes reviews chose to, and nobody asked everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stars(u8);

impl Stars {
    /// So many stars; none outside of 1 to 5.
    pub fn new(value: i64) -> Option<Self> {
        u8::try_from(value).ok().filter(|value| (1..=5).contains(value)).map(Self)
    }

    /// How many.
    pub fn value(self) -> u8 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_and_outcome_has_a_word_of_its_own() {
        for (scale, word) in Scale::ALL {
            assert_eq!((scale.word(), Scale::of(word)), (word, Some(scale)));
        }
        for (outcome, word) in Outcome::ALL {
            assert_eq!((outcome.word(), Outcome::of(word)), (word, Some(outcome)));
        }
        assert_eq!((Scale::of("stars"), Outcome::of("died")), (None, None));
    }

    #[test]
    fn values_outside_of_a_scale_are_none() {
        for (value, nps, csat, ces, feeling, stars) in [
            (i64::MIN, false, false, false, false, false),
            (-3, false, false, false, false, false),
            (-2, false, false, false, true, false),
            (0, true, false, false, true, false),
            (1, true, true, true, true, true),
            (5, true, true, true, false, true),
            (6, true, false, true, false, false),
            (7, true, false, true, false, false),
            (10, true, false, false, false, false),
            (11, false, false, false, false, false),
            (256, false, false, false, false, false),
        ] {
            let found = (Nps::new(value).is_some(), Csat::new(value).is_some(), Ces::new(value).is_some());
            assert_eq!(found, (nps, csat, ces), "{value}");
            assert_eq!((Feeling::new(value).is_some(), Stars::new(value).is_some()), (feeling, stars), "{value}");
        }
    }

    #[test]
    fn poor_answers_are_those_that_somebody_should_ask_about() {
        let poor = |answer: Option<Answer>| answer.unwrap().is_poor();
        let nps = |value| poor(Nps::new(value).map(Answer::Nps));
        let csat = |value| poor(Csat::new(value).map(Answer::Csat));
        let ces = |value| poor(Ces::new(value).map(Answer::Ces));
        assert_eq!((nps(0), nps(6), nps(7), nps(10)), (true, true, false, false));
        assert_eq!((csat(1), csat(2), csat(3), csat(5)), (true, true, false, false));
        assert_eq!((ces(1), ces(3), ces(4), ces(7)), (true, true, false, false));
        assert!(!Answer::Text("awful".to_owned()).is_poor(), "words are read, not judged");
    }
}
