//! One chain, told hand-off by hand-off: the same functions as the analysis of all of them.

use crate::budget::{BudgetKind, Budgets};
use crate::chains::Chains;
use crate::charge::Charges;
use crate::handoffs::Instant;
use crate::path::{Walk, waiting_seconds};
use crate::replay::{Bench, Gaps, Program};

/// A stretch of the root's time, and who held it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The place of the hand-off in the chain.
    pub place: usize,
    /// From this instant …
    pub from: Instant,
    /// … until just before this one.
    pub to: Instant,
    /// Whether nobody had begun to work yet.
    pub is_waiting: bool,
}

/// What is said of one hand-off; durations in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// What it may take.
    pub budget: Option<i64>,
    /// Where that comes from.
    pub budget_kind: BudgetKind,
    /// Time on the critical path.
    pub on_path: i64,
    /// The part of it before somebody began to work.
    pub waiting: i64,
    /// Own excess.
    pub own_excess: i64,
    /// Own excess on the critical path.
    pub at_fault: i64,
    /// What it is charged of the overrun, three decimals; 0 if the promise was kept.
    pub charged: f64,
    /// Whether the parent waits for it: awaited, and opened while the parent was open.
    pub is_awaited: bool,
    /// Whether it closed after the one it serves.
    pub ends_after_parent: bool,
}

/// When the chain would have ended with one provider repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// Who.
    pub provider: u32,
    /// The replayed close of the root.
    pub ends_at: Instant,
    /// Whether that keeps the promise.
    pub keeps: bool,
}

/// Tells of each chain what [`crate::Repairs::saved_by`] counts: whether a repair of these providers together keeps the
/// promise.
#[derive(Debug)]
pub struct Repair<'a> {
    chains: &'a Chains,
    budgets: Budgets,
    providers: Vec<u32>,
}

impl<'a> Repair<'a> {
    /// A repair of `providers`, with the typical budgets at quantile `typical`.
    pub fn new(chains: &'a Chains, typical: f64, providers: Vec<u32>) -> Self {
        Self { chains, budgets: Budgets::typical(chains, typical), providers }
    }

    /// Whether the promise of chain number `chain` was broken and would have been kept.
    ///
    /// # Panics
    /// If there is no such chain.
    pub fn saves(&self, chain: usize) -> bool {
        let chain = self.chains.chain(chain);
        let Some(overrun) = chain.overrun_seconds().filter(|&overrun| overrun > 0) else { return false };
        let (mut gaps, mut charges) = (Gaps::default(), Charges::default());
        charges.hold(&chain, &mut Walk::default(), |_, _, _| {});
        gaps.read(&chain);
        charges.judge(&chain, &self.budgets, &mut gaps);
        let (mut program, mut bench) = (Program::default(), Bench::default());
        program.write(&chain, &gaps, &charges.excess, &mut bench);
        let end = program.end_with(&mut bench, |provider| self.providers.contains(&provider));
        end <= chain.lead_seconds() - overrun
    }
}

/// One chain, explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// By place in the chain.
    pub held: Vec<Held>,
    /// The critical path in the order of time; the parts follow each other without gaps.
    pub path: Vec<Part>,
    /// Seconds after the due instant, if the promise was broken.
    pub overrun: Option<i64>,
    /// The part of it that nobody is charged.
    pub plan_gap: i64,
    /// What repairing each provider with own excess would have done, ascending by provider; empty if it was kept.
    pub repairs: Vec<Repaired>,
    /// When the chain would have ended with all of them repaired.
    pub ends_if_all_repaired: Instant,
}

/// Explains chain number `chain` with the typical budgets at quantile `typical`.
///
/// # Panics
/// If there is no such chain.
pub fn explain(chains: &Chains, chain: usize, typical: f64) -> Explanation {
    let budgets = Budgets::typical(chains, typical);
    let chain = chains.chain(chain);
    let (mut walk, mut gaps, mut charges) = (Walk::default(), Gaps::default(), Charges::default());
    let mut path = Vec::new();
    let mut waiting = vec![0; chain.len()];
    charges.hold(&chain, &mut walk, |place, from, to| {
        let waits = waiting_seconds(&chain, place, from, to);
        waiting[place] += waits;
        for (from, to, is_waiting) in [(from, from + waits, true), (from + waits, to, false)] {
            if from < to {
                path.push(Part { place, from, to, is_waiting });
            }
        }
    });
    path.sort_unstable_by_key(|part| part.from);
    gaps.read(&chain);
    charges.judge(&chain, &budgets, &mut gaps);
    let overrun = chain.overrun_seconds().filter(|&overrun| overrun > 0);
    let charged =
        |place: usize| overrun.map_or(0.0, |overrun| charges.share(charges.at_fault[place], overrun).rounded());
    let (mut program, mut bench) = (Program::default(), Bench::default());
    program.write(&chain, &gaps, &charges.excess, &mut bench);
    let held = (0..chain.len())
        .map(|place| Held {
            budget: budgets.of(&chain, place),
            budget_kind: budgets.kind(&chain, place),
            on_path: charges.on_path[place],
            waiting: waiting[place],
            own_excess: gaps.own_excess(&chain, &budgets, place),
            at_fault: charges.at_fault[place],
            charged: charged(place),
            is_awaited: place == 0 || chain.is_awaited(place),
            ends_after_parent: chain.closed[place] > chain.closed[chain.parents[place] as usize],
        })
        .collect();
    let mut end = |repaired: &dyn Fn(u32) -> bool| chain.opened[0] + program.end_with(&mut bench, repaired);
    let repairs = overrun.map_or_else(Vec::new, |overrun| {
        let due = chain.closed[0] - overrun;
        let repair = |&provider: &u32| {
            let ends_at = end(&|other| other == provider);
            Repaired { provider, ends_at, keeps: ends_at <= due }
        };
        charges.players.iter().map(repair).collect()
    });
    Explanation {
        held,
        path,
        overrun,
        plan_gap: overrun.map_or(0, |overrun| charges.plan_gap(overrun)),
        repairs,
        ends_if_all_repaired: end(&|_| true),
    }
}
