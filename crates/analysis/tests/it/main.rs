//! The integration tests of the analysis: one binary.
//!
//! [`reference`] is a second, naive implementation of the chain analysis that shares nothing with the crate, [`trees`]
//! makes random forests of hand-offs, and [`reference_cases`] checks the reference itself by hand-computed figures.

mod agreement;
mod reference;
mod reference_cases;
mod trees;
mod voices;
