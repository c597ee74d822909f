//! The desk through its router: real store, frozen clock, chance that repeats itself.

mod accounts;
mod analysis;
mod demo;
mod live;
mod outbox;
mod refusals;
mod requests;
mod traps;
mod webhooks;
mod world;
