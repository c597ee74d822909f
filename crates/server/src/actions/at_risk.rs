//! What is at risk by what the past says: open promises, and customers who may not come back.
//!
//! Everybody who works here sees both, as they see lists of requests and customers, and nothing in them that is hidden
//! from them. Nothing is stored: whoever looks gets what is known at that instant.

mod chains;
mod customers;

pub use chains::chains;
pub use customers::{Order, Wanted, customers};

use uuid::Uuid;

/// The rows of a page at most.
const PAGE: i64 = 200;

/// Where a page begins: behind the row with this rank and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After {
    /// How far it is from the top, in millionths; greater is farther down.
    pub rank: i64,
    /// Its id.
    pub id: Uuid,
}

impl After {
    /// The place of something of which this is said, the most first; what is not known is farther down than all else.
    fn of(said: Option<f64>, id: Uuid) -> Self {
        Self { rank: said.map_or(i64::MAX, |said| -((said * 1e6).round() as i64)), id }
    }

    /// How it is written for the next page.
    fn text(self) -> String {
        format!("{}.{}", self.rank, self.id.simple())
    }
}

/// The part of `all`, which is in order, that stands on the page behind `after`, and where the next one begins.
fn page<T>(all: Vec<(After, T)>, after: Option<After>, limit: i64) -> (Vec<T>, Option<String>) {
    let limit = limit.clamp(1, PAGE) as usize;
    let mut left = all.into_iter().filter(|(place, _)| after.is_none_or(|after| *place > after)).peekable();
    let mut taken = Vec::new();
    let mut last = None;
    while taken.len() < limit
        && let Some((place, one)) = left.next()
    {
        last = Some(place);
        taken.push(one);
    }
    let next = last.filter(|_| left.peek().is_some()).map(After::text);
    (taken, next)
}
