//! A score for a fixed mix, so that a new mix of channels or teams is not taken for a change: `docs/definitions.md`,
//! "Standardised score".

use crate::estimate::{Estimate, combine};

/// A score that its parts would have in a fixed mix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardised {
    /// How many answers all parts together rest on.
    pub n: u64,
    /// The parts' scores in the fixed mix.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// The score of parts, each with its weight in the fixed mix; weights need not sum to 1. `None` where no weight is
/// above 0, where one is not a number from 0 on, or where a part with weight has no score: what nobody answered cannot
/// stand for its share.
pub fn standardise<E: Estimate>(parts: &[(f64, Option<E>)]) -> Option<Standardised> {
    if parts.iter().any(|&(weight, _)| !(0.0..f64::INFINITY).contains(&weight)) {
        return None;
    }
    let whole: f64 = parts.iter().map(|&(weight, _)| weight).sum();
    if !(whole > 0.0 && whole.is_finite()) {
        return None;
    }
    let scores: Vec<(f64, &E)> = parts
        .iter()
        .filter(|&&(weight, _)| weight > 0.0)
        .map(|(weight, score)| score.as_ref().map(|score| (weight / whole, score)))
        .collect::<Option<_>>()?;
    let n = scores.iter().map(|(_, score)| score.n()).sum();
    let (value, interval) = combine(scores.iter().map(|&(weight, score)| (weight, score.value(), score.interval())));
    Some(Standardised { n, value, interval })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Share;
    use crate::score::{Counts, Nps};

    #[test]
    fn a_fall_that_is_only_a_new_mix_disappears() {
        // The counter keeps 90 % and the telephone 60 %; the telephone grows from a fifth to four fifths.
        let before = [(0.5, Share::of(360, 400)), (0.5, Share::of(60, 100))];
        let after = [(0.5, Share::of(90, 100)), (0.5, Share::of(240, 400))];
        let [before, after] = [before, after].map(|parts| standardise(&parts).unwrap());
        assert!((before.value - 0.75).abs() < 1e-12 && (after.value - 0.75).abs() < 1e-12);
        assert!(before.interval.0 < 0.75 && before.interval.1 > 0.75);
        assert_eq!(before.n, 500);
    }

    #[test]
    fn one_part_alone_keeps_its_score_and_its_interval() {
        let share = Share::of(8, 10);
        let alone = standardise(&[(7.0, share), (0.0, None)]).unwrap();
        assert!((alone.value - 0.8).abs() < 1e-12);
        assert!((alone.interval.0 - share.unwrap().interval.0).abs() < 1e-12);
        assert!((alone.interval.1 - share.unwrap().interval.1).abs() < 1e-12);
    }

    #[test]
    fn a_part_without_a_score_leaves_no_number() {
        assert_eq!(standardise(&[(1.0, Share::of(8, 10)), (1.0, None)]), None);
        assert_eq!(standardise::<Share>(&[]), None);
        assert_eq!(standardise(&[(0.0, Share::of(8, 10))]), None);
        for weight in [-1.0, f64::NAN, f64::INFINITY, f64::MAX] {
            assert_eq!(standardise(&[(weight, Share::of(8, 10)), (f64::MAX, Share::of(8, 10))]), None);
        }
    }

    #[test]
    fn net_scores_can_be_standardised_too() {
        let net = |promoters: u64| Counts::<Nps>::of([0, 0, 0, 0, 0, 0, 10, 0, 0, promoters, 0]).unwrap().net();
        let both = standardise(&[(1.0, net(10)), (3.0, net(30))]).unwrap();
        assert!((both.value - 37.5).abs() < 1e-9);
    }
}
