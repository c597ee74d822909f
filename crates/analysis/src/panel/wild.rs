//! The wild cluster bootstrap-t with the null imposed (Cameron, Gelbach and Miller 2008) and Webb's six weights (Webb
//! 2023): how often chance alone makes a slope that stands out as much.
//!
//! What a team has left over under the null is multiplied, whole, by one weight drawn for it, and fitted anew. All of
//! that is linear in the weights, so the sums that a draw needs are made once for each team, and a draw costs the square
//! of the teams, not a pass over the cells.

use rayon::prelude::*;

use super::within::{Within, ratio};
use crate::bootstrap::{Resampling, below};

const PURPOSE: u64 = 2;
/// The squares of Webb's weights, with the signs of the weights.
const SQUARES: [f64; 6] = [-1.5, -1.0, -0.5, 0.5, 1.0, 1.5];
/// Steps on either side of the slope on which the interval is looked for.
const STEPS: i32 = 100;
/// How often a step is halved to find the end of the interval.
const HALVINGS: u32 = 24;
/// How often the search for a slope that is out of the question may double its reach.
const DOUBLINGS: u32 = 40;
/// Draws that would be equal are told apart by rounding otherwise.
const ROUNDING: f64 = 1e-9;

/// Draws of one weight for each team, fitted.
pub(super) struct Wild<'a> {
    within: &'a Within,
    draws: Vec<Draw>,
    /// `Σ_t w x̃²` of each team.
    own: Vec<f64>,
}

/// What one draw of weights makes of what is left of either side: slopes, and scores of each team.
struct Draw {
    of_y: f64,
    of_x: f64,
    scores_of_y: Vec<f64>,
    scores_of_x: Vec<f64>,
}

impl<'a> Wild<'a> {
    pub(super) fn of(within: &'a Within, resampling: Resampling) -> Self {
        let (of_y, of_x) = (Parts::of(within, &within.y), Parts::of(within, &within.x));
        let draws = (0..resampling.resamples)
            .into_par_iter()
            .map(|draw| {
                let mut rng = resampling.rng(PURPOSE, draw);
                let weights: Vec<f64> =
                    (0..within.effects.teams()).map(|_| SQUARES[below(&mut rng, 6)]).map(signed_root).collect();
                let (of_y, scores_of_y) = of_y.weighed(&weights);
                let (of_x, scores_of_x) = of_x.weighed(&weights);
                Draw { of_y, of_x, scores_of_y, scores_of_x }
            })
            .collect();
        Self { within, draws, own: within.effects.by_team(&within.x, &within.x) }
    }

    /// How likely chance makes |t| as large as it is if the slope were `null`, the observed one counted among the draws.
    pub(super) fn p(&self, null: f64) -> f64 {
        let observed = self.within.t(null).abs() * (1.0 - ROUNDING);
        let larger = self.draws.iter().filter(|draw| self.t(draw, null).abs() >= observed).count();
        (larger + 1) as f64 / (self.draws.len() + 1) as f64
    }

    fn t(&self, draw: &Draw, null: f64) -> f64 {
        let slope = draw.of_y - null * draw.of_x;
        let scores = draw.scores_of_y.iter().zip(&draw.scores_of_x).zip(&self.own);
        let squares: f64 = scores.map(|((y, x), own)| (y - null * x - slope * own).powi(2)).sum();
        ratio(slope, (self.within.effects.small_sample() * squares).sqrt() / self.within.spread)
    }

    /// All slopes that chance would not find strange at 5 %: the ends of the grid of nulls that are not refused.
    pub(super) fn interval(&self) -> (f64, f64) {
        (self.end(-1.0), self.end(1.0))
    }

    /// The end on the side of `sign`. It is infinite if so few draws were made that nothing can be refused.
    fn end(&self, sign: f64) -> f64 {
        let (beta, error) = (self.within.beta, self.within.error);
        if error == 0.0 {
            return beta;
        }
        let is_held = |steps: f64| self.p(beta + sign * steps) > 0.05;
        let Some(reach) =
            (0..DOUBLINGS).map(|doubling| error * 2.0 * 2.0_f64.powi(doubling as i32)).find(|&reach| !is_held(reach))
        else {
            return sign * f64::INFINITY;
        };
        let step = reach / f64::from(STEPS);
        let last = (0..STEPS).into_par_iter().rev().find_first(|&place| is_held(f64::from(place) * step)).unwrap_or(0);
        let (mut held, mut refused) = (f64::from(last) * step, f64::from(last + 1) * step);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(held, refused);
            if is_held(middle) { held = middle } else { refused = middle }
        }
        beta + sign * held
    }
}

fn signed_root(square: f64) -> f64 {
    square.abs().sqrt().copysign(square)
}

/// What each team's own part of some values becomes when it is fitted alone: its slope, and the scores of all teams.
struct Parts {
    slopes: Vec<f64>,
    scores: Vec<Vec<f64>>,
}

impl Parts {
    fn of(within: &Within, values: &[f64]) -> Self {
        let effects = &within.effects;
        let slopes = effects.by_team(&within.x, values).into_iter().map(|sum| sum / within.spread).collect();
        let scores = (0..effects.teams())
            .map(|team| {
                let own = |(cell, value): (usize, &f64)| if effects.team(cell) == team { *value } else { 0.0 };
                let left = effects.left_of(values.iter().enumerate().map(own).collect());
                effects.by_team(&within.x, &left)
            })
            .collect();
        Self { slopes, scores }
    }

    fn weighed(&self, weights: &[f64]) -> (f64, Vec<f64>) {
        let mut scores = vec![0.0; weights.len()];
        for (weight, of_team) in weights.iter().zip(&self.scores) {
            scores.iter_mut().zip(of_team).for_each(|(score, own)| *score += weight * own);
        }
        (self.slopes.iter().zip(weights).map(|(slope, weight)| slope * weight).sum(), scores)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Panel, Reading, Sources};
    use super::*;
    use rand_distr::{Distribution, StandardNormal};

    fn panel() -> Panel {
        let mut rng = Resampling { resamples: 0, seed: 1 }.rng(7, 0);
        let mut sources = Sources::default();
        for cell in 0..84 {
            for readings in [&mut sources.received, &mut sources.experienced] {
                let n = 3 + below(&mut rng, 20) as u64;
                readings.push(Reading {
                    team: cell / 14,
                    period: (cell % 14) as i32,
                    mean: StandardNormal.sample(&mut rng),
                    n,
                });
            }
        }
        Panel::of(&sources, 0).unwrap()
    }

    #[test]
    fn a_draw_by_sums_is_the_draw_fitted_anew() {
        let panel = panel();
        let within = Within::of(&panel);
        let wild = Wild::of(&within, Resampling { resamples: 30, seed: 5 });
        for null in [0.0, 0.7] {
            for (number, draw) in wild.draws.iter().enumerate() {
                let mut rng = Resampling { resamples: 30, seed: 5 }.rng(PURPOSE, number as u32);
                let weights: Vec<f64> = (0..6).map(|_| signed_root(SQUARES[below(&mut rng, 6)])).collect();
                let mut drawn = panel.clone();
                for (place, cell) in drawn.cells.iter_mut().enumerate() {
                    cell.experienced = weights[cell.team] * (within.y[place] - null * within.x[place]);
                }
                let (anew, by_sums) = (Within::of(&drawn).t(0.0), wild.t(draw, null));
                assert!((anew - by_sums).abs() < 1e-8 * anew.abs().max(1.0), "{anew} is not {by_sums}");
            }
        }
    }

    #[test]
    fn webbs_weights_have_mean_0_and_variance_1() {
        let weights = SQUARES.map(signed_root);
        assert!(weights.iter().sum::<f64>().abs() < 1e-12);
        assert!((weights.iter().map(|weight| weight * weight).sum::<f64>() / 6.0 - 1.0).abs() < 1e-12);
    }
}
