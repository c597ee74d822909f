//! When an open chain will end, and how likely its promise is kept, from what chains of the same service took before.
//!
//! The past chains that were made of the same steps are replayed. Those whose running steps had ended sooner than now
//! are put aside, since this chain already knows better; each of the others goes on from now as it once went on. The
//! ends so found are the forecast: half of them lie before the expected end, a tenth before its interval and a tenth
//! behind it, and the share that is not after the due instant is the probability. Leaving out what has ended earlier is
//! the product-limit estimate of a duration that has lasted a while (Kaplan and Meier 1958, here without censoring), so
//! a forecast moves while nothing happens. Whole chains are replayed rather than steps, so that a bad day which slows
//! every step stays one bad day.
//!
//! Three cases need more. Where fewer than 20 past chains had the same steps, each draw takes its steps from different
//! chains. Where next to nobody ever took that long, the slowest are stretched in proportion. And where work was begun
//! late so as to be ready when it was due, its beginning is counted back from the due instant.
//!
//! Seconds are elapsed seconds: nights and weekends are in the past durations already. That a step was accepted is
//! deliberately left out: it was offered, and it is not done.

mod pace;

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::id::StepId;
pub use pace::Pace;

/// Fewer past cases than this of any step still needed, and there is no forecast.
pub const FEWEST: usize = 20;

/// Past chains that are remembered for each set of steps; older ones are forgotten first.
const REMEMBERED: usize = 500;
/// Draws where steps have to be taken from different chains.
const DRAWS: usize = 400;
/// If fewer draws than this took as long as this chain already has, the slowest of all speak for it.
const SLOWEST: usize = 10;

/// How far a chain has come, or how a past one went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// When it was asked for.
    pub opened_at: Timestamp,
    /// The due instant that its promise had at first, towards which the work was planned; none without a promise.
    pub planned_for: Option<Timestamp>,
    /// The steps, in any order; withdrawn ones do not belong to them.
    pub steps: Vec<Step>,
}

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The step of the blueprint.
    pub id: StepId,
    /// The steps, by their places in the course, that have to be over before it is offered. Never in a circle.
    pub after: Vec<usize>,
    /// How far it has come.
    pub stage: Stage,
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody was asked yet.
    Waiting,
    /// Somebody was asked then, and may have begun.
    Offered(Timestamp),
    /// It is over.
    Done {
        /// When somebody was asked.
        offered_at: Timestamp,
        /// When it was done.
        at: Timestamp,
    },
}

/// What can be said about the end of an open chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outlook {
    /// This.
    Known(Forecast),
    /// Too little is known of the past.
    NotYetKnown {
        /// The step of which too few past cases are known; none if only the time after the last step is unknown.
        step: Option<StepId>,
        /// How many are known; less than [`FEWEST`].
        cases: usize,
    },
}

/// The end of an open chain. Nothing in it lies before the instant for which it was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// It ends earlier in one case of ten.
    pub earliest_at: Timestamp,
    /// It ends earlier in one case of two.
    pub expected_at: Timestamp,
    /// It ends later in one case of ten.
    pub latest_at: Timestamp,
    /// The probability that it ends no later than the due instant, from 0 to 1; none without a promise.
    pub kept: Option<f64>,
}

/// What the chains of one service took, in the order in which they closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// By the steps that were done, sorted.
    pasts: BTreeMap<Vec<StepId>, VecDeque<Past>>,
}

/// What one past chain took.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Past {
    /// In the order of the ids.
    steps: Vec<Took>,
    /// Seconds from the end of the last step to that of the chain.
    closing: i64,
    /// Seconds from its opening to the due instant for which it was planned, if most of them passed before anybody was
    /// asked: it was begun so as to be ready by then.
    deferred_for: Option<i64>,
}

/// Seconds that one step took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Took {
    /// From the end of all it waited for until it was offered.
    lag: i64,
    /// From there until it was done.
    work: i64,
}

/// Possible courses of what is left: columns of equally many draws.
struct Draws {
    /// By place in the course; empty for steps that are over.
    steps: Vec<Vec<Took>>,
    closing: Vec<i64>,
}

/// Something that goes on now: what it took in each draw, and the seconds that have passed already.
struct Running {
    took: Vec<i64>,
    passed: i64,
}

impl History {
    /// What the past chains of one service took, each with the instant at which it closed, in the order of closing.
    pub fn learn(pasts: impl IntoIterator<Item = (Course, Timestamp)>) -> Self {
        let mut history = Self::default();
        for (course, closed_at) in pasts {
            history.add(&course, closed_at);
        }
        history
    }

    /// Takes in a chain that closed after all the others. Steps that were never done count as not there.
    pub fn add(&mut self, course: &Course, closed_at: Timestamp) {
        let mut done: Vec<(StepId, Took)> = Vec::with_capacity(course.steps.len());
        let (mut begun_at, mut last) = (None::<Timestamp>, course.opened_at);
        for step in &course.steps {
            if let Stage::Done { offered_at, at } = step.stage {
                let over = step.after.iter().filter_map(|&before| course.steps.get(before)?.done_at());
                let freed_at = over.fold(course.opened_at, Timestamp::max);
                let took = Took { lag: seconds(freed_at, offered_at), work: seconds(offered_at, at) };
                done.push((step.id, took));
                begun_at = Some(begun_at.map_or(offered_at, |begun_at| begun_at.min(offered_at)));
                last = last.max(at);
            }
        }
        done.sort_unstable_by_key(|&(id, _)| id);
        let deferred_for = begun_at.zip(course.planned_for).and_then(|(begun_at, planned_for)| {
            let deferred = seconds(course.opened_at, begun_at) > seconds(begun_at, planned_for);
            deferred.then(|| seconds(course.opened_at, planned_for))
        });
        let (ids, steps) = done.into_iter().unzip();
        let alike = self.pasts.entry(ids).or_default();
        if alike.len() == REMEMBERED {
            alike.pop_front();
        }
        alike.push_back(Past { steps, closing: seconds(last, closed_at), deferred_for });
    }

    /// When `course` will end as things stand at `now`, and how likely that is no later than `due`, the due instant in
    /// force.
    pub fn forecast(&self, course: &Course, due: Option<Timestamp>, now: Timestamp) -> Outlook {
        let draws = match self.draws(course) {
            Ok(draws) => draws,
            Err(unknown) => return unknown,
        };
        let mut ends = draws.ends(course, now);
        ends.sort_unstable();
        let at = |share: f64| {
            let left = quantile(&ends, share);
            now.checked_add(SignedDuration::from_secs(left)).unwrap_or(Timestamp::MAX)
        };
        let kept = due.map(|due| {
            let on_time = ends.partition_point(|&left| left <= due.as_second() - now.as_second());
            // Half a case more on either side: what was never seen is not impossible. What is late already is late.
            if now > due { 0.0 } else { (on_time as f64 + 0.5) / (ends.len() as f64 + 1.0) }
        });
        Outlook::Known(Forecast { earliest_at: at(0.1), expected_at: at(0.5), latest_at: at(0.9), kept })
    }

    /// Past chains with the same steps, or else past cases of each step.
    fn draws(&self, course: &Course) -> Result<Draws, Outlook> {
        let mut ids: Vec<StepId> = course.steps.iter().map(|step| step.id).collect();
        ids.sort_unstable();
        let planned_for = course.planned_for.map(|at| seconds(course.opened_at, at));
        let unbegun = course.steps.iter().all(|step| step.stage == Stage::Waiting);
        // What was deferred begins as long before the due instant as it did before its own.
        let later = |past: &Past, step: &Step| match (past.deferred_for, planned_for) {
            (Some(its), Some(own)) if unbegun && step.after.is_empty() => own - its,
            _ => 0,
        };
        let took = |past: &Past, column: usize, step: &Step| {
            let took = past.steps[column];
            Took { lag: (took.lag + later(past, step)).max(0), ..took }
        };
        let open = |step: &&Step| step.done_at().is_none();

        if let Some(alike) = self.pasts.get(&ids).filter(|alike| alike.len() >= FEWEST) {
            let column = |step: &Step| -> Vec<Took> {
                let column = ids.partition_point(|&id| id < step.id);
                alike.iter().map(|past| took(past, column, step)).collect()
            };
            let steps = course.steps.iter().map(|step| if open(&step) { column(step) } else { Vec::new() }).collect();
            return Ok(Draws { steps, closing: alike.iter().map(|past| past.closing).collect() });
        }

        let spread = spread(course.steps.len() + 1);
        let draw = |column: usize, cases: usize| {
            let share = spread[column];
            (0..DRAWS).map(move |draw| ((draw as f64 * share).fract() * cases as f64) as usize)
        };
        let mut steps = Vec::with_capacity(course.steps.len());
        for (place, step) in course.steps.iter().enumerate() {
            if step.done_at().is_some() {
                steps.push(Vec::new());
                continue;
            }
            let with_it = self.pasts.iter().filter_map(|(ids, pasts)| Some((ids.binary_search(&step.id).ok()?, pasts)));
            let cases: Vec<Took> =
                with_it.flat_map(|(column, pasts)| pasts.iter().map(move |past| took(past, column, step))).collect();
            if cases.len() < FEWEST {
                return Err(Outlook::NotYetKnown { step: Some(step.id), cases: cases.len() });
            }
            steps.push(draw(place, cases.len()).map(|case| cases[case]).collect());
        }
        let closing: Vec<i64> = self.pasts.values().flatten().map(|past| past.closing).collect();
        if closing.len() < FEWEST {
            return Err(Outlook::NotYetKnown { step: None, cases: closing.len() });
        }
        let closing = draw(course.steps.len(), closing.len()).map(|case| closing[case]).collect();
        Ok(Draws { steps, closing })
    }
}

impl Draws {
    /// Seconds from `now` to the end of the chain, for each draw that agrees with what has happened.
    fn ends(self, course: &Course, now: Timestamp) -> Vec<i64> {
        let width = course.steps.len();
        let mut running: Vec<Option<Running>> = Vec::with_capacity(width + 1);
        for (step, took) in course.steps.iter().zip(&self.steps) {
            running.push(match step.stage {
                Stage::Done { .. } => None,
                Stage::Offered(at) => {
                    Some(Running { took: took.iter().map(|took| took.work).collect(), passed: seconds(at, now) })
                }
                Stage::Waiting => course
                    .freed_at(step)
                    .map(|at| Running { took: took.iter().map(|took| took.lag).collect(), passed: seconds(at, now) }),
            });
        }
        let over_at = course.steps.iter().try_fold(course.opened_at, |last, step| Some(last.max(step.done_at()?)));
        running.push(over_at.map(|at| Running { took: self.closing.clone(), passed: seconds(at, now) }));

        let agrees = |&draw: &usize| running.iter().flatten().all(|running| running.took[draw] >= running.passed);
        let mut draws: Vec<usize> = (0..self.closing.len()).filter(agrees).collect();
        if draws.len() < SLOWEST {
            draws = (0..self.closing.len()).collect();
            for running in running.iter_mut().flatten() {
                running.outlast();
            }
        }

        let order = course.order();
        let mut ends = vec![0; width];
        let end = |draw: usize| {
            for &place in &order {
                let step = &course.steps[place];
                let freed = step.after.iter().filter_map(|&before| ends.get(before).copied()).fold(0, i64::max);
                let left = running[place].as_ref().map(|running| running.took[draw] - running.passed);
                ends[place] = match step.stage {
                    Stage::Done { .. } => 0,
                    Stage::Offered(_) => left.unwrap_or(0).max(freed),
                    Stage::Waiting => {
                        freed + left.unwrap_or(self.steps[place][draw].lag) + self.steps[place][draw].work
                    }
                };
            }
            let last = ends.iter().copied().fold(0, i64::max);
            last + running[width].as_ref().map_or(self.closing[draw], |running| running.took[draw] - running.passed)
        };
        draws.into_iter().map(end).collect()
    }
}

impl Running {
    /// Makes every draw take at least as long as has passed: those that did take the places of the others in the order
    /// of their lengths. If there are too few, the slowest are stretched until they did.
    fn outlast(&mut self) {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let first = sorted.partition_point(|&took| took < self.passed).min(sorted.len().saturating_sub(SLOWEST));
        let slowest = &sorted[first..];
        let stretch = if slowest[0] > 0 { (self.passed as f64 / slowest[0] as f64).max(1.0) } else { 1.0 };
        for took in &mut self.took {
            let rank = sorted.partition_point(|other| other < took);
            let chosen = slowest[rank * slowest.len() / sorted.len()];
            *took = ((chosen as f64 * stretch) as i64).max(self.passed);
        }
    }
}

impl Course {
    /// When everything was over that `step` waits for; none while something is not.
    fn freed_at(&self, step: &Step) -> Option<Timestamp> {
        let mut over = step.after.iter().filter_map(|&before| self.steps.get(before)).map(Step::done_at);
        over.try_fold(self.opened_at, |last, at| Some(last.max(at?)))
    }

    /// The places in an order in which each comes after those it waits for; what is in a circle comes last.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::with_capacity(self.steps.len());
        let mut placed = vec![false; self.steps.len()];
        for _ in 0..self.steps.len() {
            let ready = |place: &usize| {
                !placed[*place] && self.steps[*place].after.iter().all(|&before| placed.get(before) != Some(&false))
            };
            let any = || (0..placed.len()).find(|&place| !placed[place]);
            if let Some(next) = (0..placed.len()).find(ready).or_else(any) {
                placed[next] = true;
                order.push(next);
            }
        }
        order
    }
}

impl Step {
    fn done_at(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Done { at, .. } => Some(at),
            Stage::Waiting | Stage::Offered(_) => None,
        }
    }
}

/// Seconds from one instant to another; 0 if it lies before.
fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    (to.as_second() - from.as_second()).max(0)
}

/// The value below which `share` of the sorted `values` lie, between its neighbours in proportion (Hazen 1914).
fn quantile(values: &[i64], share: f64) -> i64 {
    let last = values.len() - 1;
    let place = (share * values.len() as f64 - 0.5).clamp(0.0, last as f64);
    let (low, high) = (values[place as usize], values[(place as usize + 1).min(last)]);
    low + (place.fract() * (high - low) as f64) as i64
}

/// Steps between 0 and 1, one for each of `columns`, whose multiples fill the columns evenly and independently of each
/// other: the additive recurrence R of Roberts (2018), from the root of x^(d+1) = x + 1.
fn spread(columns: usize) -> Vec<f64> {
    let power = 1.0 / (columns as f64 + 1.0);
    let root = (0..40).fold(2.0_f64, |root, _| (1.0 + root).powf(power));
    (1..=columns).map(|column| root.powi(-(column as i32))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const HOUR: i64 = 3600;

    fn id(number: usize) -> StepId {
        StepId(Uuid::from_u128(number as u128))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    /// Steps `1, 2, …` with what each waits for and how far it has come.
    fn course(planned_for: Option<i64>, steps: &[(&[usize], Stage)]) -> Course {
        let step = |(place, &(after, stage)): (usize, &(&[usize], Stage))| Step {
            id: id(place + 1),
            after: after.to_vec(),
            stage,
        };
        Course {
            opened_at: at(0),
            planned_for: planned_for.map(at),
            steps: steps.iter().enumerate().map(step).collect(),
        }
    }

    fn done(offered: i64, done: i64) -> Stage {
        Stage::Done { offered_at: at(offered), at: at(done) }
    }

    /// Two steps in a row that took these hours, and nothing in between.
    fn in_a_row(first: i64, second: i64) -> (Course, Timestamp) {
        let end = (first + second) * HOUR;
        (course(None, &[(&[], done(0, first * HOUR)), (&[0], done(first * HOUR, end))]), at(end))
    }

    fn known(outlook: Outlook) -> Forecast {
        match outlook {
            Outlook::Known(forecast) => forecast,
            Outlook::NotYetKnown { .. } => panic!("{outlook:?}"),
        }
    }

    #[test]
    fn the_forecast_is_the_spread_of_what_past_chains_took() {
        // Half of them took 2 hours, the others 4 and 6.
        let history =
            History::learn((0..100).map(|number| in_a_row(1, if number % 2 == 0 { 1 } else { 2 + number % 4 })));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        let forecast = known(history.forecast(&open, Some(at(4 * HOUR)), at(0)));
        assert_eq!((forecast.earliest_at, forecast.latest_at), (at(2 * HOUR), at(6 * HOUR)));
        assert_eq!(forecast.kept, Some(75.5 / 101.0));
        assert_eq!(known(history.forecast(&open, None, at(0))).kept, None);
    }

    #[test]
    fn what_has_lasted_longer_than_most_ends_later_although_nothing_happens() {
        let history = History::learn((0..100).map(|number| in_a_row(1 + number / 10, 1)));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        let after = |hours: i64| known(history.forecast(&open, Some(at(9 * HOUR)), at(hours * HOUR)));
        assert_eq!((after(0).expected_at, after(0).kept), (at(6 * HOUR + HOUR / 2), Some(80.5 / 101.0)));
        // From six hours on are left those that took six to ten.
        assert_eq!((after(6).expected_at, after(6).kept), (at(9 * HOUR), Some(30.5 / 51.0)));
        assert_eq!(after(10).kept, Some(0.0));
    }

    #[test]
    fn what_has_lasted_longer_than_all_others_goes_on_as_the_slowest_did_in_proportion() {
        let history = History::learn((0..40).map(|number| in_a_row(1 + number / 5, 1)));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        // The slowest ten took seven and eight hours, so after fourteen it takes fourteen or sixteen, and an hour more.
        let forecast = known(history.forecast(&open, None, at(14 * HOUR)));
        assert_eq!((forecast.earliest_at, forecast.latest_at), (at(15 * HOUR), at(17 * HOUR)));
    }

    #[test]
    fn a_day_on_which_everything_was_slow_stays_one_day() {
        // Every fifth chain is slow in both steps; the others in neither.
        let slow = |number: i64| if number % 5 == 0 { 5 } else { 1 };
        let history = History::learn((0..100).map(|number| in_a_row(slow(number), slow(number))));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        assert_eq!(known(history.forecast(&open, Some(at(2 * HOUR)), at(0))).kept, Some(80.5 / 101.0));
        let slow = known(history.forecast(&open, Some(at(9 * HOUR)), at(2 * HOUR)));
        assert_eq!((slow.earliest_at, slow.kept), (at(10 * HOUR), Some(0.5 / 21.0)));
    }

    #[test]
    fn of_steps_beside_each_other_the_longer_counts() {
        let past = course(None, &[(&[], done(0, HOUR)), (&[], done(0, 3 * HOUR)), (&[0, 1], done(3 * HOUR, 4 * HOUR))]);
        let history = History::learn((0..30).map(|_| (past.clone(), at(5 * HOUR))));
        let open = course(None, &[(&[], done(0, HOUR)), (&[], Stage::Offered(at(0))), (&[0, 1], Stage::Waiting)]);
        assert_eq!(known(history.forecast(&open, None, at(2 * HOUR))).expected_at, at(5 * HOUR));
        // The order in which they are listed says nothing.
        let mut turned = open.clone();
        turned.steps.reverse();
        turned.steps[0].after = vec![1, 2];
        assert_eq!(history.forecast(&turned, None, at(2 * HOUR)), history.forecast(&open, None, at(2 * HOUR)));
    }

    #[test]
    fn what_is_begun_so_as_to_be_ready_when_it_is_due_is_anchored_there() {
        let past = |days: i64| {
            let due = days * 24 * HOUR;
            (course(Some(due), &[(&[], done(due - 3 * HOUR, due - HOUR))]), at(due - HOUR))
        };
        let history = History::learn((0..40).map(|number| past(1 + number % 4)));
        let due = 9 * 24 * HOUR;
        let open = course(Some(due), &[(&[], Stage::Waiting)]);
        let forecast = known(history.forecast(&open, Some(at(due)), at(HOUR)));
        assert_eq!((forecast.earliest_at, forecast.latest_at), (at(due - HOUR), at(due - HOUR)));
    }

    #[test]
    fn with_fewer_than_twenty_cases_of_a_step_that_is_still_needed_nothing_is_known() {
        let mut history = History::learn((0..19).map(|_| in_a_row(1, 1)));
        let alone = course(None, &[(&[], done(0, HOUR))]);
        history.add(&alone, at(HOUR));
        let open = |first| course(None, &[(&[], first), (&[0], Stage::Waiting)]);
        let unknown = Outlook::NotYetKnown { step: Some(id(2)), cases: 19 };
        assert_eq!(history.forecast(&open(Stage::Offered(at(0))), None, at(0)), unknown);
        // Once it is over nobody asks.
        let over = course(None, &[(&[], done(0, HOUR)), (&[0], done(HOUR, 2 * HOUR))]);
        assert_eq!(known(history.forecast(&over, None, at(2 * HOUR))).expected_at, at(2 * HOUR));
        assert_eq!(
            History::default().forecast(&over, None, at(2 * HOUR)),
            Outlook::NotYetKnown { step: None, cases: 0 }
        );
        history.add(&in_a_row(1, 1).0, at(2 * HOUR));
        assert_eq!(known(history.forecast(&open(Stage::Offered(at(0))), None, at(0))).expected_at, at(2 * HOUR));
    }

    #[test]
    fn steps_that_never_met_in_one_chain_are_taken_from_different_ones() {
        let alone = |number: usize, hours: i64| {
            let mut course = course(None, &[(&[], done(0, hours * HOUR))]);
            course.steps[0].id = id(number);
            (course, at(hours * HOUR))
        };
        let history = History::learn((0..80).map(|number| {
            let hours = 1 + i64::from(number / 2 % 2 == 0);
            alone(1 + number % 2, hours)
        }));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        let within = |hours: i64| known(history.forecast(&open, Some(at(hours * HOUR)), at(0))).kept.unwrap();
        assert!((within(2) - 0.25).abs() < 0.02 && (within(3) - 0.75).abs() < 0.02, "{} {}", within(2), within(3));
    }

    #[test]
    fn the_oldest_chains_are_forgotten_first() {
        let quick = (0..REMEMBERED).map(|_| in_a_row(1, 1));
        let history = History::learn((0..30).map(|_| in_a_row(9, 9)).chain(quick));
        let open = course(None, &[(&[], Stage::Offered(at(0))), (&[0], Stage::Waiting)]);
        assert!(known(history.forecast(&open, Some(at(2 * HOUR)), at(0))).kept.unwrap() > 0.999);
    }

    /// The seconds that each step of a chain waited and took.
    type Spent = Vec<(i64, i64)>;

    /// Up to five steps that wait only for steps before them, and seconds for each that is made of them.
    fn pasts() -> impl Strategy<Value = (Vec<Vec<usize>>, Vec<Spent>)> {
        let after = prop::collection::vec(any::<u8>(), 1..6).prop_map(|masks| {
            let waits = |(place, mask): (usize, u8)| (0..place).filter(|before| mask >> before & 1 == 1).collect();
            masks.into_iter().enumerate().map(waits).collect::<Vec<Vec<usize>>>()
        });
        after.prop_flat_map(|after| {
            let chain = prop::collection::vec((0_i64..50, 0_i64..500), after.len());
            (Just(after), prop::collection::vec(chain, 20..60))
        })
    }

    /// How a chain whose steps take so long stands `now` seconds after its opening, and when it closes.
    fn played(after: &[Vec<usize>], took: &[(i64, i64)], planned_for: i64, now: i64) -> (Course, i64) {
        let mut ends = Vec::new();
        let mut steps: Vec<(&[usize], Stage)> = Vec::new();
        for (after, (lag, work)) in after.iter().zip(took) {
            let offered = after.iter().map(|&before| ends[before]).max().unwrap_or(0) + lag;
            ends.push(offered + work);
            let stage = match now {
                _ if offered + work <= now => done(offered, offered + work),
                _ if offered <= now => Stage::Offered(at(offered)),
                _ => Stage::Waiting,
            };
            steps.push((after, stage));
        }
        (course(Some(planned_for), &steps), ends.into_iter().max().unwrap_or(0) + 7)
    }

    proptest! {
        #[test]
        fn a_forecast_is_ordered_never_lies_in_the_past_and_likes_a_later_due(
            (after, took) in pasts(),
            planned_for in 1_i64..3000,
            now in 0_i64..4000,
            dues in (0_i64..4000, 0_i64..4000),
            waited in 0_i64..100_000,
        ) {
            let past = |took: &Spent| {
                let (course, closed) = played(&after, took, planned_for, i64::MAX);
                (course, at(closed))
            };
            let history = History::learn(took.iter().skip(1).chain([&took[1]]).map(past));
            let (open, _) = played(&after, &took[0], planned_for, now);
            // Nothing has happened since then.
            let now = at(now + waited);
            let forecast = |due: i64| known(history.forecast(&open, Some(at(due)), now));
            let (sooner, later) = (forecast(dues.0.min(dues.1)), forecast(dues.0.max(dues.1)));
            prop_assert!(now <= sooner.earliest_at);
            prop_assert!(sooner.earliest_at <= sooner.expected_at && sooner.expected_at <= sooner.latest_at);
            prop_assert!(0.0 <= sooner.kept.unwrap() && sooner.kept <= later.kept && later.kept.unwrap() <= 1.0);
            prop_assert_eq!(Forecast { kept: later.kept, ..sooner }, later);
            prop_assert_eq!(history.clone().forecast(&open, Some(at(dues.0)), now), Outlook::Known(forecast(dues.0)));
        }

        #[test]
        fn the_only_step_of_a_chain_is_never_expected_earlier_because_time_passed(
            took in prop::collection::vec(0_i64..10_000, 20..200),
            moments in (0_i64..10_000, 0_i64..10_000),
        ) {
            let past = |&took: &i64| (course(None, &[(&[], done(0, took))]), at(took));
            let history = History::learn(took.iter().map(past));
            let open = course(None, &[(&[], Stage::Offered(at(0)))]);
            let forecast = |now: i64| known(history.forecast(&open, Some(at(5_000)), at(now)));
            let (sooner, later) = (forecast(moments.0.min(moments.1)), forecast(moments.0.max(moments.1)));
            // Where the slowest begin to speak for it, the last of them may stand for one more or less.
            let slowest = took.iter().filter(|&&took| took >= moments.0.max(moments.1)).count() < SLOWEST;
            prop_assert!(slowest || sooner.expected_at <= later.expected_at);
            prop_assert!(slowest || sooner.earliest_at <= later.earliest_at);
            prop_assert!(slowest || sooner.latest_at <= later.latest_at);
        }
    }
}
