//! Chains of hand-offs in, findings out.
//!
//! Behind every promise to a customer stands a chain of colleagues. This crate takes hand-offs as columns
//! ([`Handoffs`]), groups the complete ones into [`Chains`], and says who held each promise, who broke it, which link
//! is the weakest and what repairing it would have saved. Every figure follows `docs/definitions.md`; each function
//! names its section.
//!
//! Beside the chains stand the voices: answers on closed scales ([`score`]), hand-offs of which not all are asked about
//! ([`sampled`]), and teams by periods ([`panel`]), inner service beside what customers say.
//!
//! The crate is pure: no input or output, no clock, no chance but a seed. Instants are whole seconds since
//! 1970-01-01T00:00:00Z, intervals are half-open, durations are seconds.

pub mod analysis;
pub mod bootstrap;
pub mod borne;
pub mod bottleneck;
pub mod budget;
pub mod chains;
pub mod change;
pub mod charge;
pub mod discovery;
pub mod domino;
pub mod estimate;
pub mod explain;
pub mod funnel;
mod group;
pub mod handoffs;
pub mod mix;
pub mod names;
pub mod panel;
pub mod parties;
pub mod path;
pub mod pyramid;
pub mod rated;
pub mod reliability;
pub mod repair;
pub mod replay;
mod resolve;
pub mod rework;
pub mod sampled;
pub mod score;
pub mod select;
pub mod step;
pub mod texts;

pub use analysis::{Analysis, Broken, Link, Options, Outcomes, Weakest, analyze};
pub use bootstrap::{Resampling, Uncertainty};
pub use budget::{BudgetKind, Budgets};
pub use chains::{Chain, Chains, LeftOut, Remark, Remarked};
pub use domino::{Absorbing, Blast, Domino, Edge, Ratings, domino, ratings};
pub use estimate::{Mean, Share, TwoByTwo};
pub use explain::{Explanation, Held, Part, Repair, Repaired, explain};
pub use handoffs::{Fault, Handoff, Handoffs, Instant};
pub use parties::Parties;
pub use pyramid::{Counts, Customer, Departments, Flow, Pyramid, Team, pyramid};
pub use repair::{Plan, PlanStep, Repairs};
pub use rework::{Returned, Rework, rework};
pub use select::{Chosen, Selection, UnknownColumn};
