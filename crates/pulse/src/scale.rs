//! Scales of answers. The scale is part of a score's type, so that scores of two scales cannot be mixed.

use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

/// What a score may be: whole numbers from one to another.
pub trait Scale: Copy + Debug + Ord + Hash + 'static {
    /// The least score.
    const LOWEST: u8;
    /// The greatest score.
    const HIGHEST: u8;
}

/// 0 to 10: would you recommend working here? 9 and 10 promote, 6 and less detract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Enps;

/// 1 to 5: how far do you agree? 4 and 5 are favourable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Agreement;

impl Scale for Enps {
    const LOWEST: u8 = 0;
    const HIGHEST: u8 = 10;
}

impl Scale for Agreement {
    const LOWEST: u8 = 1;
    const HIGHEST: u8 = 5;
}

/// A score on the scale `S`. Scores of two scales do not mix:
///
/// ```compile_fail
/// use catena_pulse::scale::{Agreement, Enps, Score};
/// let scores: [Score<Enps>; 1] = [Score::<Agreement>::new(4)?];
/// # Ok::<(), catena_pulse::scale::OffScale>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8", bound = "S: Scale")]
pub struct Score<S>(u8, PhantomData<S>);

/// A number that is not on its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value} is not between {lowest} and {highest}")]
pub struct OffScale {
    value: u8,
    lowest: u8,
    highest: u8,
}

impl<S: Scale> Score<S> {
    /// The score `value`.
    pub fn new(value: u8) -> Result<Self, OffScale> {
        if (S::LOWEST..=S::HIGHEST).contains(&value) {
            Ok(Self(value, PhantomData))
        } else {
            Err(OffScale { value, lowest: S::LOWEST, highest: S::HIGHEST })
        }
    }

    /// The number that was chosen.
    pub fn value(self) -> u8 {
        self.0
    }

    /// How many steps above the lowest score.
    pub(crate) fn steps(self) -> u8 {
        self.0 - S::LOWEST
    }
}

impl<S: Scale> TryFrom<u8> for Score<S> {
    type Error = OffScale;

    fn try_from(value: u8) -> Result<Self, OffScale> {
        Self::new(value)
    }
}

impl<S: Scale> From<Score<S>> for u8 {
    fn from(score: Score<S>) -> Self {
        score.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_on_its_scale_also_when_it_is_read() {
        assert!(Score::<Enps>::new(11).is_err());
        assert!(Score::<Agreement>::new(0).is_err());
        assert_eq!(serde_json::from_str::<Score<Agreement>>("5").unwrap().steps(), 4);
        assert_eq!(serde_json::from_str::<Score<Agreement>>("6").unwrap_err().to_string(), "6 is not between 1 and 5");
    }
}
