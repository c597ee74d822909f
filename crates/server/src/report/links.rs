//! The ranking of links, the verdict on the weakest, the repair plan and the links that need each other.

use catena_analysis::repair::Set;
use catena_analysis::{Parties, PlanStep};
use serde::Serialize;
use utoipa::ToSchema;

/// What can be said about the weakest link.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Weakest {
    /// How sure it is.
    pub verdict: Verdict,
    /// The named link, or the candidates that cannot be told apart.
    pub providers: Vec<String>,
}

/// How sure it is which link is the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One link is the weakest in at least 80 % of the resamples.
    Named,
    /// Several links cannot be told apart.
    Candidates,
    /// Fewer than ten promises were broken.
    TooFewBrokenPromises,
    /// The repair of no single link keeps any promise.
    NobodySaves,
    /// Without the bootstrap there is no probability to judge by.
    NotEstimated,
}

/// All hand-offs that one provider gave in the complete chains.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Link {
    /// The team.
    pub provider: String,
    /// How many hand-offs and roots it gave.
    pub hand_offs: u64,
    /// How long it held promises, along the critical paths of all complete chains.
    pub held_seconds: i64,
    /// The part of it before somebody began to work.
    pub waiting_seconds: i64,
    /// The part of the overruns that it is charged with, to three decimals.
    pub charged_seconds: f64,
    /// How many promises it broke.
    pub broke: u64,
    /// How many broken promises its repair alone keeps.
    pub saves: u64,
    /// The 95 % bootstrap interval of `saves`; absent without the bootstrap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub saves_interval: Option<(u64, u64)>,
    /// Its fair share of what repairing everybody keeps, to three decimals.
    pub credit: f64,
    /// The share of resamples in which it saves the most; absent without the bootstrap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub p_weakest: Option<f64>,
    /// Hand-offs whose budget is their due instant.
    pub with_due: u64,
    /// Hand-offs whose budget is the provider's typical duration.
    pub with_typical: u64,
    /// Hand-offs without a budget, which nothing is charged for.
    pub without_budget: u64,
    /// The provider's typical duration, where it has one.
    #[schema(required)]
    pub typical_seconds: Option<i64>,
}

/// One step of the repair plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RepairStep {
    /// The link to repair next.
    pub provider: String,
    /// How many promises that adds to those that the steps before keep.
    pub saves: u64,
}

/// Two links that broken promises need both of.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Pair {
    /// The two, in the order of their names.
    pub providers: (String, String),
    /// How many promises need both.
    pub promises: u64,
}

/// Links that only help together.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Several {
    /// The links, in the order of their names.
    pub providers: Vec<String>,
    /// How many broken promises need all of them.
    pub promises: u64,
}

/// The names of a set of links.
fn names(parties: &Parties, set: &[u32]) -> Vec<String> {
    set.iter().map(|&provider| parties.name(provider).to_owned()).collect()
}

impl Weakest {
    pub(super) fn new(parties: &Parties, weakest: &catena_analysis::Weakest) -> Self {
        use catena_analysis::Weakest as Found;
        let (verdict, providers): (_, &[u32]) = match weakest {
            Found::Named(provider) => (Verdict::Named, std::slice::from_ref(provider)),
            Found::Candidates(providers) => (Verdict::Candidates, providers),
            Found::TooFewBrokenPromises => (Verdict::TooFewBrokenPromises, &[]),
            Found::NobodySaves => (Verdict::NobodySaves, &[]),
            Found::NotEstimated => (Verdict::NotEstimated, &[]),
        };
        Self { verdict, providers: names(parties, providers) }
    }
}

impl Link {
    pub(super) fn new(parties: &Parties, link: &catena_analysis::Link) -> Self {
        Self {
            provider: parties.name(link.provider).to_owned(),
            hand_offs: link.hand_offs,
            held_seconds: link.held_seconds,
            waiting_seconds: link.waiting_seconds,
            charged_seconds: link.charged_seconds,
            broke: link.broke,
            saves: link.saves,
            saves_interval: link.uncertainty.map(|sure| sure.saves_interval),
            credit: link.credit,
            p_weakest: link.uncertainty.map(|sure| sure.p_weakest),
            with_due: link.with_due,
            with_typical: link.with_typical,
            without_budget: link.without_budget,
            typical_seconds: link.typical_seconds,
        }
    }
}

impl RepairStep {
    pub(super) fn new(parties: &Parties, step: PlanStep) -> Self {
        Self { provider: parties.name(step.provider).to_owned(), saves: step.saves }
    }
}

impl Pair {
    /// `None` for a set that is no pair.
    pub(super) fn new(parties: &Parties, (set, promises): &(Set, u64)) -> Option<Self> {
        let [one, other] = set[..] else { return None };
        Some(Self { providers: (parties.name(one).to_owned(), parties.name(other).to_owned()), promises: *promises })
    }
}

impl Several {
    pub(super) fn new(parties: &Parties, (set, promises): &(Set, u64)) -> Self {
        Self { providers: names(parties, set), promises: *promises }
    }
}
