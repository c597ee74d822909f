//! Whether the mean of a group means something: spread between groups beside the spread within them:
//! `docs/definitions.md`, "Reliability".

use crate::estimate::Moments;

/// One-way analysis of variance over groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many groups.
    pub groups: usize,
    /// How many answers.
    pub n: u64,
    /// The mean of all answers.
    pub mean: f64,
    /// The mean square between groups.
    pub between: f64,
    /// The mean square within groups.
    pub within: f64,
    /// The size of a group: `(n − Σ n_g² / n) / (groups − 1)`, the common one where all are equal.
    pub size: f64,
}

impl Spread {
    /// Of groups, empty ones left out; `None` below two groups, or where no group has two answers.
    pub fn of(groups: &[Moments]) -> Option<Self> {
        let groups: Vec<&Moments> = groups.iter().filter(|group| group.n() > 0).collect();
        let n: u64 = groups.iter().map(|group| group.n()).sum();
        let count = groups.len();
        if count < 2 || n == count as u64 {
            return None;
        }
        let (all, freedom) = (n as f64, count as f64 - 1.0);
        let mean = groups.iter().map(|group| group.sum()).sum::<f64>() / all;
        let apart = |group: &&Moments| group.n() as f64 * (group.sum() / group.n() as f64 - mean).powi(2);
        let between = groups.iter().map(apart).sum::<f64>() / freedom;
        let within = groups.iter().map(|group| group.deviations()).sum::<f64>() / (all - count as f64);
        let squares: f64 = groups.iter().map(|group| (group.n() as f64).powi(2)).sum();
        Some(Self { groups: count, n, mean, between, within, size: (all - squares / all) / freedom })
    }

    /// ICC(1): how much of one answer's spread the group explains, `(B − W) / (B + (k − 1) W)`. `None` where nothing
    /// varies.
    pub fn of_one_answer(&self) -> Option<f64> {
        let whole = self.between + (self.size - 1.0) * self.within;
        (whole > 0.0).then(|| (self.between - self.within) / whole)
    }

    /// ICC(2): how reliable the mean of a group of this size is; 0 where groups differ less than chance would have it.
    pub fn of_the_mean(&self) -> Option<f64> {
        self.of_one_answer().map(|one| reliability(one, self.size))
    }

    /// The variance of true group means that is left when the spread within groups is taken away.
    pub fn true_variance(&self) -> f64 {
        ((self.between - self.within) / self.size).max(0.0)
    }

    /// A group's mean, drawn towards the mean of all by what the groups have in common:
    /// `(n·mean + m·all) / (n + m)` with `m` = variance within / true variance between (Efron and Morris 1975).
    pub fn shrink(&self, group: &Moments) -> f64 {
        let n = group.n() as f64;
        let apart = self.true_variance();
        if group.n() == 0 || apart <= 0.0 {
            return self.mean;
        }
        let strength = self.within / apart;
        (group.sum() + strength * self.mean) / (n + strength)
    }
}

/// The reliability of the mean of `answers` answers where one has `one`: `k·ICC(1) / (1 + (k − 1)·ICC(1))`, never below 0.
pub fn reliability(one: f64, answers: f64) -> f64 {
    (answers * one / (1.0 + (answers - 1.0) * one)).max(0.0)
}

/// The correlation that one sees between two scores of these reliabilities where the true one is `r`.
pub fn seen(r: f64, reliabilities: (f64, f64)) -> f64 {
    r * (reliabilities.0 * reliabilities.1).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        for &value in values {
            moments.add(value);
        }
        moments
    }

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn by_hand_two_groups_of_two() {
        let groups = [group(&[1.0, 3.0]), group(&[5.0, 7.0])];
        let spread = Spread::of(&groups).unwrap();
        assert_eq!((spread.groups, spread.n), (2, 4));
        near(spread.between, 16.0);
        near(spread.within, 2.0);
        near(spread.size, 2.0);
        near(spread.of_one_answer().unwrap(), 14.0 / 18.0);
        near(spread.of_the_mean().unwrap(), 14.0 / 16.0);
        near(spread.true_variance(), 7.0);
        near(spread.shrink(&groups[0]), (4.0 + 2.0 / 7.0 * 4.0) / (2.0 + 2.0 / 7.0));
    }

    #[test]
    fn unequal_groups_have_a_size_between_them() {
        let spread = Spread::of(&[group(&[1.0; 2]), group(&[1.0; 8]), Moments::default()]).unwrap();
        near(spread.size, 10.0 - 68.0 / 10.0);
        assert_eq!(spread.of_one_answer(), None);
    }

    #[test]
    fn five_ten_and_twenty_raters_of_a_tenth_are_as_reliable_as_the_books_say() {
        for (raters, expected) in [(5.0, 0.36), (10.0, 0.53), (20.0, 0.69)] {
            assert!((reliability(0.1, raters) - expected).abs() < 5e-3);
        }
    }

    #[test]
    fn a_true_third_is_seen_as_eighteen_hundredths() {
        assert!((seen(0.33, (reliability(0.1, 5.0), 0.8)) - 0.18).abs() < 5e-3);
    }

    #[test]
    fn groups_that_differ_less_than_chance_have_no_reliability_and_shrink_to_the_middle() {
        let groups = [group(&[1.0, 5.0]), group(&[1.0, 5.0])];
        let spread = Spread::of(&groups).unwrap();
        assert!(spread.of_one_answer().unwrap() < 0.0);
        near(spread.of_the_mean().unwrap(), 0.0);
        near(spread.shrink(&groups[0]), 3.0);
    }

    #[test]
    fn one_group_or_single_answers_say_nothing() {
        assert_eq!(Spread::of(&[group(&[1.0, 2.0])]), None);
        assert_eq!(Spread::of(&[group(&[1.0]), group(&[2.0])]), None);
        assert_eq!(Spread::of(&[]), None);
    }
}
