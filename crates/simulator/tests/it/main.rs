//! The simulated log holds what it promises, by plain counting and by analysis.

mod forecast;
mod found;
mod returning;
mod shape;
mod truth;
mod worlds;
