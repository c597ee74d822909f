//! Scores with what they rest on: how many answers, and an interval. Below five answers there is none.

use catena_analysis::change::{Arrow, Change};
use catena_analysis::score::Standing;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::PurposeWord;
use crate::report::Mean;

/// A scale of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatedScale {
    /// How satisfied somebody is, from 1 to 5.
    Csat,
    /// How likely somebody is to recommend the organisation, from 0 to 10.
    Nps,
    /// How much somebody agrees that it was made easy, from 1 to 7.
    Ces,
}

/// How far a figure may be trusted by the number of answers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoreStanding {
    /// Fewer than five answers: no figure.
    Nothing,
    /// Fewer than thirty.
    Early,
    /// Thirty or more.
    Settled,
}

/// A score on one scale.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScoreView {
    /// Which scale. Scores on different ones are never added or compared.
    pub scale: RatedScale,
    /// How many answers.
    pub n: u64,
    /// What they are good for.
    pub standing: ScoreStanding,
    /// CSAT and CES: the share of good answers, from 0 to 1. NPS: points from −100 to 100. Null below five answers.
    #[schema(required)]
    pub value: Option<f64>,
    /// Its 95 % interval.
    #[schema(required)]
    pub interval: Option<(f64, f64)>,
    /// CSAT and CES: the mean answer.
    #[schema(required)]
    pub mean: Option<Mean>,
    /// How often each answer was given, the lowest of the scale first; empty below five answers.
    pub counts: Vec<u64>,
}

/// A difference that is not noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArrowWord {
    /// The second score is higher.
    Up,
    /// The second score is lower.
    Down,
}

/// The second of two scores less the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChangeView {
    /// In the unit of the score.
    pub by: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Only where both scores rest on thirty answers and the interval excludes zero.
    #[schema(required)]
    pub arrow: Option<ArrowWord>,
}

/// The scores of some answers.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScoreList {
    /// Those about one promise first; on each scale that somebody answered on.
    pub scores: Vec<PurposeScore>,
}

/// The score of some answers on one scale.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PurposeScore {
    /// What was asked about: one promise, or the organisation. Both are kept apart.
    pub purpose: PurposeWord,
    /// The score.
    pub score: ScoreView,
}

/// A score in a period and in the one before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScoreLine {
    /// What was asked about: one promise, or the organisation. Both are kept apart.
    pub purpose: PurposeWord,
    /// In the period.
    pub score: ScoreView,
    /// In the one of the same length before.
    pub before: ScoreView,
    /// What changed.
    #[schema(required)]
    pub change: Option<ChangeView>,
}

impl From<Standing> for ScoreStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Nothing => Self::Nothing,
            Standing::Early => Self::Early,
            Standing::Settled => Self::Settled,
        }
    }
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let arrow = change.arrow.map(|arrow| match arrow {
            Arrow::Up => ArrowWord::Up,
            Arrow::Down => ArrowWord::Down,
        });
        Self { by: change.by, interval: change.interval, arrow }
    }
}
