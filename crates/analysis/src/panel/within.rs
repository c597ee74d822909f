//! What is left of a panel when every team's own level and every period's season are taken away, and what one side of
//! that says about the other.

use super::{Cell, Panel};

/// Sweeps over teams and periods; far more than panels of real shops need.
const SWEEPS: usize = 1000;
/// What is smaller than this share of what it was made from is rounding.
const ROUNDING: f64 = 1e-11;

/// Two-way fixed effects with weights: within-team, beyond season, beyond the controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// How much higher customers rated where a team rated what it received one higher than its own average, beyond
    /// season.
    pub beta: f64,
    /// Its standard error, clustered by team: `G/(G−1) · Σ_g (Σ_t w x̃ e)² / (Σ w x̃²)²`.
    pub error: f64,
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    pub(super) effects: Effects,
    /// `Σ w x̃²`.
    pub(super) spread: f64,
}

impl Within {
    /// The regression of what customers said on what was received.
    pub fn of(panel: &Panel) -> Self {
        let effects = Effects::of(panel);
        let x = effects.left_of(panel.cells.iter().map(|cell| cell.received).collect());
        let y = effects.left_of(panel.cells.iter().map(|cell| cell.experienced).collect());
        let spread = effects.product(&x, &x);
        let beta = effects.product(&x, &y) / spread;
        let left: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - beta * x).collect();
        let scores = effects.by_team(&x, &left);
        let squares: f64 = scores.iter().map(|score| score * score).sum();
        let error = (effects.small_sample() * squares).sqrt() / spread;
        Self { beta, error, x, y, effects, spread }
    }

    /// Whether anything is left of what was received: without that there is no slope.
    pub(super) fn varies(panel: &Panel) -> bool {
        let effects = Effects::of(panel);
        let x = effects.left_of(panel.cells.iter().map(|cell| cell.received).collect());
        effects.product(&x, &x) > 0.0
    }

    /// The correlation of what is left of either side: the partial correlation, given team, season and controls.
    pub fn correlation(&self) -> f64 {
        let spread = (self.spread * self.effects.product(&self.y, &self.y)).sqrt();
        if spread > 0.0 { (self.effects.product(&self.x, &self.y) / spread).clamp(-1.0, 1.0) } else { 0.0 }
    }

    /// The slope over its standard error, against the slope `null`.
    pub(super) fn t(&self, null: f64) -> f64 {
        ratio(self.beta - null, self.error)
    }

    /// The slope that would be a correlation of 1.
    pub(super) fn steepest(&self) -> f64 {
        (self.effects.product(&self.y, &self.y) / self.spread).sqrt()
    }
}

/// `over / under`, and 0 where both are.
pub(super) fn ratio(over: f64, under: f64) -> f64 {
    if over == 0.0 { 0.0 } else { over / under }
}

/// What is taken away: teams, periods, controls.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Effects {
    /// Team and period of each cell.
    places: Vec<(usize, usize)>,
    weights: Vec<f64>,
    of_team: Vec<f64>,
    of_period: Vec<f64>,
    /// Controls without teams and periods, at right angles to each other, of length 1.
    controls: Vec<Vec<f64>>,
}

impl Effects {
    pub(super) fn of(panel: &Panel) -> Self {
        let mut effects = Self {
            places: panel.cells.iter().map(|cell| (cell.team, cell.period)).collect(),
            weights: panel.cells.iter().map(|cell| cell.weight).collect(),
            of_team: vec![0.0; panel.teams.len()],
            of_period: vec![0.0; panel.periods.len()],
            controls: Vec::new(),
        };
        for Cell { team, period, weight, .. } in &panel.cells {
            effects.of_team[*team] += weight;
            effects.of_period[*period] += weight;
        }
        let controls = panel.cells.first().map_or(0, |cell| cell.controls.len());
        for control in 0..controls {
            // What a former control already says becomes 0 and is no direction of its own.
            let left = effects.left_of(panel.cells.iter().map(|cell| cell.controls[control]).collect());
            let length = effects.product(&left, &left).sqrt();
            if length > 0.0 {
                effects.controls.push(left.into_iter().map(|value| value / length).collect());
            }
        }
        effects
    }

    pub(super) fn teams(&self) -> usize {
        self.of_team.len()
    }

    pub(super) fn periods(&self) -> usize {
        self.of_period.len()
    }

    pub(super) fn controls(&self) -> usize {
        self.controls.len()
    }

    pub(super) fn team(&self, cell: usize) -> usize {
        self.places[cell].0
    }

    /// `G/(G−1)`.
    pub(super) fn small_sample(&self) -> f64 {
        let teams = self.teams() as f64;
        teams / (teams - 1.0)
    }

    /// `Σ w a b`.
    pub(super) fn product(&self, a: &[f64], b: &[f64]) -> f64 {
        self.weights.iter().zip(a).zip(b).map(|((weight, a), b)| weight * a * b).sum()
    }

    /// `Σ_t w a b` of each team.
    pub(super) fn by_team(&self, a: &[f64], b: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.teams()];
        for (cell, (a, b)) in a.iter().zip(b).enumerate() {
            sums[self.team(cell)] += self.weights[cell] * a * b;
        }
        sums
    }

    /// Weighted least squares on all effects: what they leave of `values`; 0 everywhere where that is only rounding.
    pub(super) fn left_of(&self, mut values: Vec<f64>) -> Vec<f64> {
        let before = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        self.sweep(&mut values);
        for control in &self.controls {
            let share = self.product(control, &values);
            values.iter_mut().zip(control).for_each(|(value, control)| *value -= share * control);
        }
        if values.iter().all(|value| value.abs() <= ROUNDING * before) {
            values.fill(0.0);
        }
        values
    }

    /// `values` with the season taken away and the teams' levels left: as in a period like the average one.
    pub(super) fn without_season(&self, mut values: Vec<f64>) -> Vec<f64> {
        let season = self.sweep(&mut values.clone());
        values.iter_mut().zip(&self.places).for_each(|(value, place)| *value -= season[place.1]);
        values
    }

    /// Takes away the weighted means of teams and of periods in turn until they no longer change: at once where every
    /// team has every period and all weights are equal. What it took away of each period.
    fn sweep(&self, values: &mut [f64]) -> Vec<f64> {
        let (mut team_means, mut period_means) = (vec![0.0; self.teams()], vec![0.0; self.periods()]);
        let mut season = vec![0.0; self.periods()];
        for _ in 0..SWEEPS {
            let by_team = self.center(values, &mut team_means, &self.of_team, |place| place.0);
            let by_period = self.center(values, &mut period_means, &self.of_period, |place| place.1);
            season.iter_mut().zip(&period_means).for_each(|(season, mean)| *season += mean);
            let left = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            if by_team.max(by_period) <= left * 1e-13 || left == 0.0 {
                break;
            }
        }
        season
    }

    /// Takes away the weighted mean of each group; the largest of them.
    fn center(
        &self,
        values: &mut [f64],
        means: &mut [f64],
        weights: &[f64],
        group: impl Fn(&(usize, usize)) -> usize,
    ) -> f64 {
        means.fill(0.0);
        for ((place, weight), value) in self.places.iter().zip(&self.weights).zip(values.iter()) {
            means[group(place)] += weight * value;
        }
        means.iter_mut().zip(weights).for_each(|(mean, weight)| *mean /= weight);
        for (place, value) in self.places.iter().zip(values.iter_mut()) {
            *value -= means[group(place)];
        }
        means.iter().fold(0.0_f64, |most, mean| most.max(mean.abs()))
    }
}
