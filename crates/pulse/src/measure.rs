//! What is published of an answer: totals of whole numbers, each as a range.
//!
//! Always: how wide a range is, and where its ends are, depends on how many answered and on the floor, never on what was
//! answered, except that the outermost ranges of large groups are wide. So a range that is read says nothing more than that
//! the total is in it (rules 8 and 9).

use serde::{Deserialize, Serialize};

use crate::floor::Floor;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether one would recommend working here, 0 to 10.
    Enps,
    /// The item of this id, 1 to 5.
    Item(String),
}

/// What is added up over the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// One for each 4 or 5 of an item.
    Favourable,
    /// One for each 1 or 2 of an item.
    Unfavourable,
    /// Two for each promoter (9 and 10), one for each passive (7 and 8): the eNPS and one, times the number of answers.
    Balance,
    /// One for each promoter.
    Promoters,
    /// One for each detractor (0 to 6).
    Detractors,
    /// The steps above the lowest score: the mean, times the number of answers.
    Steps,
}

/// A total is at least `low` and at most `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The least that it may be.
    pub low: u32,
    /// The most that it may be.
    pub high: u32,
}

/// From how many answers on a distribution is shown (rule 8).
pub const DISTRIBUTION: u32 = 10;
/// From how many answers on a total may be told exactly (rule 9).
pub const EXACT: u32 = 30;
/// The audit's share of the scale within which nobody may be known (rule 6), in hundredths.
pub const SPREAD: u32 = 40;

impl Question {
    /// How many steps the scale has above its lowest score.
    pub fn steps(&self) -> u8 {
        match self {
            Self::Enps => 10,
            Self::Item(_) => 4,
        }
    }

    /// The measure that is shown wherever anything is.
    pub fn headline(&self) -> Measure {
        match self {
            Self::Enps => Measure::Balance,
            Self::Item(_) => Measure::Favourable,
        }
    }

    /// The measures of the question, the headline first.
    pub fn measures(&self) -> &'static [Measure] {
        match self {
            Self::Enps => &[Measure::Balance, Measure::Steps, Measure::Promoters, Measure::Detractors],
            Self::Item(_) => &[Measure::Favourable, Measure::Steps, Measure::Unfavourable],
        }
    }
}

impl Measure {
    /// Whether it tells how answers are spread.
    pub fn is_distribution(self) -> bool {
        matches!(self, Self::Unfavourable | Self::Promoters | Self::Detractors)
    }

    /// What an answer that is `steps` above the lowest score adds.
    pub fn weight(self, steps: u8) -> u32 {
        match self {
            Self::Favourable => u32::from(steps >= 3),
            Self::Unfavourable => u32::from(steps <= 1),
            Self::Balance => u32::from(steps >= 7) + u32::from(steps >= 9),
            Self::Promoters => u32::from(steps >= 9),
            Self::Detractors => u32::from(steps <= 6),
            Self::Steps => u32::from(steps),
        }
    }

    /// The most that one answer to `question` can add.
    pub fn most(self, question: &Question) -> u32 {
        (0..=question.steps()).map(|steps| self.weight(steps)).max().unwrap_or(0)
    }
}

impl Range {
    /// What is told of `total`, which `n` answers make that add at most `most` each.
    ///
    /// A range is at least a tenth of what is possible, and so wide that it leaves each set of fewer people than the
    /// floor [`SPREAD`] of theirs even where it is the outermost. Where `exact`, and from [`EXACT`] answers on, a total that
    /// is in neither outermost range is told as it is.
    pub fn around(total: u32, n: u32, most: u32, floor: Floor, exact: bool) -> Self {
        let full = n * most;
        let spread = (SPREAD * most * (floor.people() as u32 - 1)).div_ceil(100);
        let width = (full.div_ceil(10)).max(spread) + 1;
        if exact && n >= EXACT {
            return if total < width {
                Self { low: 0, high: width - 1 }
            } else if total + width > full {
                Self { low: full + 1 - width, high: full }
            } else {
                Self { low: total, high: total }
            };
        }
        let ranges = ((full + 1) / width).max(1);
        let at = (total / width).min(ranges - 1);
        Self { low: at * width, high: if at + 1 == ranges { full } else { (at + 1) * width - 1 } }
    }

    /// Whether a total may be this much.
    pub fn holds(self, total: u32) -> bool {
        (self.low..=self.high).contains(&total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn six_answers_tell_whether_half_of_them_are_favourable() {
        let around = |total| Range::around(total, 6, 1, Floor::LOWEST, true);
        assert_eq!([around(0), around(2)], [Range { low: 0, high: 2 }; 2]);
        assert_eq!([around(3), around(6)], [Range { low: 3, high: 6 }; 2]);
    }

    #[test]
    fn nine_tenths_and_more_are_not_told_apart() {
        let around = |total| Range::around(total, 100, 1, Floor::LOWEST, true);
        assert_eq!([around(90), around(100)], [Range { low: 90, high: 100 }; 2]);
        assert_eq!(around(89), Range { low: 89, high: 89 });
        assert_eq!(Range::around(89, 100, 1, Floor::LOWEST, false), Range { low: 88, high: 100 });
    }

    proptest! {
        #[test]
        fn a_range_holds_its_total_and_is_that_of_all_totals_in_it(
            n in 6_u32..80, most in 1_u32..=10, share in 0.0..=1.0_f64, k in 5_u16..9, exact: bool,
        ) {
            let floor = Floor::new(k).unwrap();
            let full = n * most;
            let total = (f64::from(full) * share) as u32;
            let range = Range::around(total, n, most, floor, exact);
            prop_assert!(range.holds(total) && range.high <= full);
            for other in range.low..=range.high {
                prop_assert_eq!(Range::around(other, n, most, floor, exact), range);
            }
            if n < EXACT || !exact {
                prop_assert!(10 * (range.high - range.low) >= full.min(10 * (range.high - range.low)));
                prop_assert!(range.low == 0 && range.high == full || 10 * (range.high - range.low + 1) >= full);
            }
        }

        #[test]
        fn no_range_pins_fewer_people_than_the_floor(
            n in 6_u32..80, most in 1_u32..=10, share in 0.0..=1.0_f64, people in 1_u32..5, exact: bool,
        ) {
            let total = (f64::from(n * most) * share) as u32;
            let range = Range::around(total, n, most, Floor::LOWEST, exact);
            let least = range.low.saturating_sub((n - people) * most);
            let greatest = range.high.min(people * most);
            prop_assert!(100 * (greatest - least) >= SPREAD * people * most);
        }
    }
}
