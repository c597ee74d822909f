//! How long a hand-off may take: `docs/definitions.md`, "Budget".

use crate::chains::{Chain, Chains};
use crate::handoffs::NEVER;

/// Where a budget comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetKind {
    /// The hand-off's own due instant.
    Due,
    /// What is typical for its provider.
    Typical,
    /// There is none.
    None,
}

/// The typical budgets of an input at one quantile.
#[derive(Clone, Debug)]
pub struct Budgets {
    /// Seconds by provider; `None` where the provider has no closed hand-off without a due instant.
    typical: Vec<Option<i64>>,
}

impl Budgets {
    /// The nearest-rank quantile `quantile` (above 0, at most 1) of each provider's durations, over the whole input.
    pub fn typical(chains: &Chains, quantile: f64) -> Self {
        let typical = chains.durations.iter().map(|sorted| nearest_rank(sorted, quantile)).collect();
        Self { typical }
    }

    /// What is typical for `provider`, in seconds.
    pub fn of_provider(&self, provider: u32) -> Option<i64> {
        self.typical[provider as usize]
    }

    /// Seconds that the hand-off at `place` may take; negative if it was due before it opened.
    #[inline]
    pub fn of(&self, chain: &Chain, place: usize) -> Option<i64> {
        if chain.is_customer_hold(place) {
            return None;
        }
        match chain.due[place] {
            NEVER if place == 0 => None,
            NEVER => self.typical[chain.providers[place] as usize],
            due => Some(due - chain.opened[place]),
        }
    }

    /// Where the budget of the hand-off at `place` comes from.
    pub fn kind(&self, chain: &Chain, place: usize) -> BudgetKind {
        match self.of(chain, place) {
            None => BudgetKind::None,
            Some(_) if chain.due(place).is_some() => BudgetKind::Due,
            Some(_) => BudgetKind::Typical,
        }
    }
}

/// The value at place ⌈q·n⌉ of a sorted list, counted from 1.
pub(crate) fn nearest_rank(sorted: &[i64], quantile: f64) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    // 0.55 · 100 is a hair above 55 in binary: a hair is not a place.
    let place = (quantile * sorted.len() as f64 * (1.0 - 1e-12)).ceil() as usize;
    Some(sorted[place.saturating_sub(1).min(last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_a_value_of_the_list() {
        assert_eq!(nearest_rank(&[], 0.75), None);
        assert_eq!(nearest_rank(&[7], 0.75), Some(7));
        assert_eq!(nearest_rank(&[1, 2, 3, 4], 0.75), Some(3));
        assert_eq!(nearest_rank(&[1, 2, 3, 4, 5], 0.75), Some(4));
        assert_eq!(nearest_rank(&[1, 2, 3, 4], 1.0), Some(4));
        assert_eq!(nearest_rank(&(1..=100).collect::<Vec<i64>>(), 0.55), Some(55));
        assert_eq!(nearest_rank(&[1, 2, 3, 4], 0.01), Some(1));
    }
}
