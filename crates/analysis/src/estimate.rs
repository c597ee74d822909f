//! Shares, means and ratios with their intervals: `docs/definitions.md`, "Intervals".

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The 97.5 % point of the normal distribution, as the sources of the formulas round it.
pub(crate) const Z: f64 = 1.96;

/// Fewer ratings than this show no score.
pub const FEWEST_RATINGS: u64 = 5;

/// A share with its 95 % Wilson interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many had it.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// `k / n`.
    pub share: f64,
    /// Lower and upper end, within 0 and 1.
    pub interval: (f64, f64),
}

impl Share {
    /// `k` of `n`; `None` of none. Wilson 1927: centre `(p + z²/2n) / (1 + z²/n)`.
    pub fn of(k: u64, n: u64) -> Option<Self> {
        if n == 0 {
            return None;
        }
        let share = k as f64 / n as f64;
        Some(Self { k, n, share, interval: wilson(share, n as f64) })
    }
}

/// The 95 % interval of a share of `n` cases; `n` need not be whole where cases carry weights. Wilson 1927.
pub(crate) fn wilson(share: f64, n: f64) -> (f64, f64) {
    let scale = 1.0 + Z * Z / n;
    let centre = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    let low = if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// What carries a 95 % interval.
pub trait Estimate {
    /// How many answers it rests on.
    fn n(&self) -> u64;
    /// The estimate itself.
    fn value(&self) -> f64;
    /// Lower and upper end.
    fn interval(&self) -> (f64, f64);
}

impl Estimate for Share {
    fn n(&self) -> u64 {
        self.n
    }

    fn value(&self) -> f64 {
        self.share
    }

    fn interval(&self) -> (f64, f64) {
        self.interval
    }
}

impl Estimate for Mean {
    fn n(&self) -> u64 {
        self.n
    }

    fn value(&self) -> f64 {
        self.mean
    }

    fn interval(&self) -> (f64, f64) {
        self.interval
    }
}

/// The sum of independent estimates, each a weight, a value and its interval, with the interval that theirs give it:
/// each end is as far away as the root of the squared distances of the parts' ends (Zou and Donner 2008). With weights
/// 1 and −1 and Wilson's intervals it is Newcombe's hybrid score.
pub(crate) fn combine(parts: impl IntoIterator<Item = (f64, f64, (f64, f64))>) -> (f64, (f64, f64)) {
    let (mut sum, mut below, mut above) = (0.0, 0.0, 0.0);
    for (weight, value, (low, high)) in parts {
        let ends = (weight * (value - low), weight * (high - value));
        let (down, up) = if weight < 0.0 { (-ends.1, -ends.0) } else { ends };
        sum += weight * value;
        below += down * down;
        above += up * up;
    }
    (sum, (sum - f64::sqrt(below), sum + f64::sqrt(above)))
}

/// A mean with its 95 % interval by Student's t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// How many values.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Lower and upper end.
    pub interval: (f64, f64),
}

/// Count, sum and sum of squares of some values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moments {
    n: u64,
    sum: f64,
    squares: f64,
}

impl Moments {
    /// Takes in one value.
    pub fn add(&mut self, value: f64) {
        self.add_times(value, 1);
    }

    /// Takes in one value that occurred `times` times.
    pub fn add_times(&mut self, value: f64, times: u64) {
        self.n += times;
        self.sum += value * times as f64;
        self.squares += value * value * times as f64;
    }

    /// Takes in what `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their sum.
    pub(crate) fn sum(&self) -> f64 {
        self.sum
    }

    /// The sum of squared distances from their mean.
    pub(crate) fn deviations(&self) -> f64 {
        if self.n == 0 { 0.0 } else { (self.squares - self.sum * (self.sum / self.n as f64)).max(0.0) }
    }

    /// The mean; `None` below [`FEWEST_RATINGS`] values.
    pub fn mean(&self) -> Option<Mean> {
        if self.n < FEWEST_RATINGS {
            return None;
        }
        let count = self.n as f64;
        let mean = self.sum / count;
        let variance = self.deviations() / (count - 1.0);
        let t = StudentsT::new(0.0, 1.0, count - 1.0).map_or(Z, |t| t.inverse_cdf(0.975));
        let half = t * (variance / count).sqrt();
        Some(Mean { n: self.n, mean, interval: (mean - half, mean + half) })
    }
}

/// How two things went together: what broke below, and what broke above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TwoByTwo {
    /// Hand-off broken, parent broken.
    pub broke_parent_broke: u64,
    /// Hand-off broken, parent kept.
    pub broke_parent_kept: u64,
    /// Hand-off kept, parent broken.
    pub kept_parent_broke: u64,
    /// Hand-off kept, parent kept.
    pub kept_parent_kept: u64,
}

impl TwoByTwo {
    /// Counts one hand-off.
    pub fn add(&mut self, broke: bool, parent_broke: bool) {
        let cell = match (broke, parent_broke) {
            (true, true) => &mut self.broke_parent_broke,
            (true, false) => &mut self.broke_parent_kept,
            (false, true) => &mut self.kept_parent_broke,
            (false, false) => &mut self.kept_parent_kept,
        };
        *cell += 1;
    }

    /// Adds `times` of each cell of `other`.
    pub fn merge(&mut self, other: &Self, times: u64) {
        self.broke_parent_broke += other.broke_parent_broke * times;
        self.broke_parent_kept += other.broke_parent_kept * times;
        self.kept_parent_broke += other.kept_parent_broke * times;
        self.kept_parent_kept += other.kept_parent_kept * times;
    }

    /// All four cells together.
    pub fn n(&self) -> u64 {
        self.broke_parent_broke + self.broke_parent_kept + self.kept_parent_broke + self.kept_parent_kept
    }

    /// The risk that the parent breaks where the hand-off broke.
    pub fn risk_if_broken(&self) -> Option<Share> {
        Share::of(self.broke_parent_broke, self.broke_parent_broke + self.broke_parent_kept)
    }

    /// The risk that the parent breaks where the hand-off was kept.
    pub fn risk_if_kept(&self) -> Option<Share> {
        Share::of(self.kept_parent_broke, self.kept_parent_broke + self.kept_parent_kept)
    }

    /// The first risk over the second and its 95 % interval by the log method (Katz and others 1978); ½ is added to
    /// each cell where one is empty. `None` if the hand-off never broke or was never kept.
    pub fn risk_ratio(&self) -> Option<(f64, (f64, f64))> {
        self.risk_if_broken().and(self.risk_if_kept())?;
        let cells = [self.broke_parent_broke, self.broke_parent_kept, self.kept_parent_broke, self.kept_parent_kept];
        let add = if cells.contains(&0) { 0.5 } else { 0.0 };
        let [a, b, c, d] = cells.map(|cell| cell as f64 + add);
        let ratio = (a / (a + b)) / (c / (c + d));
        let error = (1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d)).max(0.0).sqrt();
        Some((ratio, ((ratio.ln() - Z * error).exp(), (ratio.ln() + Z * error).exp())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-4, "{value} is not {expected}");
    }

    #[test]
    fn a_share_of_eight_in_ten_lies_between_49_and_94_percent() {
        let share = Share::of(8, 10).unwrap();
        near(share.interval.0, 0.4902);
        near(share.interval.1, 0.9433);
        assert_eq!(Share::of(0, 0), None);
        near(Share::of(0, 7).unwrap().interval.0, 0.0);
        near(Share::of(7, 7).unwrap().interval.1, 1.0);
    }

    #[test]
    fn a_mean_needs_five_values_and_widens_by_students_t() {
        let mut moments = Moments::default();
        for value in [1.0, 2.0, 3.0, 4.0] {
            moments.add(value);
        }
        assert_eq!(moments.mean(), None);
        moments.add(5.0);
        let mean = moments.mean().unwrap();
        near(mean.mean, 3.0);
        near(mean.interval.0, 3.0 - 2.7764 * (2.5_f64 / 5.0).sqrt());
    }

    #[test]
    fn a_risk_ratio_has_its_textbook_interval() {
        let table =
            TwoByTwo { broke_parent_broke: 20, broke_parent_kept: 80, kept_parent_broke: 10, kept_parent_kept: 90 };
        let (ratio, (low, high)) = table.risk_ratio().unwrap();
        near(ratio, 2.0);
        near(low, 0.9866);
        near(high, 4.0542);
        assert_eq!(TwoByTwo { broke_parent_broke: 3, ..TwoByTwo::default() }.risk_ratio(), None);
    }
}
