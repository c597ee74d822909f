//! What inner service has to do with what customers say: teams by periods, and the same shop without any effect.

use catena_analysis::panel::{self, Correlation, TooLittle};
use catena_simulator::NullAlarms;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::requests::PartyRef;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodWord {
    /// A month of the calendar.
    #[default]
    Month,
    /// A week from Monday on.
    Week,
}

/// The mean of some answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct CellMean {
    /// From 1 to 5.
    pub mean: f64,
    /// How many answers, five at least.
    pub n: u64,
}

/// A team in one period, with enough answers on both sides.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelPoint {
    /// The place of the team in the list of teams.
    pub team: u32,
    /// The first day of the period.
    #[schema(value_type = String, format = Date)]
    pub period: Date,
    /// How the team rated what it received.
    pub received: CellMean,
    /// How customers rated promises that ran through it.
    pub experienced: CellMean,
}

/// All teams together in one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelPeriod {
    /// The first day of the period.
    #[schema(value_type = String, format = Date)]
    pub period: Date,
    /// How teams rated what they received; null below five answers.
    #[schema(required)]
    pub received: Option<CellMean>,
    /// How customers rated promises that ran through them; null below five answers.
    #[schema(required)]
    pub experienced: Option<CellMean>,
}

/// How two columns go together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelCorrelation {
    /// How many pairs.
    pub n: u64,
    /// Pearson's r.
    pub r: f64,
    /// Its 95 % interval, if the pairs did not depend on each other.
    pub interval: (f64, f64),
}

impl From<Correlation> for PanelCorrelation {
    fn from(found: Correlation) -> Self {
        Self { n: found.n as u64, r: found.r, interval: found.interval }
    }
}

/// A slope within teams, beyond season: an association, no cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelAssociation {
    /// How many teams.
    pub teams: u64,
    /// How many periods.
    pub periods: u64,
    /// How many cells.
    pub cells: u64,
    /// How much higher customers rated where a team rated what it received one point higher than its own average.
    pub beta: f64,
    /// The slopes that the wild cluster bootstrap does not refuse at 5 %.
    pub interval: (f64, f64),
    /// How likely chance makes a slope that stands out as much, by that bootstrap.
    pub p: f64,
    /// How likely it is by turning each team's series: a check by other means.
    pub p_by_shift: f64,
    /// The partial correlation.
    pub r: f64,
    /// Its interval in the same proportion.
    pub r_interval: (f64, f64),
    /// How the teams' means go together: another question, which says nothing about any one team or person.
    #[schema(required)]
    pub between: Option<PanelCorrelation>,
}

impl From<panel::Association> for PanelAssociation {
    fn from(found: panel::Association) -> Self {
        Self {
            teams: found.teams as u64,
            periods: found.periods as u64,
            cells: found.cells as u64,
            beta: found.beta,
            interval: found.interval,
            p: found.p,
            p_by_shift: found.p_by_shift,
            r: found.r,
            r_interval: found.r_interval,
            between: found.between.map(PanelCorrelation::from),
        }
    }
}

/// One distance in time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelLag {
    /// How many periods later customers were asked: before, together, after.
    pub lag: i32,
    /// What was found; null where too little of both sides overlaps.
    #[schema(required)]
    pub found: Option<PanelAssociation>,
    /// Whether it holds among all that were tested, by the larger of both p (Benjamini and Hochberg, 10 %).
    pub holds: bool,
}

/// What was found, or that there is too little for a number.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PanelFinding {
    /// This.
    Known {
        /// The same period: what was declared before anybody looked.
        together: PanelAssociation,
        /// Two periods before to two after, the same period among them.
        lags: Vec<PanelLag>,
        /// How many slopes were tested.
        tested: u64,
    },
    /// Fewer than six teams or twelve periods can be compared.
    TooLittle {
        /// How many teams can.
        teams: u64,
        /// In how many periods.
        periods: u64,
    },
}

impl From<TooLittle> for PanelFinding {
    fn from(too_little: TooLittle) -> Self {
        Self::TooLittle { teams: too_little.teams as u64, periods: too_little.periods as u64 }
    }
}

/// Whether the mean of a team in a period means something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct CellReliability {
    /// ICC(1): how much of one answer its team and period explain.
    pub of_one: f64,
    /// ICC(2): how reliable the mean of a cell is.
    pub of_the_mean: f64,
    /// How many answers a cell has, as they are counted for that.
    pub answers: f64,
    /// How many cells.
    pub cells: u64,
}

/// What inner service has to do with what customers say.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InternalExternal {
    /// How long a period is.
    pub period: PeriodWord,
    /// The teams, by their names.
    pub teams: Vec<PartyRef>,
    /// The cells with enough answers on both sides, by team and period.
    pub points: Vec<PanelPoint>,
    /// All teams together, period by period.
    pub timeline: Vec<PanelPeriod>,
    /// What was found.
    pub finding: PanelFinding,
    /// Whether what was received means something; null where it cannot be told.
    #[schema(required)]
    pub received: Option<CellReliability>,
    /// Whether what customers said means something; null where it cannot be told.
    #[schema(required)]
    pub experienced: Option<CellReliability>,
    /// What of a true correlation of 0.33 one would see through scores as reliable as these.
    #[schema(required)]
    pub seen: Option<f64>,
    /// How many ratings by colleagues there are, also in cells with too few.
    pub ratings: u64,
    /// How many customers' answers there are, also in cells with too few.
    pub answers: u64,
    /// Whether it is about the departments of whoever asks alone.
    pub departments_only: bool,
    /// The instant of all this.
    pub now: Timestamp,
}

/// How many of some worlds without any effect each method calls significant at 5 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FalseAlarms {
    /// How many worlds.
    pub worlds: u32,
    /// All cells thrown together and correlated.
    pub pooled: u32,
    /// The panel, with the wild cluster bootstrap.
    pub panel: u32,
}

impl From<NullAlarms> for FalseAlarms {
    fn from(alarms: NullAlarms) -> Self {
        Self { worlds: alarms.worlds, pooled: alarms.pooled, panel: alarms.wild }
    }
}

/// The same shop without any effect, invented.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NullWorld {
    /// Where its chance comes from.
    pub seed: u32,
    /// Its cells, of the same teams and periods with as many answers.
    pub points: Vec<PanelPoint>,
    /// All teams together, period by period.
    pub timeline: Vec<PanelPeriod>,
    /// What the same analysis finds in it.
    pub finding: PanelFinding,
    /// All its cells thrown together and correlated: what one must not believe.
    #[schema(required)]
    pub pooled: Option<PanelCorrelation>,
    /// What becomes of this and the worlds after it; null where there is too little to make any like it.
    #[schema(required)]
    pub alarms: Option<FalseAlarms>,
}
