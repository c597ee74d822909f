//! Open promises and customers by what the past says of them, with the reasons.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::requests::{ForecastView, PartyRef, RequestSummary};
use crate::report::Share;

/// Why a promise is at risk.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum RiskReason {
    /// A step came back: something was missing.
    Returned {
        /// What is to be done.
        step: String,
        /// By whom.
        provider: PartyRef,
        /// How often.
        times: u64,
    },
    /// A step should have begun earlier.
    BeganLate {
        /// What is to be done.
        step: String,
        /// By whom.
        provider: PartyRef,
        /// Whether somebody has begun.
        begun: bool,
        /// By how many seconds; until now, if nobody has.
        by_seconds: i64,
    },
    /// A step takes longer than three past cases of four.
    Slow {
        /// What is to be done.
        step: String,
        /// By whom.
        provider: PartyRef,
        /// Whether it still runs.
        running: bool,
        /// Seconds that it took, or takes so far.
        took_seconds: i64,
        /// Seconds that the past case in the middle took.
        usual_seconds: i64,
        /// How many past cases were faster, of how many.
        faster: Share,
    },
    /// So many past chains of this service broke their promise.
    BrokeBefore {
        /// How many, of how many.
        broken: Share,
    },
}

/// An open promise that can still be kept.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainAtRisk {
    /// The request at the top of the chain.
    pub request: RequestSummary,
    /// The probability that the promise is broken, from 0 to 1; null where it is not yet known.
    #[schema(required)]
    pub broken: Option<f64>,
    /// When the chain will end; null if it is no service's.
    #[schema(required)]
    pub forecast: Option<ForecastView>,
    /// What somebody has in hand for it now.
    pub in_hand: Vec<RequestSummary>,
    /// What speaks for a break, and how often such chains broke before.
    pub reasons: Vec<RiskReason>,
}

/// A page of open promises, the least likely to be kept first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainsAtRisk {
    /// In that order; those of which it is not yet known come last.
    pub chains: Vec<ChainAtRisk>,
    /// How many open promises can still be kept.
    pub count: i64,
    /// How many of them are more likely to be broken than kept.
    pub likely: i64,
    /// Of how many it is not yet known.
    pub unknown: i64,
    /// How many open promises are past their due already; they are not in the list.
    pub overdue: i64,
    /// Whether there are more open requests than were looked at: those that press most were.
    pub more: bool,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
    /// The instant of all this.
    pub now: Timestamp,
}

/// What a customer met with last: the first of these that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetWord {
    /// They said that it was poor.
    PoorAnswer,
    /// The promises of the last two matters were broken.
    BrokenTwice,
    /// A promise was broken.
    Broken,
    /// They said that it was good.
    GoodAnswer,
    /// They were asked how it was and said nothing for two weeks.
    NoAnswer,
    /// Every promise was kept, and nothing was said.
    Kept,
}

/// A customer whose last matter is over and who has not come back yet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomerAtRisk {
    /// Who.
    pub customer: PartyRef,
    /// The team that looks after them.
    #[schema(required)]
    pub owner: Option<PartyRef>,
    /// The last that they asked for.
    pub last: RequestSummary,
    /// How often they asked for something.
    pub matters: u64,
    /// What they met with last.
    pub met: MetWord,
    /// Whole days since it was over.
    pub days: u64,
    /// How many past customers who had met with the same and were away as long did not come back within 90 days.
    #[schema(required)]
    pub past: Option<Share>,
    /// The probability that they do not come back within 90 days of the end, from 0 to 1; null where it is not yet known.
    #[schema(required)]
    pub gone: Option<f64>,
    /// The same of all who were away as long, whatever they had met with.
    #[schema(required)]
    pub usual: Option<f64>,
}

/// What became of those who had met with something.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MetFigures {
    /// What.
    pub met: MetWord,
    /// How many of them did not come back within 90 days; null below 20 cases.
    #[schema(required)]
    pub gone: Option<Share>,
    /// How many past cases there are.
    pub cases: u64,
}

/// A page of customers who may not come back.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomersAtRisk {
    /// In the order that was asked for; those of whom it is not yet known come last.
    pub customers: Vec<CustomerAtRisk>,
    /// How many there are.
    pub count: i64,
    /// How many of them are more likely to stay away than others who were away as long.
    pub likely: i64,
    /// Of how many it is not yet known.
    pub unknown: i64,
    /// What the past says of those who had been away for `days` days, by what they had met with by then, the gravest first.
    pub past: Vec<MetFigures>,
    /// How many days those had been away.
    pub days: u64,
    /// How many of all of them did not come back, whatever they had met with; null below 20 cases.
    #[schema(required)]
    pub all: Option<Share>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    pub next: Option<String>,
    /// The instant of all this.
    pub now: Timestamp,
}
