//! What inner service has to do with what customers say, and what it would look like if it had nothing to do with it.
//!
//! For those who have insight, over the chains that they have insight into. The numbers of a world without an effect are
//! made from the same readings, so nothing in them is of anybody.

use std::collections::BTreeMap;

use catena_analysis::Resampling;
use catena_analysis::discovery::{Discoveries, FALSE_SHARE};
use catena_analysis::panel::{Finding, Naive, Panel, Reading, Sources, TooLittle, associate};
use catena_analysis::reliability::{Spread, seen};
use catena_simulator::Null;

use super::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::panel::{DRAWS, Known, Period};
use crate::insight::Insight;
use crate::views::panel::{
    CellMean, CellReliability, InternalExternal, NullWorld, PanelFinding, PanelLag, PanelPeriod, PanelPoint, PeriodWord,
};
use crate::views::requests::PartyRef;

/// A correlation of which one asks what would be seen of it: that of units in the literature.
const TRUE_CORRELATION: f64 = 0.33;
/// How many worlds tell how often chance alone raises an alarm.
const WORLDS: u32 = 200;
/// Draws for each of these worlds: enough to tell 5 % from more.
const FEW_DRAWS: Resampling = Resampling { resamples: 399, seed: 1 };

/// What was found, as far as whoever asks has insight.
pub fn show(desk: &Desk, actor: &Actor, word: PeriodWord) -> Result<InternalExternal, Refusal> {
    let (insight, known, now) = find(desk, actor, word)?;
    let period = length(word);
    let (received, experienced) = (reliability(known.spreads.0), reliability(known.spreads.1));
    let both = received.zip(experienced);
    Ok(InternalExternal {
        period: word,
        teams: known.table.teams.iter().map(|(id, name)| PartyRef { id: id.0, name: name.clone() }).collect(),
        points: points(&known.table.sources, period),
        timeline: timeline(&known.table.sources, period),
        finding: finding(&known.finding),
        received,
        experienced,
        seen: both.map(|(one, other)| seen(TRUE_CORRELATION, (one.of_the_mean, other.of_the_mean))),
        ratings: known.table.count.0,
        answers: known.table.count.1,
        departments_only: insight != Insight::Everything,
        now,
    })
}

/// The same teams, periods, answers, levels and seasons with nothing that one side has to do with the other.
pub fn draw_null_world(desk: &Desk, actor: &Actor, word: PeriodWord, seed: u32) -> Result<NullWorld, Refusal> {
    let (_, known, _) = find(desk, actor, word)?;
    let period = length(word);
    let panel = match &known.panel {
        Ok(panel) => panel,
        Err(too_little) => {
            let finding = PanelFinding::from(*too_little);
            return Ok(NullWorld { seed, points: vec![], timeline: vec![], finding, pooled: None, alarms: None });
        }
    };
    let within = |spread: Option<Spread>| spread.map_or(0.0, |spread| spread.within);
    let null = Null::like(&known.table.sources, panel, (within(known.spreads.0), within(known.spreads.1)));
    let world = null.world(u64::from(seed));
    Ok(NullWorld {
        seed,
        points: points(&world, period),
        timeline: timeline(&world, period),
        finding: finding(&associate(&world, DRAWS)),
        pooled: Panel::of(&world, 0).ok().and_then(|panel| Naive::of(&panel).pooled).map(Into::into),
        alarms: Some(null.alarms(u64::from(seed), WORLDS, FEW_DRAWS).into()),
    })
}

type Found = (Insight, std::sync::Arc<Known>, jiff::Timestamp);

fn find(desk: &Desk, actor: &Actor, word: PeriodWord) -> Result<Found, Refusal> {
    let insight = Insight::of(actor)?;
    let now = desk.now();
    let voices = desk.voices(&insight)?;
    let known = desk.panels().find(&voices, length(word), now);
    Ok((insight, known, now))
}

fn length(word: PeriodWord) -> Period {
    match word {
        PeriodWord::Month => Period::Month,
        PeriodWord::Week => Period::Week,
    }
}

fn mean(reading: &Reading) -> CellMean {
    CellMean { mean: reading.mean, n: reading.n }
}

/// The cells that have both sides.
fn points(sources: &Sources, period: Period) -> Vec<PanelPoint> {
    let said: BTreeMap<(u32, i32), &Reading> =
        sources.experienced.iter().map(|reading| ((reading.team, reading.period), reading)).collect();
    let mut points: Vec<PanelPoint> = sources
        .received
        .iter()
        .filter_map(|reading| {
            let said = said.get(&(reading.team, reading.period))?;
            let period = period.begins_on(reading.period);
            Some(PanelPoint { team: reading.team, period, received: mean(reading), experienced: mean(said) })
        })
        .collect();
    points.sort_by_key(|point| (point.team, point.period));
    points
}

/// All teams together: the means of their readings, each weighing as many answers as it has.
fn timeline(sources: &Sources, period: Period) -> Vec<PanelPeriod> {
    let pool = |readings: &[Reading]| {
        let mut pooled: BTreeMap<i32, (f64, u64)> = BTreeMap::new();
        for reading in readings {
            let (sum, n) = pooled.entry(reading.period).or_default();
            (*sum, *n) = (*sum + reading.mean * reading.n as f64, *n + reading.n);
        }
        pooled
    };
    let (received, said) = (pool(&sources.received), pool(&sources.experienced));
    let all = received.keys().chain(said.keys());
    let (Some(&first), Some(&last)) = (all.clone().min(), all.max()) else { return Vec::new() };
    let mean = |pooled: &BTreeMap<i32, (f64, u64)>, number: i32| {
        pooled.get(&number).map(|&(sum, n)| CellMean { mean: sum / n as f64, n })
    };
    (first..=last)
        .map(|number| PanelPeriod {
            period: period.begins_on(number),
            received: mean(&received, number),
            experienced: mean(&said, number),
        })
        .collect()
}

fn finding(found: &Result<Finding, TooLittle>) -> PanelFinding {
    let found = match found {
        Ok(found) => found,
        Err(too_little) => return PanelFinding::from(*too_little),
    };
    // What only one of both methods finds strange does not hold.
    let p = found.lags.iter().filter_map(|lag| lag.found.ok()).map(|found| found.p.max(found.p_by_shift));
    let p: Vec<f64> = p.collect();
    let discoveries = Discoveries::of(&p, FALSE_SHARE);
    let mut held = discoveries.held.iter();
    let lags = found.lags.iter().map(|lag| {
        let holds = lag.found.is_ok() && held.next().copied().unwrap_or_default();
        PanelLag { lag: lag.lag, found: lag.found.ok().map(Into::into), holds }
    });
    PanelFinding::Known { together: found.together.into(), lags: lags.collect(), tested: discoveries.tested as u64 }
}

fn reliability(spread: Option<Spread>) -> Option<CellReliability> {
    let spread = spread?;
    Some(CellReliability {
        of_one: spread.of_one_answer()?,
        of_the_mean: spread.of_the_mean()?,
        answers: spread.size,
        cells: spread.groups as u64,
    })
}
