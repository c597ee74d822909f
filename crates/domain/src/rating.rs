//! The voice of colleagues: whether somebody could go on with what they got, and whether what was asked for was clear.
//!
//! The question comes when a hand-off is *received*, to whoever received it for the side that relied on it. Nobody is
//! asked about their own work: neither who held it or did something for it, nor who belongs to both sides. Whoever did
//! it may answer too. Neither sees what the other said before both have answered or three days have passed, and nothing
//! is answered after that: so nobody answers knowing the other's answer. Nothing here is polled: what may be seen
//! follows from the instants whenever somebody looks.

mod draw;
mod figures;

pub use draw::{A_DAY, Chance, Draw, Occasion, ask, day};
pub use figures::{Figures, Group, PEOPLE, RATERS, RATINGS, Rated, figures};

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::event::{Event, Fact};
use crate::id::{PartyId, RequestId};
use crate::request::What;

/// For how many seconds a question can be answered, and an answer is kept from the other side: three days.
pub const OPEN_SECONDS: i64 = 3 * 86_400;
/// The greatest number of minutes that somebody can have lost: ten days.
pub const MOST_MINUTES: u32 = 14_400;

/// On which side of a hand-off somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// They relied on it.
    Customer,
    /// They did it.
    Provider,
}

impl Side {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
        }
    }

    /// The side of a word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Customer, Self::Provider].into_iter().find(|side| side.word() == word)
    }
}

/// What was amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It came too late.
    Late,
    /// Something was missing.
    Missing,
    /// Something was wrong.
    Wrong,
    /// It was not clear.
    Unclear,
    /// Nobody answered a question.
    NoAnswer,
    /// The tone.
    Tone,
}

impl Reason {
    /// All reasons with their words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Late, "late"),
        (Self::Missing, "missing"),
        (Self::Wrong, "wrong"),
        (Self::Unclear, "unclear"),
        (Self::NoAnswer, "no_answer"),
        (Self::Tone, "tone"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(reason, _)| *reason == self).map_or("", |(_, word)| word)
    }

    /// The reason of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(reason, _)| *reason)
    }
}

/// What somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Customers: whether it was complete and right the first time. Providers: whether what was asked was complete and
    /// clear.
    pub right: bool,
    /// Customers: how well they could do their part with what they got, from 1 to 5. Providers are not asked.
    pub ease: Option<u8>,
    /// What was amiss, if they say so.
    pub reason: Option<Reason>,
    /// Customers: the minutes that they lost, if they say so.
    pub lost_minutes: Option<u32>,
}

/// Why a question cannot be put or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They did not rely on it.
    #[error("only whoever relied on a hand-off rates it")]
    DidNotRely,
    /// They did it, or belong to those who did.
    #[error("nobody rates their own work")]
    OwnWork,
    /// The answer to the second question is missing.
    #[error("say from 1 to 5 how well you could do your part with what you got")]
    NoEase,
    /// Providers are asked one question.
    #[error("whoever did it is asked whether the request was complete and clear, and nothing else")]
    OneQuestion,
    /// Nobody loses that much.
    #[error("lost minutes are between 0 and {MOST_MINUTES}")]
    TooManyMinutes,
    /// Three days have passed.
    #[error("three days have passed: this can no longer be answered")]
    Closed,
}

impl Answer {
    /// The answer, if it fits the questions of this side.
    pub fn check(self, side: Side) -> Result<Self, Refusal> {
        match side {
            Side::Provider if self.ease.is_some() || self.lost_minutes.is_some() => Err(Refusal::OneQuestion),
            Side::Customer if !self.ease.is_some_and(|ease| (1..=5).contains(&ease)) => Err(Refusal::NoEase),
            _ if self.lost_minutes.is_some_and(|minutes| minutes > MOST_MINUTES) => Err(Refusal::TooManyMinutes),
            _ => Ok(self),
        }
    }
}

/// Lets somebody rate a hand-off who relied on it and has no part in how it was done. `as_whom` is everybody as whom they
/// act: themselves and their teams. `providers` are all who ever held it, however it was passed on; `doers` all who
/// ever did something for them.
pub fn may_rate(
    as_whom: &[PartyId],
    customer: PartyId,
    providers: impl IntoIterator<Item = PartyId>,
    doers: &BTreeSet<PartyId>,
) -> Result<(), Refusal> {
    if !as_whom.contains(&customer) {
        return Err(Refusal::DidNotRely);
    }
    let own = providers.into_iter().chain(doers.iter().copied()).any(|party| as_whom.contains(&party));
    if own { Err(Refusal::OwnWork) } else { Ok(()) }
}

/// Whoever took a hand-off, gave it back or did it, and whoever did it last, as the events of its chain say. What was
/// taken back did not happen.
pub fn doers<'a>(
    events: impl IntoIterator<Item = &'a Event> + Clone,
    id: RequestId,
) -> (BTreeSet<PartyId>, Option<PartyId>) {
    let undone: BTreeSet<_> = events
        .clone()
        .into_iter()
        .filter(|event| event.subject == id.0)
        .filter_map(|event| match event.fact {
            Fact::Undone(act) => Some(act),
            _ => None,
        })
        .collect();
    let (mut doers, mut last) = (BTreeSet::new(), None);
    for event in events.into_iter().filter(|event| event.subject == id.0 && !undone.contains(&event.act)) {
        if event.by == PartyId::CATENA {
            continue;
        }
        if matches!(event.fact, Fact::Did(What::Accepted | What::Returned(_) | What::Finished)) {
            doers.insert(event.by);
        }
        if event.fact == Fact::Did(What::Finished) {
            last = Some(event.by);
        }
    }
    (doers, last)
}

/// Whether a question that was put at `asked_at` can be answered at `now`.
pub fn is_open(asked_at: Timestamp, now: Timestamp) -> bool {
    now.as_second() - asked_at.as_second() < OPEN_SECONDS
}

/// Whether each side sees at `now` what the other said.
pub fn is_shown(both_answered: bool, asked_at: Timestamp, now: Timestamp) -> bool {
    both_answered || !is_open(asked_at, now)
}

#[cfg(test)]
mod tests;
