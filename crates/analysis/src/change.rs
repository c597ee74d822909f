//! What changed between two scores on the same scale: `docs/definitions.md`, "Change".
//!
//! ```compile_fail,E0308
//! use catena_analysis::score::{Counts, Csat, Favourable};
//!
//! let customers = Counts::<Csat>::of([1, 0, 2, 9, 8])?;
//! let staff = Counts::<Favourable>::of([1, 0, 2, 9, 8])?;
//! customers.good_since(&staff);
//! # Ok::<(), catena_analysis::score::OffScale>(())
//! ```

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::estimate::{FEWEST_RATINGS, Share, Z, combine};
use crate::sampled::Sampled;
use crate::score::{Counts, Favouring, Promoting, Scale, Standing};

/// A difference that is not noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// The later score is higher.
    Up,
    /// The later score is lower.
    Down,
}

/// The later of two scores less the earlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// How many answers before and after.
    pub n: (u64, u64),
    /// After less before, in the unit of the score.
    pub by: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Only where both scores are settled and the interval excludes 0.
    pub arrow: Option<Arrow>,
}

impl Change {
    fn of(n: (u64, u64), (by, interval): (f64, (f64, f64))) -> Self {
        let is_settled = Standing::of(n.0.min(n.1)) == Standing::Settled;
        let arrow = match interval {
            (low, _) if is_settled && low > 0.0 => Some(Arrow::Up),
            (_, high) if is_settled && high < 0.0 => Some(Arrow::Down),
            _ => None,
        };
        Self { n, by, interval, arrow }
    }

    /// Of two shares of one thing: Newcombe's hybrid score (Newcombe 1998, method 10).
    pub fn of_shares(before: &Share, after: &Share) -> Self {
        let parts = [(1.0, after.share, after.interval), (-1.0, before.share, before.interval)];
        Self::of((before.n, after.n), combine(parts))
    }
}

impl Sampled {
    /// How the share changed since `before`, by the same formula from their own intervals.
    pub fn since(&self, before: &Self) -> Change {
        let parts = [(1.0, self.share, self.interval), (-1.0, before.share, before.interval)];
        Change::of((before.n, self.n), combine(parts))
    }
}

impl<S: Favouring> Counts<S> {
    /// How the share of good answers changed since `before`; `None` where either has no score.
    pub fn good_since(&self, before: &Self) -> Option<Change> {
        Some(Change::of_shares(&before.good()?, &self.good()?))
    }
}

impl<S: Promoting> Counts<S> {
    /// How many points the net score moved since `before`; `None` where either has none. The interval has the variances
    /// of the adjusted scores (Rocks 2016).
    pub fn net_since(&self, before: &Self) -> Option<Change> {
        let (before, after) = (before.net()?, self.net()?);
        let by = after.points - before.points;
        let half = Z * (before.variance() + after.variance()).sqrt();
        let interval = ((by - half).max(-200.0), (by + half).min(200.0));
        Some(Change::of((before.n, after.n), (by, interval)))
    }
}

impl<S: Scale> Counts<S> {
    /// How the mean answer changed since `before`, with Welch's interval; `None` where either has none.
    pub fn mean_since(&self, before: &Self) -> Option<Change> {
        let (earlier, later) = (before.moments(), self.moments());
        if earlier.n().min(later.n()) < FEWEST_RATINGS {
            return None;
        }
        let [(a, less_a), (b, less_b)] = [earlier, later].map(|moments| {
            let n = moments.n() as f64;
            (moments.deviations() / (n - 1.0) / n, n - 1.0)
        });
        let by = later.sum() / later.n() as f64 - earlier.sum() / earlier.n() as f64;
        let error = (a + b).sqrt();
        let freedom = (a + b).powi(2) / (a * a / less_a + b * b / less_b);
        let t = StudentsT::new(0.0, 1.0, freedom).map_or(Z, |t| t.inverse_cdf(0.975));
        Some(Change::of((earlier.n(), later.n()), (by, (by - t * error, by + t * error))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampled::{Answer, Chance};
    use crate::score::{Ces, Csat, Nps};

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-5, "{value} is not {expected}");
    }

    #[test]
    fn the_difference_of_two_shares_has_newcombes_textbook_interval() {
        let change = Change::of_shares(&Share::of(48, 80).unwrap(), &Share::of(56, 70).unwrap());
        near(change.by, 0.2);
        assert!((change.interval.0 - 0.0524).abs() < 1e-4 && (change.interval.1 - 0.3339).abs() < 1e-4, "{change:?}");
        assert_eq!(change.arrow, Some(Arrow::Up));
        let back = Change::of_shares(&Share::of(56, 70).unwrap(), &Share::of(48, 80).unwrap());
        assert_eq!((back.interval, back.arrow), ((-change.interval.1, -change.interval.0), Some(Arrow::Down)));
    }

    #[test]
    fn ten_of_ten_against_none_of_ten_is_a_change_without_an_arrow_because_it_is_early() {
        let before = Counts::<Csat>::of([10, 0, 0, 0, 0]).unwrap();
        let change = Counts::<Csat>::of([0, 0, 0, 0, 10]).unwrap().good_since(&before).unwrap();
        near(change.by, 1.0);
        assert!(change.interval.0 > 0.5 && change.interval.1 <= 1.0, "{change:?}");
        assert_eq!(change.arrow, None);
    }

    #[test]
    fn an_arrow_needs_thirty_answers_on_either_side() {
        let of = |n| Counts::<Csat>::of([0, 0, 0, 0, n]).unwrap();
        let bad = Counts::<Csat>::of([30, 0, 0, 0, 0]).unwrap();
        assert_eq!(of(29).good_since(&bad).unwrap().arrow, None);
        assert_eq!(of(30).good_since(&bad).unwrap().arrow, Some(Arrow::Up));
        assert_eq!(of(4).good_since(&bad), None);
    }

    #[test]
    fn eleven_points_are_the_least_that_four_hundred_answers_can_tell() {
        let wave = |promoters: u64, detractors: u64| {
            Counts::<Nps>::of([0, 0, 0, 0, 0, 0, detractors, 0, 400 - promoters - detractors, promoters, 0]).unwrap()
        };
        let before = wave(200, 80);
        assert_eq!(wave(220, 60).net_since(&before).unwrap().arrow, None);
        assert_eq!(wave(224, 56).net_since(&before).unwrap().arrow, Some(Arrow::Up));
        assert_eq!(before.net_since(&wave(224, 56)).unwrap().arrow, Some(Arrow::Down));
    }

    #[test]
    fn shares_of_drawn_answers_change_by_their_own_intervals() {
        let of = |good: u32| {
            let answers: Vec<Answer> =
                (0..40).map(|i| Answer { rater: i, good: i < good, asked: Chance::CERTAIN }).collect();
            Sampled::of(&answers).unwrap()
        };
        let change = of(36).since(&of(20));
        near(change.by, 0.4);
        let plain = Change::of_shares(&Share::of(20, 40).unwrap(), &Share::of(36, 40).unwrap());
        assert!((change.interval.0 - plain.interval.0).abs() < 0.01 && change.arrow == Some(Arrow::Up), "{change:?}");
    }

    #[test]
    fn a_change_of_means_has_welchs_interval() {
        let before = Counts::<Ces>::of([1, 1, 1, 1, 1, 0, 0]).unwrap();
        let change = Counts::<Ces>::of([0, 0, 1, 1, 1, 1, 1]).unwrap().mean_since(&before).unwrap();
        near(change.by, 2.0);
        // Variances 2.5 of 5 answers each: error 1, 8 degrees of freedom.
        near(change.interval.0, 2.0 - 2.306_004);
        let same = Counts::<Ces>::of([0, 0, 0, 9, 0, 0, 0]).unwrap();
        assert_eq!(same.mean_since(&same).unwrap().interval, (0.0, 0.0));
    }
}
