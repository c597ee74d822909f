//! Intervals: how far a figure could be off by chance, at 95 %. Never p ± 1.96 standard errors.

/// Two-sided 95 % of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Both ends of an interval, and what it is around.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure itself.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The share `x` of `n` with its Wilson interval, 0 to 1. `n` is above nought.
pub fn share(x: f64, n: f64) -> Estimate {
    let p = x / n;
    let centre = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
    Estimate { value: p, low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
}

/// The net promoter score of `promoters` and `detractors` among `n`, −100 to 100, with its adjusted-Wald interval: three
/// quarters of an answer are added to promoters and to detractors, one and a half to the passives (Rocks 2016).
pub fn net_promoters(promoters: f64, detractors: f64, n: f64) -> Estimate {
    let (p, d, more) = ((promoters + 0.75) / (n + 3.0), (detractors + 0.75) / (n + 3.0), n + 3.0);
    let half = Z * ((p + d - (p - d).powi(2)) / more).sqrt();
    let clip = |score: f64| (100.0 * score).clamp(-100.0, 100.0);
    Estimate { value: 100.0 * (promoters - detractors) / n, low: clip(p - d - half), high: clip(p - d + half) }
}

/// The mean of `n` values of which only their `total` and their bounds are known, with the widest interval that such
/// values could have: as if each were at one of the bounds. `n` is above one.
pub fn mean(total: f64, n: f64, lowest: f64, highest: f64) -> Estimate {
    let value = total / n;
    let half = Z * ((highest - value) * (value - lowest) / (n - 1.0)).max(0.0).sqrt();
    Estimate { value, low: (value - half).max(lowest), high: (value + half).min(highest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_the_intervals_of_the_table() {
        for (n, low, high) in [(5.0, 38, 96), (10.0, 49, 94), (20.0, 58, 92), (100.0, 71, 87), (400.0, 76, 84)] {
            let share = share(0.8 * n, n);
            assert_eq!(((share.low * 100.0).round() as i32, (share.high * 100.0).round() as i32), (low, high), "{n}");
        }
        assert!(share(6.0, 6.0).low < 0.62 && (share(6.0, 6.0).high - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_interval_of_a_score_near_30_has_the_width_of_the_table() {
        for (n, half) in [(10.0, 42.0), (20.0, 32.0), (100.0, 15.0), (400.0, 8.0)] {
            let score = net_promoters(0.5 * n, 0.2 * n, n);
            assert!(((score.high - score.low) / 2.0 - half).abs() < 2.0, "{n}: {score:?}");
        }
        assert!(net_promoters(6.0, 0.0, 6.0).low < 75.0);
    }

    #[test]
    fn a_mean_is_within_its_bounds() {
        let mean = mean(24.0, 6.0, 1.0, 5.0);
        assert!((mean.value - 4.0).abs() < 1e-9 && mean.low > 1.0 && mean.low < 3.0 && (mean.high - 5.0).abs() < 1e-9);
    }
}
