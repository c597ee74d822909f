//! What is kept, and what is shown, of at least five people at a time. Everything here is a function of its arguments:
//! chance is passed in, and nothing is stored, sent or looked up.
//!
#![doc = include_str!("../README.md")]

mod audit;
pub mod batch;
pub mod floor;
mod gather;
mod hex;
pub mod intake;
pub mod interval;
pub mod measure;
pub mod plan;
pub mod publish;
pub mod release;
pub mod scale;
pub mod sheet;
mod table;
pub mod token;
pub mod tree;
