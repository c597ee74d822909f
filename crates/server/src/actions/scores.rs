//! Answers on one scale, and their score. The scale is part of the type: what was answered on another one is not taken.

use catena_analysis::estimate::{Estimate, Mean};
use catena_analysis::score::{Ces, Counts, Csat, Nps, Scale, Standing};
use catena_domain::feedback::Answer;
use catena_domain::feedback::when::Purpose;

use crate::views::scores::{ChangeView, RatedScale, ScoreLine, ScoreView};

/// The scales that scores are computed on, each about one promise or about the organisation, in the order of pages.
pub const KINDS: [(Purpose, RatedScale); 6] = [
    (Purpose::Transactional, RatedScale::Csat),
    (Purpose::Transactional, RatedScale::Ces),
    (Purpose::Transactional, RatedScale::Nps),
    (Purpose::Relationship, RatedScale::Nps),
    (Purpose::Relationship, RatedScale::Csat),
    (Purpose::Relationship, RatedScale::Ces),
];

/// How often each answer of one scale was given.
#[derive(Clone, Copy, Debug)]
pub enum Tally {
    /// How satisfied customers are.
    Csat(Counts<Csat>),
    /// How likely they are to recommend the organisation.
    Nps(Counts<Nps>),
    /// How easy it was made for them.
    Ces(Counts<Ces>),
}

impl Tally {
    /// Nothing yet on this scale.
    pub fn on(scale: RatedScale) -> Self {
        match scale {
            RatedScale::Csat => Self::Csat(Counts::default()),
            RatedScale::Nps => Self::Nps(Counts::default()),
            RatedScale::Ces => Self::Ces(Counts::default()),
        }
    }

    /// On which scale an answer is, if on one that has scores.
    pub fn scale_of(answer: &Answer) -> Option<RatedScale> {
        match answer {
            Answer::Csat(_) => Some(RatedScale::Csat),
            Answer::Nps(_) => Some(RatedScale::Nps),
            Answer::Ces(_) => Some(RatedScale::Ces),
            Answer::Choice(_) | Answer::Choices(_) | Answer::Text(_) => None,
        }
    }

    /// Takes in an answer. One on another scale changes nothing.
    pub fn take(&mut self, answer: &Answer) {
        // A domain value lies on its scale: nothing is refused here.
        let _ = match (self, answer) {
            (Self::Csat(counts), Answer::Csat(csat)) => counts.take(csat.value(), 1),
            (Self::Nps(counts), Answer::Nps(nps)) => counts.take(nps.value(), 1),
            (Self::Ces(counts), Answer::Ces(ces)) => counts.take(ces.value(), 1),
            _ => Ok(()),
        };
    }

    /// How many answers.
    pub fn n(&self) -> u64 {
        match self {
            Self::Csat(counts) => counts.n(),
            Self::Nps(counts) => counts.n(),
            Self::Ces(counts) => counts.n(),
        }
    }

    /// The score.
    pub fn score(&self) -> ScoreView {
        match self {
            Self::Csat(counts) => view(RatedScale::Csat, counts, counts.good().as_ref(), counts.mean()),
            Self::Nps(counts) => view(RatedScale::Nps, counts, counts.net().as_ref(), None),
            Self::Ces(counts) => view(RatedScale::Ces, counts, counts.good().as_ref(), counts.mean()),
        }
    }

    /// How the score changed since `before`, if both are on one scale and have a score.
    pub fn since(&self, before: &Self) -> Option<ChangeView> {
        let change = match (self, before) {
            (Self::Csat(after), Self::Csat(before)) => after.good_since(before),
            (Self::Nps(after), Self::Nps(before)) => after.net_since(before),
            (Self::Ces(after), Self::Ces(before)) => after.good_since(before),
            _ => None,
        };
        change.map(ChangeView::from)
    }

    /// The score beside that of the period before.
    pub fn line(&self, purpose: Purpose, before: &Self) -> ScoreLine {
        ScoreLine { purpose: purpose.into(), score: self.score(), before: before.score(), change: self.since(before) }
    }
}

fn view<S: Scale>(
    scale: RatedScale,
    counts: &Counts<S>,
    score: Option<&impl Estimate>,
    mean: Option<Mean>,
) -> ScoreView {
    let n = counts.n();
    let shown = score.is_some();
    ScoreView {
        scale,
        n,
        standing: Standing::of(n).into(),
        value: score.map(Estimate::value),
        interval: score.map(Estimate::interval),
        mean: mean.map(Into::into),
        counts: counts.answers().filter(|_| shown).map(|(_, times)| times).collect(),
    }
}

/// Of what somebody answered at once, what counts on a scale: the first question on it. So nobody counts twice.
pub fn first_on<'a>(scale: RatedScale, answers: impl IntoIterator<Item = &'a Answer>) -> Option<&'a Answer> {
    answers.into_iter().find(|answer| Tally::scale_of(answer) == Some(scale))
}
