//! Which cases were asked for by a colleague.

use crate::recipe::Recipe;
use crate::rows::Wanted;

/// The test that a recipe gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Internals {
    column: Option<usize>,
    values: Vec<String>,
}

impl Internals {
    /// As the `[internal]` table of `recipe` says; without one every case is a customer's.
    pub fn new(recipe: &Recipe, wanted: &mut Wanted) -> Self {
        match &recipe.internal {
            Some(internal) => Self { column: Some(wanted.ask(&internal.column)), values: internal.values.clone() },
            None => Self::default(),
        }
    }

    /// Where the value stands that decides.
    pub fn column(&self) -> Option<usize> {
        self.column
    }

    /// Whether the row with these values is a colleague's.
    pub fn asked(&self, values: &[&str]) -> bool {
        self.column.is_some_and(|column| self.values.iter().any(|value| value == values[column]))
    }
}
