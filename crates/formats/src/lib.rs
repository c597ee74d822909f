//! Logs in, hand-offs out, and back: native CSV, recipes, XES, OCEL.
//!
//! [`read`] turns files into [`Handoffs`], with a [`Quality`] report of everything that was left out, repaired or
//! noticed on the way. Nothing here judges promises; that is the analysis. No network, no clock.

mod error;
mod instants;
mod progress;
mod promise;
mod quality;
pub mod recipe;
mod transitions;

use std::path::PathBuf;

use catena_analysis::Handoffs;

pub use error::Error;
pub use progress::Progress;
pub use quality::{Action, Finding, Place, Quality, Rule};
pub use recipe::Recipe;

/// What came out of an input.
#[derive(Debug)]
pub struct Import {
    /// The hand-offs, in the order of the input.
    pub handoffs: Handoffs,
    /// What was left out, repaired or noticed.
    pub quality: Quality,
    /// The recipe that was used: the one given, or the one that the kind of file implies.
    pub recipe: Recipe,
}

/// Reads a log from one or several files of the same kind.
pub fn read(paths: &[PathBuf], recipe: Option<&Recipe>, progress: &(dyn Progress + Sync)) -> Result<Import, Error> {
    let _ = (paths, recipe, progress);
    Err(Error::Recipe { file: "the recipe".to_owned(), problem: "not yet".to_owned() })
}
