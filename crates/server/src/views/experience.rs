//! What customers experienced in a period: scores beside those of the period before, by what became of the promise, and,
//! apart from them, what nobody asked for.

use catena_analysis::step::Step;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::scores::{ChangeView, RatedScale, ScoreLine, ScoreView};
use crate::report::Mean;

/// What customers experienced. An answer counts for the instant at which they were asked.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Experience {
    /// Where the period begins.
    pub since: Timestamp,
    /// Until just before here.
    pub until: Timestamp,
    /// Where the period before begins, which is as long.
    pub before: Timestamp,
    /// Whether it is about chains in which one's own departments took part alone.
    pub departments_only: bool,
    /// How many customers were asked.
    pub asked: u64,
    /// How many of them answered.
    pub answered: u64,
    /// Scores, those about one promise first; on each scale that somebody answered on.
    pub scores: Vec<ScoreLine>,
    /// Scores by what became of the promise, on each scale that somebody answered on.
    pub promises: Vec<AtPromise>,
    /// Public reviews; in no score.
    pub reviews: ReviewedStars,
    /// How it felt what customers told; in no score.
    pub conversations: ToldFeelings,
}

/// The score of kept and of broken promises on one scale.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AtPromise {
    /// Which scale.
    pub scale: RatedScale,
    /// Promises that were kept when the customer was asked.
    pub kept: VoicePoint,
    /// Promises that were broken.
    pub broken: VoicePoint,
    /// Kept less broken.
    #[schema(required)]
    pub difference: Option<ChangeView>,
    /// By how early or late the promise was ended, the earliest first.
    pub steps: Vec<StepPoint>,
    /// Broken promises by the links that broke them, by name; a promise that several broke counts for each.
    pub links: Vec<LinkPoint>,
    /// How many answers have no place in `steps`: their chain goes on, or ended otherwise since.
    pub elsewhere: u64,
}

/// A score with the answers behind it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct VoicePoint {
    /// The score.
    pub score: ScoreView,
    /// What its customers were asked, the newest fifty: `GET /feedback` shows their answers with `ask`.
    pub asks: Vec<Uuid>,
}

/// Promises that were ended so early or late.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StepPoint {
    /// How early or late.
    pub step: StepWord,
    /// What their customers said.
    pub point: VoicePoint,
}

/// Promises that a link broke.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LinkPoint {
    /// The link.
    pub provider: String,
    /// What their customers said.
    pub point: VoicePoint,
}

/// How far from its due instant a promise was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepWord {
    /// More than a day early.
    DaysEarly,
    /// More than an hour early, a day at most.
    HoursEarly,
    /// An hour early at most.
    JustKept,
    /// An hour late at most.
    JustBroken,
    /// More than an hour late, a day at most.
    HoursLate,
    /// More than a day late.
    DaysLate,
}

/// The stars of public reviews.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReviewedStars {
    /// How many reviews have stars.
    pub n: u64,
    /// Their mean; null below five.
    #[schema(required)]
    pub mean: Option<Mean>,
    /// How many have one star, two, and so on.
    pub counts: [u64; 5],
}

/// How it felt to customers what they told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ToldFeelings {
    /// Of how many conversations it is known.
    pub n: u64,
    /// How many felt like −2, very bad, −1, and so on up to 2, very good.
    pub counts: [u64; 5],
}

impl From<Step> for StepWord {
    fn from(step: Step) -> Self {
        match step {
            Step::DaysEarly => Self::DaysEarly,
            Step::HoursEarly => Self::HoursEarly,
            Step::JustKept => Self::JustKept,
            Step::JustBroken => Self::JustBroken,
            Step::HoursLate => Self::HoursLate,
            Step::DaysLate => Self::DaysLate,
        }
    }
}
