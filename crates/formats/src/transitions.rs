//! Events of cases become hand-offs: a hold is a run of consecutive events with the same team.
//!
//! Any reader of events may feed it, row by row, in the order of its file.

use catena_analysis::Handoffs;

use crate::{Error, Quality, Recipe};

/// Collects the events of all cases.
#[derive(Debug)]
pub(crate) struct Transitions {
    columns: Vec<String>,
    quality: Quality,
}

impl Transitions {
    /// Ready for the events that `recipe`, of kind transitions, describes.
    pub(crate) fn new(recipe: &Recipe) -> Result<Self, Error> {
        let _ = recipe;
        Ok(Self { columns: Vec::new(), quality: Quality::default() })
    }

    /// The columns whose values [`row`](Self::row) needs, in this order.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Events that follow come from `file`.
    pub(crate) fn begin_file(&mut self, file: &str) {
        let _ = file;
    }

    /// Takes in an event: a value for each of [`columns`](Self::columns), empty where there is none.
    pub(crate) fn row(&mut self, line: u32, values: &[&str]) {
        let _ = (line, values);
        self.quality.rows += 1;
    }

    /// The hand-offs of all cases, in the order in which the cases first appeared.
    pub(crate) fn finish(self) -> (Handoffs, Quality) {
        (Handoffs::default(), self.quality)
    }
}
