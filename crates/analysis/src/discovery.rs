//! Which of many tested links hold: `docs/definitions.md`, "Many links tested".

/// The share of false ones that is put up with among those that hold.
pub const FALSE_SHARE: f64 = 0.10;

/// Which of several tests hold, and how many there were: the number belongs beside every one that does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discoveries {
    /// How many were tested.
    pub tested: usize,
    /// Whether each holds, in the order given.
    pub held: Vec<bool>,
}

impl Discoveries {
    /// Benjamini and Hochberg 1995: in the order of their p, all up to the last `i` with `p_i ≤ i · q / m`.
    /// What is not a number is tested and does not hold.
    pub fn of(p: &[f64], false_share: f64) -> Self {
        let mut sorted: Vec<f64> = p.iter().copied().filter(|p| !p.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let step = false_share / p.len().max(1) as f64;
        let last = sorted.iter().enumerate().rev().find(|&(place, &p)| p <= (place + 1) as f64 * step);
        let limit = last.map(|(_, &p)| p);
        Self { tested: p.len(), held: p.iter().map(|&p| limit.is_some_and(|limit| p <= limit)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_benjamini_and_hochberg_holds_four_of_fifteen() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = Discoveries::of(&p, 0.05);
        assert_eq!(found.tested, 15);
        assert_eq!(found.held.iter().filter(|&&held| held).count(), 4);
        assert!(found.held[..4].iter().all(|&held| held));
    }

    #[test]
    fn a_later_one_carries_those_before_it() {
        // 0.09 is above 1/2 of a tenth, and holds because 0.1 does.
        assert_eq!(Discoveries::of(&[0.1, 0.09], FALSE_SHARE).held, [true, true]);
        assert_eq!(Discoveries::of(&[0.11, 0.09], FALSE_SHARE).held, [false, false]);
    }

    #[test]
    fn nothing_tested_holds_nothing_and_what_is_no_number_counts_as_tested() {
        assert_eq!(Discoveries::of(&[], FALSE_SHARE), Discoveries { tested: 0, held: vec![] });
        let found = Discoveries::of(&[f64::NAN, 0.06], FALSE_SHARE);
        assert_eq!((found.tested, found.held), (2, vec![false, false]));
    }
}
