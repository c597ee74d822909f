//! What inner service has to do with what customers say: slopes within teams at five lags, each with its doubt.

use super::correlation::Correlation;
use super::naive::between;
use super::wild::Wild;
use super::within::Within;
use super::{Panel, Sources, TooLittle, shift};
use crate::bootstrap::Resampling;

/// Before, together, after: how many periods customers' ratings come later than what was received.
pub const LAGS: [i32; 5] = [-2, -1, 0, 1, 2];

/// What was received and what customers said in the same period, and both directions of time beside it. An association:
/// load and staffing could explain it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The same period.
    pub together: Association,
    /// Each of [`LAGS`], the same period among them.
    pub lags: Vec<Lagged>,
}

/// One lag.
#[derive(Clone, Debug, PartialEq)]
pub struct Lagged {
    /// How many periods later customers were asked.
    pub lag: i32,
    /// What was found; a lag has fewer periods than the panel and may have too few.
    pub found: Result<Association, TooLittle>,
}

/// A slope within teams, beyond season and controls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// How many teams.
    pub teams: usize,
    /// How many periods.
    pub periods: usize,
    /// How many cells.
    pub cells: usize,
    /// How much higher customers rated where a team rated what it received one higher than its own average.
    pub beta: f64,
    /// Its 95 % interval: the slopes that the wild cluster bootstrap does not refuse.
    pub interval: (f64, f64),
    /// How likely chance makes a slope that stands out as much, by the wild cluster bootstrap.
    pub p: f64,
    /// How likely it is by turning each team's series: a check by other means.
    pub p_by_shift: f64,
    /// The partial correlation, and its interval in the same proportion.
    pub r: f64,
    /// The interval of `r`.
    pub r_interval: (f64, f64),
    /// How the teams' means go together: another question, which says nothing about any one team or person.
    pub between: Option<Correlation>,
}

impl Association {
    /// Of one panel. `resampling` should have 999 resamples or more.
    pub fn of(panel: &Panel, resampling: Resampling) -> Self {
        let within = Within::of(panel);
        let wild = Wild::of(&within, resampling);
        let interval = wild.interval();
        let steepest = within.steepest();
        let end = |end: f64| if steepest > 0.0 { (end / steepest).clamp(-1.0, 1.0) } else { 0.0 };
        Self {
            teams: panel.teams(),
            periods: panel.periods(),
            cells: panel.cells(),
            beta: within.beta,
            interval,
            p: wild.p(0.0),
            p_by_shift: shift::p(panel, &within, resampling),
            r: within.correlation(),
            r_interval: (end(interval.0), end(interval.1)),
            between: between(panel),
        }
    }

    /// The first of the two `p` alone: by the wild cluster bootstrap.
    pub fn chance(panel: &Panel, resampling: Resampling) -> f64 {
        Wild::of(&Within::of(panel), resampling).p(0.0)
    }

    /// The two `p` alone: by the wild cluster bootstrap, and by turning each team's series.
    pub fn chances(panel: &Panel, resampling: Resampling) -> (f64, f64) {
        let within = Within::of(panel);
        (Wild::of(&within, resampling).p(0.0), shift::p(panel, &within, resampling))
    }
}

/// What these sources say, or that they are too little for a number.
pub fn associate(sources: &Sources, resampling: Resampling) -> Result<Finding, TooLittle> {
    let found = |lag| Panel::of(sources, lag).map(|panel| Association::of(&panel, resampling));
    let together = found(0)?;
    let lags = LAGS.map(|lag| Lagged { lag, found: if lag == 0 { Ok(together) } else { found(lag) } });
    Ok(Finding { together, lags: lags.to_vec() })
}
