//! Teams by periods: what each team received inside beside what its customers said: `docs/definitions.md`, "Internal and
//! external".
//!
//! A [`Panel`] exists only where there is enough of it: below six teams or twelve periods [`Panel::of`] gives back
//! [`TooLittle`], which holds no number. Rows may come in any order; the panel is the same to the bit.

mod association;
mod correlation;
mod naive;
mod shape;
mod shift;
mod wild;
mod within;

use std::collections::BTreeMap;
use std::fmt;

pub use association::{Association, Finding, LAGS, Lagged, associate};
pub use correlation::Correlation;
pub use naive::Naive;
pub use shape::Shape;
pub use within::Within;

use crate::estimate::FEWEST_RATINGS;

/// Fewer teams than this give no number.
pub const FEWEST_TEAMS: usize = 6;
/// Fewer periods than this give no number.
pub const FEWEST_PERIODS: usize = 12;

/// The mean answer about one team in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Whom it is about.
    pub team: u32,
    /// When; consecutive periods are consecutive numbers.
    pub period: i32,
    /// The mean answer, in the unit of its scale.
    pub mean: f64,
    /// From how many answers. Readings from fewer than five are not used.
    pub n: u64,
}

/// What a team had to carry in one period: its load, how tight its promises were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burden {
    /// Who.
    pub team: u32,
    /// When.
    pub period: i32,
    /// How much, in any unit.
    pub value: f64,
}

/// What a panel is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    /// How the teams rated what they received from their suppliers.
    pub received: Vec<Reading>,
    /// How customers rated the promises that ran through the teams.
    pub experienced: Vec<Reading>,
    /// What is held fixed, each a list over teams and periods. Cells that one of them does not know are not used.
    pub controls: Vec<Vec<Burden>>,
}

/// Too little data for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLittle {
    /// How many teams have two usable periods or more.
    pub teams: usize,
    /// In how many periods two such teams can be compared.
    pub periods: usize,
}

impl fmt::Display for TooLittle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { teams, periods } = self;
        write!(
            f,
            "too little data for a number: {teams} teams and {periods} periods can be compared, and something has to \
             vary in {FEWEST_TEAMS} and {FEWEST_PERIODS}"
        )
    }
}

impl std::error::Error for TooLittle {}

/// Teams by periods, each cell with five answers or more on either side; no team and no period stands alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    teams: Vec<u32>,
    periods: Vec<i32>,
    /// By team, then period.
    cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq)]
struct Cell {
    team: usize,
    period: usize,
    received: f64,
    experienced: f64,
    /// The root of the fewer answers of the two sides.
    weight: f64,
    controls: Vec<f64>,
}

impl Panel {
    /// What was received in a period beside what customers said `lag` periods later. Readings of one team and period
    /// are pooled by their answers.
    pub fn of(sources: &Sources, lag: i32) -> Result<Self, TooLittle> {
        let received = pool(&sources.received);
        let experienced = pool(&sources.experienced);
        let controls: Vec<BTreeMap<(u32, i32), f64>> = sources.controls.iter().map(|burdens| gather(burdens)).collect();
        let mut cells = Vec::new();
        for (&(team, period), &(n, mean)) in &received {
            let then = period.checked_add(lag).map(|then| (team, then));
            let Some((then, &(answers, said))) = then.and_then(|then| Some((then, experienced.get(&then)?))) else {
                continue;
            };
            let values = controls.iter().map(|control| control.get(&then).copied()).collect::<Option<Vec<f64>>>();
            if let Some(controls) = values {
                let weight = (n.min(answers) as f64).sqrt();
                cells.push(((team, period), Cell { received: mean, experienced: said, weight, controls, ..EMPTY }));
            }
        }
        Self::number(without_loners(cells))
    }

    /// How many teams.
    pub fn teams(&self) -> usize {
        self.teams.len()
    }

    /// How many periods.
    pub fn periods(&self) -> usize {
        self.periods.len()
    }

    /// How many cells.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Each cell: its team, its period, what was received and what customers said. By team, then period.
    pub fn points(&self) -> impl Iterator<Item = (u32, i32, f64, f64)> + '_ {
        self.cells
            .iter()
            .map(|cell| (self.teams[cell.team], self.periods[cell.period], cell.received, cell.experienced))
    }

    /// What was received and what customers said, by team, then period, with the season taken away: as in a period like
    /// the average one.
    pub(crate) fn points_without_season(&self) -> Vec<(f64, f64)> {
        let effects = within::Effects::of(self);
        let received = effects.without_season(self.cells.iter().map(|cell| cell.received).collect());
        let experienced = effects.without_season(self.cells.iter().map(|cell| cell.experienced).collect());
        received.into_iter().zip(experienced).collect()
    }

    /// How many cells each team has, in the order of teams.
    pub(crate) fn run_lengths(&self) -> impl Iterator<Item = usize> {
        self.runs().map(<[Cell]>::len)
    }

    /// The cells of each team, in the order of periods.
    fn runs(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|a, b| a.team == b.team)
    }

    fn number(mut cells: Vec<((u32, i32), Cell)>) -> Result<Self, TooLittle> {
        let mut teams: Vec<u32> = cells.iter().map(|((team, _), _)| *team).collect();
        teams.dedup();
        let mut periods: Vec<i32> = cells.iter().map(|((_, period), _)| *period).collect();
        periods.sort_unstable();
        periods.dedup();
        for ((team, period), cell) in &mut cells {
            cell.team = teams.binary_search(team).unwrap_or_default();
            cell.period = periods.binary_search(period).unwrap_or_default();
        }
        let too_little = TooLittle { teams: teams.len(), periods: periods.len() };
        let panel = Self { teams, periods, cells: cells.into_iter().map(|(_, cell)| cell).collect() };
        let is_enough = too_little.teams >= FEWEST_TEAMS && too_little.periods >= FEWEST_PERIODS;
        if is_enough && Within::varies(&panel) { Ok(panel) } else { Err(too_little) }
    }
}

const EMPTY: Cell = Cell { team: 0, period: 0, received: 0.0, experienced: 0.0, weight: 0.0, controls: Vec::new() };

/// Pools what is usable of each team and period: answers and their mean, whatever the order.
fn pool(readings: &[Reading]) -> BTreeMap<(u32, i32), (u64, f64)> {
    let mut sorted: Vec<&Reading> =
        readings.iter().filter(|reading| reading.mean.is_finite() && reading.n > 0).collect();
    sorted.sort_unstable_by(|a, b| {
        let place = |reading: &Reading| (reading.team, reading.period, reading.n);
        place(a).cmp(&place(b)).then(a.mean.total_cmp(&b.mean))
    });
    sorted
        .chunk_by(|a, b| (a.team, a.period) == (b.team, b.period))
        .filter_map(|same| {
            let n = same.iter().map(|reading| reading.n).fold(0, u64::saturating_add);
            let mean = match same {
                [only] => only.mean,
                _ => same.iter().map(|reading| reading.mean * (reading.n as f64 / n as f64)).sum(),
            };
            (n >= FEWEST_RATINGS && mean.is_finite()).then_some(((same[0].team, same[0].period), (n, mean)))
        })
        .collect()
}

/// The burdens of each team and period; several of one add up, whatever the order.
fn gather(burdens: &[Burden]) -> BTreeMap<(u32, i32), f64> {
    let mut sorted: Vec<&Burden> = burdens.iter().collect();
    sorted.sort_unstable_by(|a, b| (a.team, a.period).cmp(&(b.team, b.period)).then(a.value.total_cmp(&b.value)));
    sorted
        .chunk_by(|a, b| (a.team, a.period) == (b.team, b.period))
        .map(|same| ((same[0].team, same[0].period), same.iter().map(|burden| burden.value).sum::<f64>()))
        .filter(|(_, value)| value.is_finite())
        .collect()
}

/// Takes away, until none is left, cells that are the only one of their team or of their period: nothing can be
/// compared with them.
fn without_loners(mut cells: Vec<((u32, i32), Cell)>) -> Vec<((u32, i32), Cell)> {
    loop {
        let (mut by_team, mut by_period) = (BTreeMap::new(), BTreeMap::new());
        for ((team, period), _) in &cells {
            *by_team.entry(*team).or_insert(0_usize) += 1;
            *by_period.entry(*period).or_insert(0_usize) += 1;
        }
        let before = cells.len();
        cells.retain(|((team, period), _)| by_team[team] > 1 && by_period[period] > 1);
        if cells.len() == before {
            return cells;
        }
    }
}

#[cfg(test)]
mod tests;
