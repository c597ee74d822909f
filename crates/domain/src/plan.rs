//! Planning arithmetic: whether a chain of steps can keep a promise, and by when each step has to begin.
//!
//! The critical path method on working time: a pass forward from the beginning gives each step's earliest start and
//! end, a pass backward from the due instant its latest ones, the difference is its slack. Each step runs on its
//! performer's calendar, the promise on its own clock.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;

/// One step of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    /// Seconds that it may take: working time with a calendar, else elapsed.
    pub seconds: i64,
    /// Its performer's calendar.
    pub calendar: Option<Calendar>,
    /// The steps, by their places in the plan, that have to end before it begins.
    pub after: Vec<usize>,
}

/// Steps in an order in which each comes after those it waits for.
#[derive(Clone, Debug)]
pub struct Plan {
    steps: Vec<Step>,
    order: Vec<usize>,
}

/// Why steps are no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// A step waits for one that is not there.
    #[error("step {0} waits for a step that does not exist")]
    UnknownStep(usize),
    /// Steps wait for each other.
    #[error("step {0} waits for itself, over others")]
    Cycle(usize),
    /// A step takes less than no time.
    #[error("step {0} takes less than no time")]
    NegativeDuration(usize),
}

/// By when a hand-off that no plan foresaw should be done: its parent's due instant less the seconds that the parent
/// still needs afterwards, on the clock of the parent's performer. None if ten years do not hold so much time.
pub fn propose_due(parent_due: Timestamp, still_needed: i64, calendar: Option<&Calendar>) -> Option<Timestamp> {
    let rest = Step { seconds: still_needed, calendar: calendar.cloned(), after: Vec::new() };
    rest.latest_start(parent_due)
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun.
    Waiting,
    /// Somebody has been at it since then.
    Running(Timestamp),
    /// It was over then.
    Done(Timestamp),
}

/// When a step can and has to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// It can begin no earlier: what it waits for ends then.
    pub earliest_start: Timestamp,
    /// It can end no earlier.
    pub earliest_end: Timestamp,
    /// It has to begin by then.
    pub latest_start: Timestamp,
    /// It has to end by then.
    pub latest_end: Timestamp,
    /// Seconds of the performer's clock that it can wait without breaking the promise; negative if it is too late.
    pub slack: i64,
}

/// All steps of a plan in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// By place in the plan.
    pub windows: Vec<Window>,
    /// When the last step can end, and so the earliest instant that can be promised.
    pub end: Timestamp,
}

impl Schedule {
    /// Elapsed seconds by which the plan misses `due`, if it does: promising that would be promising more than the
    /// chain can keep.
    pub fn shortfall(&self, due: Timestamp) -> Option<i64> {
        Some(self.end.as_second() - due.as_second()).filter(|&missing| missing > 0)
    }

    /// The steps without which the end would come earlier: those with the least slack.
    pub fn critical(&self) -> impl Iterator<Item = usize> {
        let least = self.windows.iter().map(|window| window.slack).min();
        self.windows.iter().enumerate().filter(move |(_, window)| Some(window.slack) == least).map(|(place, _)| place)
    }
}

impl Plan {
    /// Puts steps in order; fails if there is none.
    pub fn new(steps: Vec<Step>) -> Result<Self, NoPlan> {
        for (place, step) in steps.iter().enumerate() {
            if step.seconds < 0 {
                return Err(NoPlan::NegativeDuration(place));
            }
            if step.after.iter().any(|&before| before >= steps.len()) {
                return Err(NoPlan::UnknownStep(place));
            }
        }
        let mut waits: Vec<usize> = steps.iter().map(|step| step.after.len()).collect();
        let mut order: Vec<usize> = (0..steps.len()).filter(|&place| waits[place] == 0).collect();
        let mut done = 0;
        while let Some(&ended) = order.get(done) {
            done += 1;
            for (place, step) in steps.iter().enumerate() {
                let freed = step.after.iter().filter(|&&before| before == ended).count();
                if freed > 0 {
                    waits[place] -= freed;
                    if waits[place] == 0 {
                        order.push(place);
                    }
                }
            }
        }
        match waits.iter().position(|&left| left > 0) {
            Some(place) => Err(NoPlan::Cycle(place)),
            None => Ok(Self { steps, order }),
        }
    }

    /// When each step can run if the work begins at `begin`, and has to if it is due at `due`. None if the calendars do
    /// not give so much time within ten years.
    pub fn schedule(&self, begin: Timestamp, due: Timestamp) -> Option<Schedule> {
        let mut windows =
            vec![
                Window { earliest_start: begin, earliest_end: begin, latest_start: due, latest_end: due, slack: 0 };
                self.steps.len()
            ];
        let mut end = begin;
        for &place in &self.order {
            let step = &self.steps[place];
            let start = step.after.iter().map(|&before| windows[before].earliest_end).fold(begin, Timestamp::max);
            let earliest_end = step.forward(start)?;
            end = end.max(earliest_end);
            windows[place] = Window { earliest_start: start, earliest_end, ..windows[place] };
        }
        for &place in self.order.iter().rev() {
            let step = &self.steps[place];
            let latest_start = step.latest_start(windows[place].latest_end)?;
            let slack = step.clock(windows[place].earliest_start, latest_start);
            windows[place] = Window { latest_start, slack, ..windows[place] };
            for &before in &step.after {
                windows[before].latest_end = windows[before].latest_end.min(latest_start);
            }
        }
        Some(Schedule { windows, end })
    }

    /// When the last step will be over if each takes what it may from now on; `progress` is by place in the plan. A
    /// step that has taken longer already ends at once. None if the calendars do not give so much time within ten
    /// years.
    ///
    /// # Panics
    /// If `progress` has fewer steps than the plan.
    pub fn forecast(&self, now: Timestamp, progress: &[Progress]) -> Option<Timestamp> {
        let mut ends = vec![Timestamp::MIN; self.steps.len()];
        for &place in &self.order {
            let step = &self.steps[place];
            ends[place] = match progress[place] {
                Progress::Done(at) => at,
                Progress::Running(since) => step.forward(since)?.max(now),
                Progress::Waiting => {
                    step.forward(step.after.iter().map(|&before| ends[before]).fold(now, Timestamp::max))?
                }
            };
        }
        ends.into_iter().max()
    }
}

impl Step {
    fn forward(&self, from: Timestamp) -> Option<Timestamp> {
        match &self.calendar {
            Some(calendar) => calendar.after(from, self.seconds),
            None => from.checked_add(SignedDuration::from_secs(self.seconds)).ok(),
        }
    }

    /// The latest instant at which it can begin to end by `to`. None if ten years do not hold so much time.
    pub fn latest_start(&self, to: Timestamp) -> Option<Timestamp> {
        match &self.calendar {
            Some(calendar) => calendar.before(to, self.seconds),
            None => to.checked_sub(SignedDuration::from_secs(self.seconds)).ok(),
        }
    }

    /// Seconds from one instant to another on the performer's clock; negative if it lies before.
    pub fn clock(&self, from: Timestamp, to: Timestamp) -> i64 {
        match &self.calendar {
            Some(calendar) if from <= to => calendar.between(from, to),
            Some(calendar) => -calendar.between(to, from),
            None => to.as_second() - from.as_second(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400;

    fn day(number: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + number * DAY).unwrap()
    }

    fn plan(steps: &[(i64, &[usize])]) -> Plan {
        let step =
            |&(days, after): &(i64, &[usize])| Step { seconds: days * DAY, calendar: None, after: after.to_vec() };
        Plan::new(steps.iter().map(step).collect()).unwrap()
    }

    fn days_needed(steps: &[(i64, &[usize])]) -> i64 {
        let end = plan(steps).schedule(day(0), day(100)).unwrap().end;
        (end.as_second() - day(0).as_second()) / DAY
    }

    #[test]
    fn steps_in_a_row_add_up() {
        assert_eq!(days_needed(&[(1, &[]), (2, &[0]), (2, &[1])]), 5);
    }

    #[test]
    fn of_steps_beside_each_other_the_longer_counts() {
        assert_eq!(days_needed(&[(3, &[]), (2, &[])]), 3);
    }

    #[test]
    fn a_step_and_then_two_beside_each_other_need_the_longer_way() {
        assert_eq!(days_needed(&[(5, &[]), (2, &[0]), (10, &[0])]), 15);
    }

    #[test]
    fn each_step_knows_its_latest_start_and_how_long_it_can_wait() {
        // Inventory, then design beside the card, then delivery; due on day 12, possible on day 10.
        let schedule = plan(&[(2, &[]), (5, &[0]), (1, &[0]), (3, &[1, 2])]).schedule(day(0), day(12)).unwrap();
        let latest: Vec<_> = schedule.windows.iter().map(|window| window.latest_start).collect();
        assert_eq!(latest, [day(2), day(4), day(8), day(9)]);
        let slack: Vec<_> = schedule.windows.iter().map(|window| window.slack / DAY).collect();
        assert_eq!(slack, [2, 2, 6, 2]);
        assert_eq!(schedule.critical().collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!((schedule.shortfall(day(12)), schedule.shortfall(day(9))), (None, Some(DAY)));
    }

    #[test]
    fn promising_less_than_the_critical_path_shows_as_negative_slack() {
        let schedule = plan(&[(5, &[]), (2, &[0]), (10, &[0])]).schedule(day(0), day(12)).unwrap();
        let slack: Vec<_> = schedule.windows.iter().map(|window| window.slack / DAY).collect();
        assert_eq!(slack, [-3, 5, -3]);
        assert_eq!(schedule.shortfall(day(12)), Some(3 * DAY));
    }

    #[test]
    fn each_step_runs_on_its_performers_calendar() {
        let calendar = |hours: &str| {
            let hours = vec![hours.parse().unwrap()];
            Calendar::new(std::array::from_fn(|_| hours.clone()), BTreeMap::new(), TimeZone::UTC).unwrap()
        };
        let at = |text: &str| -> Timestamp { format!("2026-03-{text}:00Z").parse().unwrap() };
        let step = |hours: i64, calendar, after| Step { seconds: hours * 3600, calendar: Some(calendar), after };
        let plan = Plan::new(vec![step(4, calendar("08:00-12:00"), vec![]), step(2, calendar("20:00-04:00"), vec![0])])
            .unwrap();
        let schedule = plan.schedule(at("02T10:00"), at("04T00:00")).unwrap();
        assert_eq!(schedule.windows[0].earliest_end, at("03T10:00"));
        assert_eq!(schedule.end, at("03T22:00"));
        assert_eq!(schedule.windows[1].latest_start, at("03T22:00"));
        assert_eq!(schedule.windows[0].latest_start, at("03T08:00"));
        // Two hours of Monday's morning, none of its afternoon.
        assert_eq!(schedule.windows[0].slack, 2 * 3600);
    }

    #[test]
    fn what_no_plan_foresaw_is_due_before_its_parent_needs_the_rest_of_its_time() {
        assert_eq!(propose_due(day(5), 2 * DAY, None), Some(day(3)));
        let hours = vec!["09:00-17:00".parse().unwrap()];
        let week = std::array::from_fn(|day| if day < 5 { hours.clone() } else { Vec::new() });
        let office = Calendar::new(week, BTreeMap::new(), TimeZone::UTC).unwrap();
        let at = |text: &str| -> Timestamp { format!("2026-03-{text}:00Z").parse().unwrap() };
        // Monday at eleven less four hours of work: Friday at three.
        assert_eq!(propose_due(at("09T11:00"), 4 * 3600, Some(&office)), Some(at("06T15:00")));
    }

    #[test]
    fn steps_that_wait_for_each_other_are_no_plan() {
        let step = |after: &[usize]| Step { seconds: 1, calendar: None, after: after.to_vec() };
        let refused = |steps: Vec<Step>| Plan::new(steps).unwrap_err();
        assert_eq!(refused(vec![step(&[]), step(&[2]), step(&[1])]), NoPlan::Cycle(1));
        assert_eq!(refused(vec![step(&[0])]), NoPlan::Cycle(0));
        assert_eq!(refused(vec![step(&[]), step(&[7])]), NoPlan::UnknownStep(1));
        assert_eq!(refused(vec![Step { seconds: -1, ..step(&[]) }]), NoPlan::NegativeDuration(0));
        assert!(Plan::new(vec![step(&[]), step(&[0, 0])]).is_ok());
    }

    /// Steps that wait only for steps before them.
    fn steps() -> impl Strategy<Value = Vec<(i64, Vec<usize>)>> {
        prop::collection::vec((0_i64..9, prop::collection::vec(any::<prop::sample::Index>(), 0..4)), 1..9).prop_map(
            |raw| {
                let before = |place: usize, chosen: Vec<prop::sample::Index>| {
                    chosen.into_iter().filter(|_| place > 0).map(|index| index.index(place)).collect()
                };
                raw.into_iter().enumerate().map(|(place, (days, chosen))| (days, before(place, chosen))).collect()
            },
        )
    }

    /// The longest way from any beginning to the end of `place`, in days.
    fn longest(steps: &[(i64, Vec<usize>)], place: usize) -> i64 {
        steps[place].0 + steps[place].1.iter().map(|&before| longest(steps, before)).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_end_is_the_longest_way_and_the_least_slack_is_what_is_left_of_the_promise(steps in steps(), due in 0_i64..60) {
            let list: Vec<(i64, &[usize])> = steps.iter().map(|(days, after)| (*days, after.as_slice())).collect();
            let schedule = plan(&list).schedule(day(0), day(due)).unwrap();
            let length = (0..steps.len()).map(|place| longest(&steps, place)).max().unwrap();
            prop_assert_eq!(schedule.end, day(length));
            prop_assert_eq!(schedule.windows.iter().map(|window| window.slack).min().unwrap(), (due - length) * DAY);
            for (place, window) in schedule.windows.iter().enumerate() {
                for &before in &steps[place].1 {
                    prop_assert!(schedule.windows[before].earliest_end <= window.earliest_start);
                    prop_assert!(schedule.windows[before].latest_end <= window.latest_start);
                }
            }
        }
    }
}
