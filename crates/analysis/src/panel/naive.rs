//! What one must not believe: the answers of simpler methods to the same panel, for the null world's demonstration.

use super::correlation::{Correlation, p_of_t};
use super::within::{Within, ratio};
use super::{Cell, Panel};

/// The same panel by methods that take months for independent, or teams for alike. Each `p` is how likely that method
/// holds chance for: too low where season, level or yesterday are at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Naive {
    /// All cells thrown together.
    pub pooled: Option<Correlation>,
    /// The teams' means.
    pub between: Option<Correlation>,
    /// Two-way fixed effects, as if every cell were independent.
    pub plain: f64,
    /// Two-way fixed effects with variance clustered by team, by Student's t with one less than the teams.
    pub clustered: f64,
}

impl Naive {
    /// Of a panel.
    pub fn of(panel: &Panel) -> Self {
        let column = |of: fn(&Cell) -> f64| panel.cells.iter().map(of).collect::<Vec<_>>();
        let pooled = Correlation::of(&column(|cell| cell.received), &column(|cell| cell.experienced));
        let within = Within::of(panel);
        let effects = &within.effects;
        let taken = effects.teams() + effects.periods() + effects.controls();
        let freedom = (panel.cells() as f64 - taken as f64).max(1.0);
        let left: Vec<f64> = within.x.iter().zip(&within.y).map(|(x, y)| y - within.beta * x).collect();
        let error = (effects.product(&left, &left) / freedom / within.spread).sqrt();
        Self {
            pooled,
            between: between(panel),
            plain: p_of_t(ratio(within.beta, error), freedom),
            clustered: p_of_t(within.t(0.0), panel.teams() as f64 - 1.0),
        }
    }
}

/// The correlation of the teams' weighted means: what better teams have in common, not what happens within one.
pub(super) fn between(panel: &Panel) -> Option<Correlation> {
    let mean = |run: &[Cell], of: fn(&Cell) -> f64| {
        let weights: f64 = run.iter().map(|cell| cell.weight).sum();
        run.iter().map(|cell| cell.weight * of(cell)).sum::<f64>() / weights
    };
    let (x, y): (Vec<f64>, Vec<f64>) =
        panel.runs().map(|run| (mean(run, |cell| cell.received), mean(run, |cell| cell.experienced))).unzip();
    Correlation::of(&x, &y)
}
