//! Whose overrun broke a promise: `docs/definitions.md`, "Charges and plan gap".

use crate::budget::Budgets;
use crate::chains::Chain;
use crate::path::Walk;
use crate::replay::Gaps;

/// What is said of the hand-offs of one chain. Columns by place, in seconds.
#[derive(Debug, Default)]
pub struct Charges {
    /// Time on the critical path.
    pub on_path: Vec<i64>,
    /// Own excess of the hand-offs that are reached through awaited ones only, 0 on others.
    pub excess: Vec<i64>,
    /// Own excess that lies on the critical path.
    pub at_fault: Vec<i64>,
    /// All of `at_fault` together.
    pub total: i64,
    /// `(provider, at fault)`: each provider that broke the promise once, ascending.
    pub by_provider: Vec<(u32, i64)>,
    /// Providers with own excess, ascending: the players of the credit.
    pub players: Vec<u32>,
}

impl Charges {
    /// Judges `chain`, whose [`Gaps`] have been read and whose time `on_path` has been filled by [`Self::hold`].
    pub fn judge(&mut self, chain: &Chain, budgets: &Budgets, gaps: &mut Gaps) {
        self.excess.clear();
        self.at_fault.clear();
        self.by_provider.clear();
        self.players.clear();
        self.total = 0;
        for place in 0..chain.len() {
            let excess = if gaps.is_reached(place) { gaps.own_excess(chain, budgets, place) } else { 0 };
            let at_fault = excess.min(self.on_path[place]);
            self.excess.push(excess);
            self.at_fault.push(at_fault);
            self.total += at_fault;
            if excess > 0 {
                self.players.push(chain.providers[place]);
            }
            if at_fault > 0 {
                self.by_provider.push((chain.providers[place], at_fault));
            }
        }
        self.players.sort_unstable();
        self.players.dedup();
        self.by_provider.sort_unstable_by_key(|&(provider, _)| provider);
        self.by_provider.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
    }

    /// Fills `on_path` and reports each held part as [`Walk::parts`] does.
    pub fn hold(&mut self, chain: &Chain, walk: &mut Walk, mut held: impl FnMut(usize, i64, i64)) {
        self.on_path.clear();
        self.on_path.resize(chain.len(), 0);
        walk.parts(chain, |place, from, to| {
            self.on_path[place] += to - from;
            held(place, from, to);
        });
    }

    /// Seconds of an overrun charged to `at_fault` seconds.
    pub fn share(&self, at_fault: i64, overrun: i64) -> Charged {
        if self.total <= overrun {
            return Charged { whole: at_fault, fraction: 0.0 };
        }
        let (product, total) = (i128::from(at_fault) * i128::from(overrun), i128::from(self.total));
        Charged { whole: (product / total) as i64, fraction: (product % total) as f64 / total as f64 }
    }

    /// The part of an overrun that nobody is charged, in seconds.
    pub fn plan_gap(&self, overrun: i64) -> i64 {
        (overrun - self.total).max(0)
    }
}

/// Charged seconds. Whole ones are kept apart, so that a sum of millions is as exact as its first summand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Charged {
    whole: i64,
    fraction: f64,
}

impl Charged {
    /// Adds `other`.
    pub fn add(&mut self, other: Self) {
        self.whole += other.whole;
        self.fraction += other.fraction;
    }

    /// Rounded half away from zero to three decimals.
    pub fn rounded(self) -> f64 {
        let fractions = three_decimals(self.fraction);
        // One division, so that the result is the number nearest to its three decimals.
        (self.whole as f64 * 1000.0 + (fractions * 1000.0).round()) / 1000.0
    }
}

/// Rounds half away from zero to three decimals. What binary arithmetic leaves a hair below a half counts as the half.
pub fn three_decimals(value: f64) -> f64 {
    (value * 1000.0 + 1e-6_f64.copysign(value)).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero_even_where_binary_falls_short() {
        let charges = Charges { total: 80, ..Charges::default() };
        assert_eq!(charges.share(19, 17).rounded().to_string(), "4.038");
        assert_eq!(three_decimals(8.4975).to_string(), "8.498");
        assert_eq!(three_decimals(-0.0005).to_string(), "-0.001");
    }

    #[test]
    fn a_sum_of_millions_of_thirds_is_exact() {
        let charges = Charges { total: 3, ..Charges::default() };
        let mut sum = Charged::default();
        for _ in 0..3_000_000 {
            sum.add(charges.share(1_000_001, 1));
        }
        assert_eq!(sum.rounded().to_string(), "1000001000000");
    }
}
