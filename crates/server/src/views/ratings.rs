//! What colleagues say of hand-offs, as pages show it.

use catena_domain::rating::{Occasion, Reason, Side};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::{PartyRef, RequestSummary};

/// On which side of a hand-off somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SideWord {
    /// They relied on it.
    Customer,
    /// They did it.
    Provider,
}

impl From<Side> for SideWord {
    fn from(side: Side) -> Self {
        match side {
            Side::Customer => Self::Customer,
            Side::Provider => Self::Provider,
        }
    }
}

/// What was amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonWord {
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

impl From<ReasonWord> for Reason {
    fn from(word: ReasonWord) -> Self {
        match word {
            ReasonWord::Late => Self::Late,
            ReasonWord::Missing => Self::Missing,
            ReasonWord::Wrong => Self::Wrong,
            ReasonWord::Unclear => Self::Unclear,
            ReasonWord::NoAnswer => Self::NoAnswer,
            ReasonWord::Tone => Self::Tone,
        }
    }
}

impl From<Reason> for ReasonWord {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Late => Self::Late,
            Reason::Missing => Self::Missing,
            Reason::Wrong => Self::Wrong,
            Reason::Unclear => Self::Unclear,
            Reason::NoAnswer => Self::NoAnswer,
            Reason::Tone => Self::Tone,
        }
    }
}

/// Why somebody was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OccasionWord {
    /// By chance alone.
    Drawn,
    /// Its promise was broken.
    Broken,
    /// It was given back, or reopened.
    Returned,
}

impl From<Occasion> for OccasionWord {
    fn from(occasion: Occasion) -> Self {
        match occasion {
            Occasion::Drawn => Self::Drawn,
            Occasion::Broken => Self::Broken,
            Occasion::Returned => Self::Returned,
        }
    }
}

/// What one side of a hand-off said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidView {
    /// Customers: whether it was complete and right the first time. Providers: whether the request was complete and clear.
    pub right: bool,
    /// Customers: how well they could do their part with what they got, from 1 to 5.
    #[schema(required)]
    pub ease: Option<u8>,
    /// What was amiss.
    #[schema(required)]
    pub reason: Option<ReasonWord>,
    /// Customers: minutes that they lost.
    #[schema(required)]
    pub lost_minutes: Option<u32>,
    /// When they said so.
    pub at: Timestamp,
}

/// A question about a hand-off to one of its two parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingView {
    /// Its id.
    pub id: Uuid,
    /// The hand-off.
    pub request: RequestSummary,
    /// The side of whoever asks.
    pub side: SideWord,
    /// Who is on the other side.
    #[schema(required)]
    pub other_party: Option<PartyRef>,
    /// When it was received.
    pub asked_at: Timestamp,
    /// Until when it can be answered. After that each side sees what the other said.
    pub open_until: Timestamp,
    /// Whether it waits for an answer of whoever asks.
    pub waits: bool,
    /// Whether each side sees what the other said: both answered, or three days have passed.
    pub shown: bool,
    /// What whoever asks said.
    #[schema(required)]
    pub own: Option<SaidView>,
    /// What the other side said, once it is shown.
    #[schema(required)]
    pub other: Option<SaidView>,
}

/// Questions about hand-offs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingList {
    /// The last first.
    pub ratings: Vec<RatingView>,
}

/// An answer that was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RatingAnswered {
    /// To which question.
    pub rating: Uuid,
    /// On which side.
    pub side: SideWord,
}

/// What those who take part in a hand-off say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequestVoices {
    /// The questions to whoever asks, the last first.
    pub ratings: Vec<RatingView>,
    /// Whether whoever asks may thank for it now.
    pub may_thank: bool,
    /// Who thanked for it, the last first.
    pub thanks: Vec<ThanksView>,
}

/// Those who were asked for one reason with one chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingGroup {
    /// Why.
    pub occasion: OccasionWord,
    /// How likely each was to be asked, in millionths; an answer stands for one over that many receptions.
    pub chance_millionths: u32,
    /// How many were asked.
    pub asked: u64,
    /// How many answered.
    pub answered: u64,
    /// How many of those had it complete and right the first time.
    pub right: u64,
    /// How many of those could do their part well with what they got: 4 or 5 of 5.
    pub well: u64,
}

/// How often a reason was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReasonCount {
    /// Which.
    pub reason: ReasonWord,
    /// How often.
    pub count: u64,
}

/// What many ratings say together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RatingFigures {
    /// Too little to be shown: it takes five ratings by three people, of a team of at least three.
    NotYet,
    /// What is known.
    Known {
        /// How many were asked.
        asked: u64,
        /// How many answered.
        answered: u64,
        /// How many people answered.
        raters: u64,
        /// Those who were asked, by why and with which chance.
        groups: Vec<RatingGroup>,
        /// How many answered each of 1 to 5.
        eases: [u64; 5],
        /// How often each reason was given.
        reasons: Vec<ReasonCount>,
        /// All minutes that were said to be lost.
        lost_minutes: u64,
    },
}

/// What one team says of what it gets from another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EdgeRatings {
    /// Who did it.
    pub provider: PartyRef,
    /// Who relied on it.
    pub customer: PartyRef,
    /// What the customers say.
    pub figures: RatingFigures,
}

/// What is said of a team with all teams below it, and what it says; of the last year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamRatings {
    /// The team.
    pub team: PartyRef,
    /// What others say of its work; null for whoever does not belong to it.
    #[schema(required)]
    pub given: Option<RatingFigures>,
    /// What it says of the work of others; null for whoever does not belong to it.
    #[schema(required)]
    pub received: Option<RatingFigures>,
    /// The same by who does it for whom: all, or those of the teams of whoever asks.
    pub edges: Vec<EdgeRatings>,
}

/// A thank-you.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThanksView {
    /// Who thanked.
    pub giver: PartyRef,
    /// The team or the person that was asked for it.
    pub provider: PartyRef,
    /// The person who did it.
    #[schema(required)]
    pub doer: Option<PartyRef>,
    /// The hand-off.
    pub request: Uuid,
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// When.
    pub at: Timestamp,
}

/// Thank-yous of a team or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThanksList {
    /// Those that they got, the last first.
    pub got: Vec<ThanksView>,
    /// Those that they gave, the last first.
    pub given: Vec<ThanksView>,
}
