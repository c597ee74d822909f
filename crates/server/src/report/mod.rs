//! The JSON of an analysis: what `catena analyze --json` prints and what the API answers with.
//!
//! One type for both, filled from the findings of `catena_analysis` and from nothing else, so that a figure cannot
//! differ between the terminal and a page. Seconds are exact integers; charged seconds and credit are rounded to three
//! decimals. What each figure means stands in `docs/definitions.md`. Nothing is computed here.

mod chain;
mod domino;
mod figures;
mod findings;
mod links;
mod options;
mod pyramid;
mod ratings;
mod schema;

use std::collections::BTreeMap;

use catena_analysis::{Chains, Outcomes};
use serde::Serialize;
use utoipa::ToSchema;

pub use chain::{Budget, BudgetKind, ChainDetail, ChainHandoff, ChainHead, ChainRepair, ChainRow, Outcome, PathPart};
pub use domino::{Absorber, Blast, Domino, Edge, RiskRatio};
pub use figures::{Mean, Share};
pub use findings::Findings;
pub use links::{Link, Pair, RepairStep, Several, Verdict, Weakest};
pub use options::{Options, Where, read_instant, read_selection};
pub use pyramid::{Cooperation, Crossing, Flow, Pyramid, PyramidTeam, Traffic};
pub use ratings::{LinkRating, Ratings, Rework, TeamRework};
pub use schema::json_schema;

/// What an analysis found in the chains that its options chose. External promises unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Report {
    /// Chains whose root and hand-offs are all closed and usable.
    pub complete_chains: u64,
    /// Of these, how many ended by their due instant.
    pub kept_promises: u64,
    /// Of these, how many ended after it.
    pub broken_promises: u64,
    /// Of these, how many have no due instant.
    pub without_promise: u64,
    /// From the opening to the close of each root, summed over the complete chains.
    pub lead_seconds: i64,
    /// From the due instant to the close, summed over the broken promises.
    pub overrun_seconds: i64,
    /// The part of the overrun that would have remained had every inner promise been kept.
    pub plan_gap_seconds: i64,
    /// Waits for the external customer on the critical paths of the complete chains.
    pub customer_held_seconds: i64,
    /// The part of the plan gap that such waits explain.
    pub customer_overrun_seconds: i64,
    /// Broken promises with more than twelve players, whose credit is not shared out.
    pub credit_left_out: u64,
    /// Broken promises that only the repair of several links at once keeps, beyond the repair plan.
    pub needs_several: u64,
    /// Which links these promises need together.
    pub needs_several_sets: Vec<Several>,
    /// Broken promises that repairing every link keeps.
    pub saved_by_all: u64,
    /// Chains that were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Chains whose customer is a colleague, analysed alike and counted apart.
    pub internal: InternalChains,
    /// What can be said about the weakest link.
    pub weakest: Weakest,
    /// Every provider of a complete chain, the weakest first.
    pub links: Vec<Link>,
    /// Whom to repair, one after the other.
    pub repair_plan: Vec<RepairStep>,
    /// Pairs of links that broken promises need both of.
    pub pairs: Vec<Pair>,
    /// The customers' ratings of kept and broken promises.
    pub ratings: Ratings,
    /// How lateness travels from a hand-off to the promise it serves.
    pub domino: Domino,
    /// Everyone's customers: who hands to whom, and how far from the customer.
    pub pyramid: Pyramid,
    /// Work that came back.
    pub rework: Rework,
    /// What was asked for.
    pub options: Options,
}

/// Counts of the chains whose customer is a colleague.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InternalChains {
    /// Chains whose root and hand-offs are all closed and usable.
    pub complete_chains: u64,
    /// Of these, how many ended by their due instant.
    pub kept_promises: u64,
    /// Of these, how many ended after it.
    pub broken_promises: u64,
    /// Of these, how many have no due instant.
    pub without_promise: u64,
}

impl Report {
    /// Writes down what was found in `chains`.
    pub fn new(chains: &Chains, findings: &Findings) -> Self {
        let parties = chains.parties();
        let analysis = &findings.analysis;
        Self {
            complete_chains: analysis.outcomes.complete_chains,
            kept_promises: analysis.outcomes.kept_promises,
            broken_promises: analysis.outcomes.broken_promises,
            without_promise: analysis.outcomes.without_promise,
            lead_seconds: analysis.lead_seconds,
            overrun_seconds: analysis.overrun_seconds,
            plan_gap_seconds: analysis.plan_gap_seconds,
            customer_held_seconds: analysis.customer_held_seconds,
            customer_overrun_seconds: analysis.customer_overrun_seconds,
            credit_left_out: analysis.credit_left_out,
            needs_several: analysis.plan.needs_several,
            needs_several_sets: analysis.plan.sets.iter().map(|set| Several::new(parties, set)).collect(),
            saved_by_all: analysis.repairs.saved_by_all(),
            left_out: chains.left_out().by_reason().map(|(reason, count)| (reason.to_owned(), count)).collect(),
            internal: findings.internal.into(),
            weakest: Weakest::new(parties, &analysis.weakest),
            links: analysis.links.iter().map(|link| Link::new(parties, link)).collect(),
            repair_plan: analysis.plan.steps.iter().map(|step| RepairStep::new(parties, *step)).collect(),
            pairs: analysis.pairs.iter().filter_map(|pair| Pair::new(parties, pair)).collect(),
            ratings: Ratings::new(parties, &findings.ratings),
            domino: Domino::new(parties, &findings.domino),
            pyramid: Pyramid::new(parties, &findings.pyramid),
            rework: Rework::new(parties, &findings.rework),
            options: Options::new(&findings.selection, &findings.options),
        }
    }
}

impl From<Outcomes> for InternalChains {
    fn from(outcomes: Outcomes) -> Self {
        Self {
            complete_chains: outcomes.complete_chains,
            kept_promises: outcomes.kept_promises,
            broken_promises: outcomes.broken_promises,
            without_promise: outcomes.without_promise,
        }
    }
}
