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
    pub fn share(&self, at_fault: i64, overrun: i64) -> f64 {
        if self.total <= overrun { at_fault as f64 } else { at_fault as f64 * overrun as f64 / self.total as f64 }
    }

    /// The part of an overrun that nobody is charged, in seconds.
    pub fn plan_gap(&self, overrun: i64) -> i64 {
        (overrun - self.total).max(0)
    }
}
