//! What the benchmarks share: generated hand-offs and bare references to measure against.

pub mod generate;
pub mod load;
pub mod reference;
