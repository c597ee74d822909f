//! How many people stand behind anything that is kept or shown. Five at least, and never fewer than was once promised.

use serde::{Deserialize, Serialize};

/// The least number of people of whom one cannot be told from the others (rules 1 and 14). It is printed on the form and
/// kept with the wave, and is 5 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Floor(u16);

/// Why a number is no floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Below what the crate allows at all.
    #[error("a floor of {0} is below 5")]
    BelowFive(u16),
    /// Below what was promised.
    #[error("a floor of {wanted} is below the {promised} that was promised")]
    Lowered {
        /// What was asked for.
        wanted: u16,
        /// What stands.
        promised: u16,
    },
}

impl Floor {
    /// Five people.
    pub const LOWEST: Self = Self(5);

    /// A floor of `people`.
    pub fn new(people: u16) -> Result<Self, Refusal> {
        if people < Self::LOWEST.0 { Err(Refusal::BelowFive(people)) } else { Ok(Self(people)) }
    }

    /// This floor, raised to `people`; it is never lowered (rule 14).
    pub fn raised_to(self, people: u16) -> Result<Self, Refusal> {
        if people < self.0 { Err(Refusal::Lowered { wanted: people, promised: self.0 }) } else { Self::new(people) }
    }

    /// How many people.
    pub fn people(self) -> usize {
        usize::from(self.0)
    }

    /// How many answers stand together wherever answers are kept or shown: one more than the floor, so that somebody
    /// who gave one of them, and knows it, still cannot tell the others' apart (rule 7). Everybody reads the same
    /// release, and anybody may be among those whom it counts, so that the stricter number holds for all.
    pub fn crowd(self) -> usize {
        self.people() + 1
    }
}

impl TryFrom<u16> for Floor {
    type Error = Refusal;

    fn try_from(people: u16) -> Result<Self, Refusal> {
        Self::new(people)
    }
}

impl From<Floor> for u16 {
    fn from(floor: Floor) -> Self {
        floor.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_five_or_more_and_only_rises() {
        assert_eq!(Floor::new(4), Err(Refusal::BelowFive(4)));
        assert!(serde_json::from_str::<Floor>("4").is_err());
        let seven = Floor::LOWEST.raised_to(7).unwrap();
        assert_eq!(seven.raised_to(6), Err(Refusal::Lowered { wanted: 6, promised: 7 }));
        assert_eq!((seven.people(), seven.crowd()), (7, 8));
    }
}
