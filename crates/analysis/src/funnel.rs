//! Teams beside each other without a ranking: a funnel plot: `docs/definitions.md`, "Funnel plot".

use statrs::function::beta::beta_reg;

use crate::estimate::{FEWEST_RATINGS, Moments, Share};
use crate::reliability::Spread;

/// Between which shares a group of one size falls by chance, if nothing sets it apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// In 95 of 100 cases.
    pub inner: (f64, f64),
    /// In 998 of 1,000 cases.
    pub outer: (f64, f64),
}

impl Limits {
    /// For groups of `n` around the share `target`: exact binomial points with Spiegelhalter's interpolation
    /// (Spiegelhalter 2005, A.1.1), each count standing for the half before and after it, so that both sides are alike.
    pub fn of(target: f64, n: u64) -> Self {
        let point = |p| quantile(target, n, p);
        Self { inner: (point(0.025), point(0.975)), outer: (point(0.001), point(0.999)) }
    }

    fn place(&self, share: f64) -> Place {
        let beyond = |(low, high): (f64, f64)| share < low || share > high;
        match (beyond(self.inner), beyond(self.outer)) {
            (_, true) => Place::Apart,
            (true, false) => Place::Unusual,
            (false, false) => Place::Expected,
        }
    }
}

/// Where a group lies in the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Within the inner limits: not told apart from the others.
    Expected,
    /// Beyond the inner limits: one group in twenty is, by chance.
    Unusual,
    /// Beyond the outer limits.
    Apart,
}

/// One group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Who.
    pub group: u32,
    /// Its own share.
    pub share: Share,
    /// The share drawn towards that of all, the more the fewer its answers and the less groups truly differ.
    pub shrunk: f64,
    /// What chance allows for its size.
    pub limits: Limits,
    /// Where it lies.
    pub place: Place,
}

/// Groups around the share of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// The share of all shown groups together. Groups that are not shown are no part of it: what is known of all and of
    /// all but one would be known of that one.
    pub target: f64,
    /// Groups with five answers or more, ascending by group: never by share.
    pub points: Vec<Point>,
}

impl Funnel {
    /// Of groups, each with how many of how many. `None` where fewer than two groups have five answers.
    pub fn of(groups: &[(u32, u64, u64)]) -> Option<Self> {
        let mut shown: Vec<(u32, Share)> = groups
            .iter()
            .filter(|&&(_, k, n)| n >= FEWEST_RATINGS && k <= n)
            .filter_map(|&(group, k, n)| Some((group, Share::of(k, n)?)))
            .collect();
        shown.sort_unstable_by_key(|&(group, share)| (group, share.n, share.k));
        let counts: Vec<Moments> = shown.iter().map(|(_, share)| moments(share)).collect();
        let spread = Spread::of(&counts)?;
        let target = spread.mean;
        let point = |((group, share), counts): ((u32, Share), &Moments)| {
            let limits = Limits::of(target, share.n);
            Point { group, share, shrunk: spread.shrink(counts), limits, place: limits.place(share.share) }
        };
        Some(Self { target, points: shown.into_iter().zip(&counts).map(point).collect() })
    }
}

fn moments(share: &Share) -> Moments {
    let mut moments = Moments::default();
    moments.add_times(1.0, share.k);
    moments.add_times(0.0, share.n - share.k);
    moments
}

/// The share below which a group of `n` falls with chance `p`.
fn quantile(target: f64, n: u64, p: f64) -> f64 {
    // P(R ≤ r) of a binomial.
    let below = |r: u64| {
        if r >= n || target <= 0.0 {
            1.0
        } else if target >= 1.0 {
            0.0
        } else {
            beta_reg((n - r) as f64, r as f64 + 1.0, 1.0 - target)
        }
    };
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if below(middle) < p { low = middle + 1 } else { high = middle }
    }
    let before = if low == 0 { 0.0 } else { below(low - 1) };
    let back = (below(low) - p) / (below(low) - before);
    ((low as f64 - back + 0.5) / n as f64).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-5, "{value} is not {expected}");
    }

    #[test]
    fn ten_of_a_half_by_hand() {
        // P(R ≤ 1) = 11/1024, P(R ≤ 2) = 56/1024: 2 − (56/1024 − 0.025) / (45/1024) + ½ = 1.8245.
        let limits = Limits::of(0.5, 10);
        near(limits.inner.0, 0.182_44);
        near(limits.inner.1, 1.0 - 0.182_44);
        // P(R ≤ 0) = 1/1024: 1 − (11/1024 − 0.001) / (10/1024) + ½ = 0.5024.
        near(limits.outer.0, 0.050_24);
    }

    #[test]
    fn a_group_is_beyond_a_limit_exactly_where_its_mid_tail_is_that_small() {
        for (target, n) in [(0.3, 7_u64), (0.82, 40), (0.95, 25), (0.5, 333)] {
            let limits = Limits::of(target, n);
            let mut below = 0.0;
            for k in 0..=n {
                let choose: f64 = (0..k).map(|i| ((n - i) as f64 / (k - i) as f64).ln()).sum();
                let here = (choose + k as f64 * f64::ln(target) + (n - k) as f64 * f64::ln(1.0 - target)).exp();
                let tail = below + here / 2.0;
                let share = k as f64 / n as f64;
                assert_eq!(share < limits.inner.0, tail < 0.025, "{k} of {n} around {target}");
                assert_eq!(share > limits.outer.1, tail > 0.999, "{k} of {n} around {target}");
                below += here;
            }
        }
    }

    #[test]
    fn limits_narrow_as_groups_grow_and_lie_in_one_another() {
        let mut width = 1.1;
        for n in [5, 10, 50, 500, 5_000, 1_000_000] {
            let Limits { inner, outer } = Limits::of(0.82, n);
            assert!(
                outer.0 <= inner.0 && inner.0 < 0.82 && 0.82 < inner.1 && inner.1 <= outer.1,
                "{inner:?} {outer:?}"
            );
            assert!(inner.1 - inner.0 < width);
            width = inner.1 - inner.0;
        }
        for target in [0.0, 1.0] {
            assert!((0.0..=1.0).contains(&Limits::of(target, 9).inner.0));
        }
    }

    #[test]
    fn a_team_set_apart_is_seen_and_a_small_one_is_drawn_to_the_middle() {
        let groups = [(4, 90, 100), (2, 92, 100), (7, 60, 100), (1, 88, 100), (9, 6, 6), (3, 4, 4)];
        let funnel = Funnel::of(&groups).unwrap();
        assert_eq!(funnel.points.iter().map(|point| point.group).collect::<Vec<_>>(), [1, 2, 4, 7, 9]);
        near(funnel.target, 336.0 / 406.0);
        let [_, _, _, apart, small] = funnel.points[..] else { panic!("{funnel:?}") };
        assert_eq!((apart.place, small.place), (Place::Apart, Place::Expected));
        assert!(small.share.share - small.shrunk > 0.05, "{small:?}");
        assert!((apart.share.share - apart.shrunk).abs() < 0.05, "{apart:?}");
    }

    #[test]
    fn groups_that_differ_by_chance_alone_are_all_drawn_to_the_same_share() {
        let funnel = Funnel::of(&[(1, 40, 50), (2, 41, 50), (3, 40, 50)]).unwrap();
        assert!(funnel.points.iter().all(|point| (point.shrunk - funnel.target).abs() < 1e-12));
        assert!(funnel.points.iter().all(|point| point.place == Place::Expected));
    }

    #[test]
    fn one_group_of_five_is_no_funnel() {
        assert_eq!(Funnel::of(&[(1, 40, 50), (2, 4, 4)]), None);
        assert_eq!(Funnel::of(&[]), None);
        assert_eq!(Funnel::of(&[(1, 9, 5), (2, 5, 5)]), None);
    }
}
