//! A check by time: every team's own series is turned by an offset of its own, so that season and level stay and only
//! *when* is lost. How often does that make a slope as steep?

use rayon::prelude::*;

use super::Panel;
use super::within::Within;
use crate::bootstrap::{Resampling, below};

const PURPOSE: u64 = 3;
const ROUNDING: f64 = 1e-9;

/// How likely a turned panel has a slope as steep, the observed one counted among them. Periods that a team misses are
/// stepped over.
pub(super) fn p(panel: &Panel, within: &Within, resampling: Resampling) -> f64 {
    let observed = within.beta.abs() * (1.0 - ROUNDING);
    let steeper = (0..resampling.resamples)
        .into_par_iter()
        .filter(|&draw| {
            let mut rng = resampling.rng(PURPOSE, draw);
            let mut turned = Vec::with_capacity(within.x.len());
            for run in panel.runs() {
                let own = &within.x[turned.len()..turned.len() + run.len()];
                let (before, after) = own.split_at(below(&mut rng, run.len()));
                turned.extend_from_slice(after);
                turned.extend_from_slice(before);
            }
            let left = within.effects.left_of(turned);
            let spread = within.effects.product(&left, &left);
            let slope = within.effects.product(&left, &within.y);
            slope.abs() >= observed * spread
        })
        .count();
    (steeper + 1) as f64 / (f64::from(resampling.resamples) + 1.0)
}
