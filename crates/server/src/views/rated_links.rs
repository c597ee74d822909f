//! How hand-offs are rated by those who relied on them: per team, per pair of teams, along whole chains; and what
//! customers' content needs of them. Teams stand in the order of their names, never of their figures.

use catena_analysis::funnel::{Funnel, Place};
use catena_analysis::sampled::{Rolled, Sampled};
use catena_analysis::score::Standing;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::scores::ScoreStanding;
use crate::report::Share;

/// Hand-offs of the last year as those rate them who relied on them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RatedLinks {
    /// Where the year begins.
    pub since: Timestamp,
    /// Whether it is about what one's own departments gave and got alone.
    pub departments_only: bool,
    /// What each team gave, by name.
    pub links: Vec<RatedLink>,
    /// What each team gave each other one, by names.
    pub edges: Vec<RatedEdge>,
    /// The most frequent chains of links, the most frequent first.
    pub chains: Vec<RatedChain>,
    /// What can be said about the weakest of the rated links.
    pub weakest: WeakestRatedLink,
    /// Teams by the share of their hand-offs that were on time; none below two teams with five hand-offs each.
    #[schema(required)]
    pub on_time: Option<FunnelView>,
    /// What customers' content needs of hand-offs.
    pub bottleneck: BottleneckView,
    /// How much lateness of others each team made good, by name.
    pub borne: Vec<BorneLateness>,
}

/// Lateness that reached a team with the work that it awaited, and did not leave it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BorneLateness {
    /// The team.
    pub provider: String,
    /// Seconds, summed over the year.
    pub seconds: i64,
}

/// A share among hand-offs of which not all were asked about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct SampledShare {
    /// How many ratings, five at least.
    pub n: u64,
    /// By how many people, three at least.
    pub raters: u64,
    /// What it is good for.
    pub standing: ScoreStanding,
    /// The share, each rating weighted by one over its chance of being asked for.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// What a team gave.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RatedLink {
    /// The team.
    pub provider: String,
    /// Complete and right the first time; null if that is not yet known.
    #[schema(required)]
    pub right: Option<SampledShare>,
    /// Whoever relied on it could do their part well with it: 4 or 5 of 5.
    #[schema(required)]
    pub well: Option<SampledShare>,
}

/// What a team gave another one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RatedEdge {
    /// Who gave.
    pub provider: String,
    /// Who relied on it.
    pub customer: String,
    /// Complete and right the first time; null if that is not yet known.
    #[schema(required)]
    pub right: Option<SampledShare>,
    /// Whoever relied on it could do their part well with it: 4 or 5 of 5.
    #[schema(required)]
    pub well: Option<SampledShare>,
}

/// A chain of links as it often occurs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RatedChain {
    /// How many chains of the year were made of these links.
    pub chains: u64,
    /// The links in the order in which they are opened, each once.
    pub links: Vec<ChainedLink>,
    /// How many of such chains pass through all links complete and right the first time; null while one is not known.
    #[schema(required)]
    pub rolled: Option<RolledShare>,
}

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ChainedLink {
    /// Who gives.
    pub provider: String,
    /// Who relies on it.
    pub customer: String,
    /// Complete and right the first time; null if that is not yet known.
    #[schema(required)]
    pub share: Option<f64>,
}

/// The product of the shares of several links.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct RolledShare {
    /// The product.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// What can be said about the weakest of the rated links.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WeakestRatedLink {
    /// The one that is the weakest with a probability of 0.8 or more.
    #[schema(required)]
    pub named: Option<String>,
    /// The likeliest ones that reach 0.8 together; empty below two links with a figure.
    pub candidates: Vec<String>,
    /// How probable it is of each link with a figure, by name.
    pub links: Vec<WeakestChance>,
}

/// How probable it is that a link is the weakest.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WeakestChance {
    /// The team.
    pub provider: String,
    /// From 0 to 1.
    pub p: f64,
}

/// Teams around the share of all of them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FunnelView {
    /// The share of all together.
    pub target: f64,
    /// The teams by name.
    pub points: Vec<FunnelPoint>,
}

/// A team in a funnel.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FunnelPoint {
    /// The team.
    pub provider: String,
    /// Its share.
    pub share: Share,
    /// Its share drawn towards that of all, the more the fewer its hand-offs.
    pub shrunk: f64,
    /// Between which shares 95 of 100 teams of its size fall by chance.
    pub inner: (f64, f64),
    /// Between which 998 of 1,000 do.
    pub outer: (f64, f64),
    /// Where it lies.
    pub place: PlaceWord,
}

/// Where a team lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceWord {
    /// Not told apart from the others.
    Expected,
    /// Beyond the inner limits: one in twenty is, by chance.
    Unusual,
    /// Beyond the outer limits.
    Apart,
}

/// What customers' content needs of hand-offs, from teams by months.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BottleneckView {
    /// How many teams can be compared; six are needed.
    pub teams: u64,
    /// In how many months; twelve are needed.
    pub months: u64,
    /// What was found; null where that is too little, or where nothing varies.
    #[schema(required)]
    pub found: Option<BottleneckFound>,
}

/// An empty corner, or none: many answers, and none that are high where hand-offs were poor.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BottleneckFound {
    /// How much of what was seen is empty, from 0 to 1.
    pub effect: f64,
    /// How likely chance leaves as much empty.
    pub p: f64,
    /// Whether it is empty beyond chance, and not just a little.
    pub necessary: bool,
    /// What each level needed.
    pub levels: Vec<LevelNeed>,
}

/// What a share of content customers needed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct LevelNeed {
    /// The share of content customers.
    pub content: f64,
    /// What was found of it.
    pub need: NeedWord,
    /// The share of hand-offs complete and right below which it was never reached.
    #[schema(required)]
    pub at_least: Option<f64>,
}

/// What a level needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedWord {
    /// It was reached with the poorest hand-offs too.
    Nothing,
    /// It was never reached below some share.
    AtLeast,
    /// It was never reached at all.
    Unseen,
}

impl From<Sampled> for SampledShare {
    fn from(sampled: Sampled) -> Self {
        let Sampled { n, raters, share, interval, .. } = sampled;
        Self { n, raters: raters as u64, standing: Standing::of(n).into(), share, interval }
    }
}

impl From<Rolled> for RolledShare {
    fn from(rolled: Rolled) -> Self {
        Self { share: rolled.share, interval: rolled.interval }
    }
}

impl FunnelView {
    /// With the names of its teams.
    pub fn new(funnel: &Funnel, name: impl Fn(u32) -> String) -> Self {
        let point = |point: &catena_analysis::funnel::Point| FunnelPoint {
            provider: name(point.group),
            share: point.share.into(),
            shrunk: point.shrunk,
            inner: point.limits.inner,
            outer: point.limits.outer,
            place: match point.place {
                Place::Expected => PlaceWord::Expected,
                Place::Unusual => PlaceWord::Unusual,
                Place::Apart => PlaceWord::Apart,
            },
        };
        Self { target: funnel.target, points: funnel.points.iter().map(point).collect() }
    }
}
