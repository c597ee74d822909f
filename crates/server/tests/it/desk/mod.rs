//! The desk through its router: real store, frozen clock, chance that repeats itself.

mod accounts;
mod analysis;
mod at_risk;
mod clock;
#[expect(dead_code, reason = "the suite of the store uses all of it")]
#[path = "../../../../store/tests/it/harness/cluster.rs"]
mod cluster;
mod demo;
mod experience;
mod feedback;
mod fields;
mod files;
mod insight;
mod live;
mod macros;
mod nodes;
mod outbox;
mod panel;
mod provider;
mod pulse;
mod ratings;
mod refusals;
mod requests;
mod rivals;
mod rounded;
mod sign_on;
mod traps;
mod unwritable;
mod voices;
mod webhooks;
mod world;
