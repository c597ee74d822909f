//! Teams by periods: how each team rated what it received from its colleagues, beside what customers said of promises that
//! ran through it (docs/definitions.md, "Internal and external").
//!
//! What was received: "could I do my part well with what I got", 1 to 5, each answer weighted by one over its chance of
//! being asked for, in the period in which it was received. What customers said: how satisfied they are, 1 to 5, in the
//! period in which they were asked, once for every team that held something in the chain behind the promise. A reading
//! exists from five answers on; of what colleagues said also only from three raters on, and never between anybody but
//! teams of three or more.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use catena_analysis::Resampling;
use catena_analysis::estimate::{FEWEST_RATINGS, Moments};
use catena_analysis::panel::{Finding, Panel, Reading, Sources, TooLittle, associate};
use catena_analysis::reliability::Spread;
use catena_domain::feedback::Answer;
use catena_domain::id::PartyId;
use catena_domain::rating::RATERS;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Voices;
use crate::cache::Cache;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// A month of the calendar, in UTC.
    #[default]
    Month,
    /// A week from Monday on, in UTC.
    Week,
}

impl Period {
    /// The number of the period in which an instant lies; consecutive periods have consecutive numbers.
    pub fn of(self, at: Timestamp) -> i32 {
        let date = at.to_zoned(TimeZone::UTC).date();
        match self {
            Self::Month => i32::from(date.year()) * 12 + i32::from(date.month()) - 1,
            Self::Week => (days_since_1970(date) + 3).div_euclid(7),
        }
    }

    /// The first day of a period.
    pub fn begins_on(self, number: i32) -> Date {
        match self {
            Self::Month => {
                let (year, month) = (number.div_euclid(12), number.rem_euclid(12) + 1);
                Date::new(year as i16, month as i8, 1).unwrap_or(Date::MIN)
            }
            Self::Week => EPOCH.checked_add((i64::from(number) * 7 - 3).days()).unwrap_or(Date::MIN),
        }
    }
}

/// A Thursday.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

fn days_since_1970(date: Date) -> i32 {
    date.since(EPOCH).map_or(0, |span| span.get_days())
}

/// What was said, by team and period.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The teams of which anything was said, by their names; a reading names a team by its place here.
    pub teams: Vec<(PartyId, String)>,
    /// The readings.
    pub sources: Sources,
    /// The answers of each cell of the readings, unweighted: what was received, and what customers said.
    pub answers: (Vec<Moments>, Vec<Moments>),
    /// How many answers there are in all, also of cells with too few.
    pub count: (u64, u64),
}

/// The answers about one team in one period.
#[derive(Default)]
struct Cell {
    plain: Moments,
    weight: f64,
    sum: f64,
    raters: BTreeSet<PartyId>,
}

impl Table {
    /// Of all that may be counted at `now`.
    pub fn of(voices: &Voices, period: Period, now: Timestamp) -> Self {
        let (mut received, mut said) = (Cells::new(), Cells::new());
        let mut count = (0, 0);
        for rating in voices.ratings(now) {
            let Some(ease) = rating.answer.and_then(|(answer, _)| answer.ease) else { continue };
            if rating.giver == rating.receiver || !voices.is_crowd(rating.giver) || !voices.is_crowd(rating.receiver) {
                continue;
            }
            let Some(weight) = (rating.chance.0 > 0).then(|| 1.0 / rating.chance.share()) else { continue };
            count.0 += 1;
            let cell = received.entry((rating.receiver, period.of(rating.asked_at))).or_default();
            cell.plain.add(f64::from(ease));
            cell.weight += weight;
            cell.sum += weight * f64::from(ease);
            cell.raters.insert(rating.rater);
        }
        for asked in voices.asked.iter().filter(|asked| asked.root.is_some()) {
            let csat = asked.values.iter().find_map(|(_, answer)| match answer {
                Answer::Csat(csat) => Some(f64::from(csat.value())),
                _ => None,
            });
            let Some(csat) = csat else { continue };
            count.1 += 1;
            let teams: BTreeSet<PartyId> = asked.chain.iter().map(|held| held.team).collect();
            for team in teams.into_iter().filter(|team| voices.is_crowd(*team)) {
                let cell = said.entry((team, period.of(asked.asked_at))).or_default();
                cell.plain.add(csat);
                cell.weight += 1.0;
                cell.sum += csat;
            }
        }
        received.retain(|_, cell| cell.plain.n() >= FEWEST_RATINGS && cell.raters.len() >= RATERS);
        said.retain(|_, cell| cell.plain.n() >= FEWEST_RATINGS);
        let mut teams: Vec<(PartyId, String)> = received
            .keys()
            .chain(said.keys())
            .map(|(team, _)| *team)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|team| Some((team, voices.teams.get(&team)?.name.clone())))
            .collect();
        teams.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
        let places: HashMap<PartyId, u32> = (0..).zip(&teams).map(|(place, (team, _))| (*team, place)).collect();
        let (of_received, of_said) = (readings(&received, &places), readings(&said, &places));
        Self {
            teams,
            sources: Sources { received: of_received.0, experienced: of_said.0, controls: Vec::new() },
            answers: (of_received.1, of_said.1),
            count,
        }
    }
}

type Cells = BTreeMap<(PartyId, i32), Cell>;

fn readings(cells: &Cells, places: &HashMap<PartyId, u32>) -> (Vec<Reading>, Vec<Moments>) {
    let read = |(&(team, period), cell): (&(PartyId, i32), &Cell)| {
        let team = *places.get(&team)?;
        Some((Reading { team, period, mean: cell.sum / cell.weight, n: cell.plain.n() }, cell.plain))
    };
    cells.iter().filter_map(read).unzip()
}

/// How often chance is drawn.
pub const DRAWS: Resampling = Resampling { resamples: 999, seed: 1 };

/// For how many insights and periods panels are kept.
const KEPT: usize = 4;

/// What was found in what was said.
#[derive(Debug)]
pub struct Known {
    /// What was said.
    pub table: Table,
    /// The panel, unless there is too little.
    pub panel: Result<Panel, TooLittle>,
    /// What inner service has to do with what customers say.
    pub finding: Result<Finding, TooLittle>,
    /// Whether the means of cells mean something: what was received, and what customers said.
    pub spreads: (Option<Spread>, Option<Spread>),
}

impl Known {
    fn of(table: Table) -> Self {
        let finding = associate(&table.sources, DRAWS);
        let panel = Panel::of(&table.sources, 0);
        let spreads = (Spread::of(&table.answers.0), Spread::of(&table.answers.1));
        Self { table, panel, finding, spreads }
    }
}

/// Panels that were worked out, the last few.
pub struct Panels(Cache<Of, Known>);

impl Default for Panels {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Panels {
    /// What is found in `voices`; worked out once for what was said, and again when more of it may be counted.
    pub fn find(&self, voices: &Arc<Voices>, period: Period, now: Timestamp) -> Arc<Known> {
        let of = Of { voices: voices.clone(), period, hour: now.as_second().div_euclid(3600) };
        self.0.ask(of, || Known::of(Table::of(voices, period, now)))
    }
}

/// Of what a panel was made.
struct Of {
    voices: Arc<Voices>,
    period: Period,
    hour: i64,
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.voices, &other.voices) && (self.period, self.hour) == (other.period, other.hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn periods_follow_each_other_and_begin_where_they_begin() {
        for (period, before, after, first) in [
            (Period::Month, "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2027-01-01"),
            (Period::Month, "2028-02-29T23:59:59Z", "2028-03-01T00:00:00Z", "2028-03-01"),
            (Period::Week, "2026-11-22T23:59:59Z", "2026-11-23T00:00:00Z", "2026-11-23"),
            (Period::Week, "1969-12-28T23:59:59Z", "1969-12-29T00:00:00Z", "1969-12-29"),
        ] {
            let number = period.of(at(after));
            assert_eq!(period.of(at(before)) + 1, number, "{after}");
            assert_eq!(period.begins_on(number).to_string(), first);
        }
    }
}
