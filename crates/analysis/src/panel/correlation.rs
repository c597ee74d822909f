//! How two columns go together.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::estimate::Z;

/// A correlation of pairs that do not depend on each other, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// How many pairs.
    pub n: usize,
    /// Pearson's r.
    pub r: f64,
    /// By Fisher's z: `tanh(atanh r ± 1.96 / √(n − 3))`.
    pub interval: (f64, f64),
}

impl Correlation {
    /// Of two columns; `None` below four pairs, or where one column does not vary.
    pub fn of(x: &[f64], y: &[f64]) -> Option<Self> {
        let n = x.len().min(y.len());
        if n < 4 {
            return None;
        }
        let [x, y] = [&x[..n], &y[..n]].map(centered);
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let spread = (product(&x, &x) * product(&y, &y)).sqrt();
        if spread <= 0.0 || spread.is_nan() {
            return None;
        }
        let r = (product(&x, &y) / spread).clamp(-1.0, 1.0);
        let half = Z / (n as f64 - 3.0).sqrt();
        Some(Self { n, r, interval: ((r.atanh() - half).tanh(), (r.atanh() + half).tanh()) })
    }

    /// How likely chance alone makes one as far from 0, if all pairs were independent.
    pub fn p(&self) -> f64 {
        let freedom = self.n as f64 - 2.0;
        p_of_t(self.r * (freedom / (1.0 - self.r * self.r)).sqrt(), freedom)
    }
}

/// Both tails of Student's t.
pub(super) fn p_of_t(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |student| 2.0 * student.sf(t.abs()))
}

/// Less the mean; what is only rounding becomes 0.
fn centered(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let rounding = 1e-12 * values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    values.iter().map(|value| value - mean).map(|value| if value.abs() <= rounding { 0.0 } else { value }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of `n` pairs with exactly this correlation.
    fn columns(n: usize, r: f64) -> (Vec<f64>, Vec<f64>) {
        let x: Vec<f64> = (0..n).map(|i| i as f64 - (n as f64 - 1.0) / 2.0).collect();
        let other: Vec<f64> = x.iter().map(|x| x * x).collect();
        let other = centered(&other);
        let length = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>().sqrt();
        let (long_x, long_other) = (length(&x), length(&other));
        let y = x.iter().zip(&other).map(|(x, o)| r * x / long_x + (1.0 - r * r).sqrt() * o / long_other).collect();
        (x, y)
    }

    #[test]
    fn a_third_seen_with_six_ten_twenty_and_hundred_teams_is_as_vague_as_the_books_say() {
        for (n, low, high) in [(6, -0.66, 0.90), (10, -0.38, 0.79), (20, -0.13, 0.67), (100, 0.14, 0.49)] {
            let (x, y) = columns(n, 0.33);
            let found = Correlation::of(&x, &y).unwrap();
            assert!((found.r - 0.33).abs() < 1e-9);
            assert!((found.interval.0 - low).abs() < 6e-3 && (found.interval.1 - high).abs() < 6e-3, "{found:?}");
        }
    }

    #[test]
    fn its_p_is_that_of_students_t() {
        let (x, y) = columns(20, 0.444);
        // The critical r of twenty pairs at 5 % is 0.444.
        assert!((Correlation::of(&x, &y).unwrap().p() - 0.05).abs() < 5e-4);
    }

    #[test]
    fn three_pairs_or_a_flat_column_say_nothing() {
        assert_eq!(Correlation::of(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(Correlation::of(&[0.1; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]), None);
    }

    #[test]
    fn a_straight_line_correlates_wholly() {
        let line = Correlation::of(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 4.0, 6.0, 8.0, 10.0]).unwrap();
        assert!((line.r - 1.0).abs() < 1e-12 && line.p() < 1e-6, "{line:?}");
    }
}
