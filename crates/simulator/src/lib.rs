//! A simulated group of flower shops: a log of hand-offs whose truth is known.
//!
//! [`simulate`] turns a [`Plan`] into hand-offs as a shop's own records would hold them: orders, complaints and
//! restocking, with working hours, seasons and the feast days that hit every team at once. One team is truly weak, one
//! absorbs the lateness of others, some promises were never possible. The same plan always gives the same rows; a log
//! of more years begins with the chains of the shorter one.
//!
//! Nothing here is learnt from a real shop, and nothing depends on the analysis: the truth is what the teams were given.

mod calendar;
mod chain;
mod chance;
mod errand;
mod group;
mod log;
mod loyalty;
mod mess;
mod null;
mod order;
mod product;
mod verdict;
mod world;

use catena_analysis::Handoffs;

pub use chain::ATTRIBUTES;
pub use loyalty::returning;
pub use null::{Null, NullAlarms};
pub use verdict::{Verdict, lot, right_first_time, verdict};
pub use world::{Alarms, World};

/// What to simulate.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Calendar years from [`first_year`](Self::first_year) on. Default 2.
    pub years: u32,
    /// The year that begins with the first order, from 1970 to 9000. Default 2024.
    pub first_year: u32,
    /// Where all chance comes from. Default 1.
    pub seed: u64,
    /// How many of the nine shops take part; values outside 3 to 9 count as the nearest of them. Default 9.
    pub shops: usize,
    /// Orders of one shop on an ordinary day, before weekdays and seasons. Default 2.6, which makes about 10,000
    /// chains a year.
    pub orders_a_day: f64,
    /// The share of chains, from 0 to 1, that get one invalid row (an unknown parent, an id used twice, a close before
    /// the opening, …). Default 0.
    pub mess: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { years: 2, first_year: 2024, seed: 1, shops: 9, orders_a_day: 2.6, mess: 0.0 }
    }
}

/// A log and what is true about it.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The hand-offs, chain by chain in the order of the roots' openings, with the further columns of [`ATTRIBUTES`]. Chains
    /// that the afternoon of the last day cut off are open.
    pub handoffs: Handoffs,
    /// What the log was made from.
    pub truth: Truth,
}

/// What the log was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// The team whose repair saves the most promises.
    pub weak_link: String,
    /// The team that leaves on time even where it received its work late.
    pub absorber: String,
    /// All teams.
    pub teams: Vec<TeamTruth>,
    /// The roots whose promise was shorter than the plan of the work behind it, in the order of the log.
    pub too_tight: Vec<String>,
}

/// What a team was given.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamTruth {
    /// The provider's name in the log.
    pub name: String,
    /// The share of its hand-offs, on an ordinary day, for which its own work stays within its plan.
    pub keeps: f64,
}

/// The log of `plan`, and the truth about it.
pub fn simulate(plan: &Plan) -> Simulation {
    let chains = log::run(plan);
    let (handoffs, too_tight) = log::write(plan, &chains);
    let teams = group::teams().map(|team| TeamTruth { name: team.name.to_owned(), keeps: team.keeps }).collect();
    Simulation {
        handoffs,
        truth: Truth { weak_link: group::WEAK_LINK.to_owned(), absorber: group::ABSORBER.to_owned(), teams, too_tight },
    }
}
