//! The desk through its router: real store, frozen clock, chance that repeats itself.

mod accounts;
mod analysis;
mod demo;
mod fields;
mod live;
mod macros;
mod refusals;
mod requests;
mod traps;
mod world;
