//! Working time: how much of it lies between two instants, and when so much of it has passed or begins.
//!
//! Hours are those that the clocks of the zone show, so a night on which they change is longer or shorter. Hours of
//! one day may run into the next and overlap its own: every second counts once. Instants are whole seconds; fractions
//! are cut off. The hours of a year are worked out when an instant first falls into it.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

const DAY: i32 = 86_400;
/// Seconds of ten years: no span that is longer is looked through.
const FARTHEST: i64 = 10 * 366 * DAY as i64;

/// A stretch of one day in seconds from its midnight; an end beyond 86,400 lies on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    begin: i32,
    end: i32,
}

impl FromStr for Hours {
    type Err = NotHours;

    /// Reads `09:00-17:30`; an end at or before the beginning is on the next day.
    fn from_str(text: &str) -> Result<Self, NotHours> {
        let clock = |text: &str| {
            let (hours, minutes) = text.trim().split_once(':')?;
            let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
            (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0)))
                .then(|| i32::from(hours) * 3600 + i32::from(minutes) * 60)
        };
        let (begin, end) = text.split_once('-').ok_or(NotHours)?;
        let (begin, end) = (clock(begin).ok_or(NotHours)?, clock(end).ok_or(NotHours)?);
        Ok(Self { begin, end: if end <= begin { end + DAY } else { end } })
    }
}

/// A text that is no stretch of a day such as `09:00-17:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no hours such as 09:00-17:30")]
pub struct NotHours;

/// A calendar on which nobody ever works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are no working hours in the week")]
pub struct NoHours;

/// Working hours of each day of the week, exceptional days, and the zone whose clocks show them.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// From Monday, each ordered.
    week: [Vec<Hours>; 7],
    /// Days that differ from their weekday; none at all on a holiday.
    exceptions: BTreeMap<Date, Vec<Hours>>,
    zone: TimeZone,
    years: Arc<Mutex<HashMap<i16, Arc<Year>>>>,
}

/// Why time is or is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It is working time.
    Working,
    /// The day has working hours, but not then.
    OutsideHours,
    /// The weekday has no working hours.
    DayOff,
    /// The calendar names the day as one without working hours.
    Holiday,
    /// The calendar names the day as one with other hours, and not then.
    ExceptionalDay,
}

/// A stretch of time that is counted or skipped for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// From this instant …
    pub from: Timestamp,
    /// … until just before this one.
    pub to: Timestamp,
    /// Counted or skipped, and why.
    pub reason: Reason,
}

impl Calendar {
    /// Hours of each day from Monday, and of the days that differ: a holiday has none.
    pub fn new(
        mut week: [Vec<Hours>; 7],
        mut exceptions: BTreeMap<Date, Vec<Hours>>,
        zone: TimeZone,
    ) -> Result<Self, NoHours> {
        if week.iter().all(Vec::is_empty) {
            return Err(NoHours);
        }
        week.iter_mut().chain(exceptions.values_mut()).for_each(|hours| hours.sort_unstable());
        Ok(Self { week, exceptions, zone, years: Arc::default() })
    }

    /// The instant at which `seconds` of working time have passed since `from`; none if there is no such instant within
    /// ten years. No seconds at all have passed at `from` itself.
    pub fn after(&self, from: Timestamp, seconds: i64) -> Option<Timestamp> {
        if seconds <= 0 {
            return Some(from);
        }
        let from = from.as_second();
        let mut left = seconds;
        for year in self.years(from, from + FARTHEST) {
            let passed = year.until(from);
            if left <= year.seconds() - passed {
                return instant(year.after(passed + left)).filter(|at| at.as_second() <= from + FARTHEST);
            }
            left -= year.seconds() - passed;
        }
        None
    }

    /// The latest instant from which `seconds` of working time pass until `to`; none if there is no such instant within
    /// ten years.
    pub fn before(&self, to: Timestamp, seconds: i64) -> Option<Timestamp> {
        if seconds <= 0 {
            return Some(to);
        }
        let to = to.as_second();
        let mut left = seconds;
        let years: Vec<Arc<Year>> = self.years(to - FARTHEST, to).collect();
        for year in years.into_iter().rev() {
            let passed = year.until(to);
            if left <= passed {
                return instant(year.last_with(passed - left)).filter(|at| at.as_second() >= to - FARTHEST);
            }
            left -= passed;
        }
        None
    }

    /// The working seconds in `[from, to)`, of which the first ten years count; 0 if `to` is not after `from`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (from, to) = (from.as_second(), to.as_second());
        let to = to.min(from + FARTHEST);
        if to <= from { 0 } else { self.years(from, to).map(|year| year.until(to) - year.until(from)).sum() }
    }

    /// The working seconds of a week without exceptional days.
    pub fn of_week(&self) -> i64 {
        let (mut seconds, mut done) = (0, i32::MIN);
        // The hours of the Sunday before may run into Monday.
        for day in -1..7_i32 {
            for hours in &self.week[day.rem_euclid(7) as usize] {
                let (begin, end) = ((day * DAY + hours.begin).max(done), day * DAY + hours.end);
                if day >= 0 {
                    seconds += i64::from((end - begin).max(0));
                }
                done = done.max(end);
            }
        }
        seconds
    }

    /// What of `[from, to)` is counted, what is skipped, and why: stretches in order without gaps, of which the first
    /// ten years are told. The counted ones last [`Self::between`] together.
    pub fn trace(&self, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
        let (from, to) = (from.as_second(), to.as_second());
        let to = to.min(from + FARTHEST);
        let mut trace = Trace { calendar: self, stretches: Vec::new() };
        let mut at = from;
        for year in self.years(from, to) {
            for &(begin, end) in &year.hours[year.hours.partition_point(|&(_, end)| end <= from)..] {
                if begin >= to {
                    break;
                }
                trace.skip(at, begin.max(at));
                trace.add(begin.max(at), end.min(to), Reason::Working);
                at = end.min(to);
            }
        }
        trace.skip(at, to);
        trace.stretches
    }

    /// The zone whose clocks show its hours.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The years whose hours may lie between two seconds.
    fn years(&self, from: i64, to: i64) -> impl Iterator<Item = Arc<Year>> + use<'_> {
        let year_of = |second| instant(second).map(|at| self.zone.to_datetime(at).year());
        // Hours may run into the day after that on which they begin.
        let first = year_of(from - i64::from(DAY)).unwrap_or(Date::MIN.year());
        let last = year_of(to).unwrap_or(Date::MAX.year());
        (first..=last).map(|year| self.year(year))
    }

    fn year(&self, number: i16) -> Arc<Year> {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        let year = years.entry(number).or_insert_with(|| {
            let hours = self.work_out(number);
            let mut before = vec![0];
            before.extend(hours.iter().scan(0, |sum, (begin, end)| {
                *sum += end - begin;
                Some(*sum)
            }));
            Arc::new(Year { hours, before })
        });
        Arc::clone(year)
    }

    /// The hours that begin on the days of a year, less what belongs to the hours before.
    fn work_out(&self, year: i16) -> Vec<(i64, i64)> {
        let Ok(new_year) = Date::new(year, 1, 1) else { return Vec::new() };
        let mut done = i64::MIN;
        let mut worked = Vec::new();
        // The last day of the year before may run into this one.
        let first = new_year.yesterday().unwrap_or(new_year);
        let dates = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        for date in dates.take_while(|date| date.year() <= year) {
            for hours in self.hours_of(date) {
                let (Some(begin), Some(end)) = (self.at(date, hours.begin), self.at(date, hours.end)) else { continue };
                let begin = begin.max(done);
                done = done.max(end);
                if begin < end && date.year() == year {
                    worked.push((begin, end));
                }
            }
        }
        worked
    }

    fn hours_of(&self, date: Date) -> &[Hours] {
        self.exceptions.get(&date).unwrap_or(&self.week[day_of_week(date.weekday())])
    }

    /// The instant at which the clocks show so many seconds after midnight of `date`.
    fn at(&self, date: Date, second: i32) -> Option<i64> {
        let time = date.at(0, 0, 0, 0).checked_add(i64::from(second).seconds()).ok()?;
        self.zone.to_timestamp(time).ok().map(Timestamp::as_second)
    }

    /// Why nobody works on `date` outside its hours.
    fn closed(&self, date: Date) -> Reason {
        match self.exceptions.get(&date) {
            Some(hours) if hours.is_empty() => Reason::Holiday,
            Some(_) => Reason::ExceptionalDay,
            None if self.week[day_of_week(date.weekday())].is_empty() => Reason::DayOff,
            None => Reason::OutsideHours,
        }
    }
}

/// Collects stretches; those that follow each other for one reason become one.
struct Trace<'a> {
    calendar: &'a Calendar,
    stretches: Vec<Stretch>,
}

impl Trace<'_> {
    /// Takes in `[from, to)`, in which nobody works, day by day.
    fn skip(&mut self, from: i64, to: i64) {
        let mut at = from;
        while at < to {
            let Some(here) = instant(at) else { return };
            let date = self.calendar.zone.to_datetime(here).date();
            let midnight = date.tomorrow().ok().and_then(|next| self.calendar.at(next, 0)).unwrap_or(to);
            // A clock that is set back over midnight shows the same day twice.
            let end = if midnight > at { midnight.min(to) } else { to };
            self.add(at, end, self.calendar.closed(date));
            at = end;
        }
    }

    fn add(&mut self, from: i64, to: i64, reason: Reason) {
        let (Some(from), Some(to)) = (instant(from), instant(to)) else { return };
        match self.stretches.last_mut() {
            _ if from >= to => {}
            Some(last) if last.reason == reason && last.to == from => last.to = to,
            _ => self.stretches.push(Stretch { from, to, reason }),
        }
    }
}

/// The working hours that begin in one year.
#[derive(Debug)]
struct Year {
    /// Ordered, not overlapping, in seconds.
    hours: Vec<(i64, i64)>,
    /// The working seconds before each of them, and all.
    before: Vec<i64>,
}

impl Year {
    fn seconds(&self) -> i64 {
        self.before[self.hours.len()]
    }

    /// The working seconds before `at`.
    fn until(&self, at: i64) -> i64 {
        let begun = self.hours.partition_point(|&(begin, _)| begin < at);
        let Some(last) = begun.checked_sub(1) else { return 0 };
        let (begin, end) = self.hours[last];
        self.before[last] + at.min(end) - begin
    }

    /// The first instant before which `seconds` of them lie: more than none, no more than there are.
    fn after(&self, seconds: i64) -> i64 {
        let index = self.before.partition_point(|&before| before < seconds) - 1;
        self.hours[index].0 + seconds - self.before[index]
    }

    /// The last instant before which `seconds` of them lie: fewer than there are.
    fn last_with(&self, seconds: i64) -> i64 {
        let index = self.before.partition_point(|&before| before <= seconds) - 1;
        self.hours[index].0 + seconds - self.before[index]
    }
}

fn instant(second: i64) -> Option<Timestamp> {
    Timestamp::from_second(second).ok()
}

fn day_of_week(day: Weekday) -> usize {
    day.to_monday_zero_offset() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A calendar from lists of hours for Monday to Sunday.
    fn calendar(zone: &str, week: [&[&str]; 7], exceptions: &[(&str, &[&str])]) -> Calendar {
        let read = |hours: &[&str]| hours.iter().map(|text| text.parse().unwrap()).collect::<Vec<Hours>>();
        let exceptions = exceptions.iter().map(|(date, hours)| (date.parse().unwrap(), read(hours))).collect();
        Calendar::new(week.map(read), exceptions, TimeZone::get(zone).unwrap()).unwrap()
    }

    fn calendars() -> [Calendar; 3] {
        let split: &[&str] = &["13:00-17:00", "08:00-12:00"];
        let nights: &[&str] = &["18:00-03:00", "02:00-05:00"];
        [
            calendar("Europe/Vienna", [split, split, split, split, &[], &["22:00-06:00"], &[]], &[]),
            calendar("America/New_York", [nights; 7], &[("2025-12-31", &[])]),
            calendar(
                "UTC",
                [&[], &[], &["00:00-24:00"], &[], &[], &[], &[]],
                &[("2026-01-07", &[]), ("2026-12-23", &["10:00-11:30"]), ("2026-12-26", &["22:00-02:00"])],
            ),
        ]
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Whether it is working time, asked of the days themselves.
    fn is_working(calendar: &Calendar, second: i64) -> bool {
        let today = calendar.zone.to_datetime(instant(second).unwrap()).date();
        [today.yesterday().unwrap(), today].into_iter().any(|date| {
            calendar.hours_of(date).iter().any(|hours| {
                calendar.at(date, hours.begin).unwrap() <= second && second < calendar.at(date, hours.end).unwrap()
            })
        })
    }

    proptest! {
        #[test]
        fn working_time_is_the_seconds_that_lie_in_working_hours(
            which in 0_usize..3, minute in 0_i64..3 * 366 * 1440, minutes in 0_i64..12 * 1440
        ) {
            let calendar = &calendars()[which];
            let start = 1_735_689_600 + minute * 60; // 2025
            let (from, to) = (instant(start).unwrap(), instant(start + minutes * 60).unwrap());
            let counted = (start..to.as_second()).step_by(60).filter(|&at| is_working(calendar, at)).count() as i64 * 60;
            prop_assert_eq!(calendar.between(from, to), counted);

            let trace = calendar.trace(from, to);
            let told: i64 = trace.iter().filter(|stretch| stretch.reason == Reason::Working)
                .map(|stretch| stretch.to.as_second() - stretch.from.as_second()).sum();
            prop_assert_eq!(told, counted);
            let ends = trace.iter().map(|stretch| stretch.to);
            let begins = trace.iter().map(|stretch| stretch.from);
            prop_assert!(begins.chain([to]).eq(std::iter::once(from).chain(ends)));
            for stretch in &trace {
                prop_assert_eq!(stretch.reason == Reason::Working, is_working(calendar, stretch.from.as_second()));
            }

            if counted > 0 {
                let done = calendar.after(from, counted).unwrap();
                prop_assert!(done <= to);
                prop_assert_eq!(calendar.between(from, done), counted);
                prop_assert!(is_working(calendar, done.as_second() - 1));

                let begun = calendar.before(to, counted).unwrap();
                prop_assert!(begun >= from);
                prop_assert_eq!(calendar.between(begun, to), counted);
                prop_assert!(is_working(calendar, begun.as_second()));
            }
        }
    }

    #[test]
    fn a_week_has_the_hours_of_any_week_without_exceptional_days_and_clock_changes() {
        for (calendar, hours) in calendars().iter().zip([4 * 8 + 8, 7 * 11, 24]) {
            assert_eq!(calendar.of_week(), hours * 3600);
            assert_eq!(calendar.between(at("2025-06-09T00:00:00Z"), at("2025-06-16T00:00:00Z")), hours * 3600);
        }
    }

    #[test]
    fn a_deadline_tells_which_hours_were_counted_and_why_others_were_not() {
        let nine_to_five: &[&str] = &["09:00-17:00"];
        let calendar = calendar(
            "Europe/Vienna",
            [nine_to_five, nine_to_five, nine_to_five, nine_to_five, nine_to_five, &[], &[]],
            &[("2026-12-24", &["09:00-12:00"]), ("2026-12-25", &[])],
        );
        let (from, to) = (at("2026-12-23T15:00:00Z"), at("2026-12-28T08:30:00Z"));
        let told: Vec<(String, Reason)> =
            calendar.trace(from, to).iter().map(|stretch| (stretch.from.to_string(), stretch.reason)).collect();
        let expected = [
            ("2026-12-23T15:00:00Z", Reason::Working),
            ("2026-12-23T16:00:00Z", Reason::OutsideHours),
            ("2026-12-23T23:00:00Z", Reason::ExceptionalDay),
            ("2026-12-24T08:00:00Z", Reason::Working),
            ("2026-12-24T11:00:00Z", Reason::ExceptionalDay),
            ("2026-12-24T23:00:00Z", Reason::Holiday),
            ("2026-12-25T23:00:00Z", Reason::DayOff),
            ("2026-12-27T23:00:00Z", Reason::OutsideHours),
            ("2026-12-28T08:00:00Z", Reason::Working),
        ];
        assert_eq!(told, expected.map(|(from, reason)| (from.to_owned(), reason)));
        assert_eq!(calendar.after(from, 9 * 1800), Some(to));
    }

    #[test]
    fn at_the_ends_of_time_nothing_breaks() {
        let [calendar, ..] = calendars();
        for (from, to) in [(Timestamp::MIN, Timestamp::MAX), (at("9999-12-30T12:00:00Z"), Timestamp::MAX)] {
            assert!(calendar.between(from, to) >= 0);
            assert_eq!(calendar.between(to, from), 0);
            assert!(!calendar.trace(from, to).is_empty());
        }
        assert_eq!(calendar.after(at("9999-12-30T12:00:00Z"), 50_000 * 3600), None);
        assert_eq!(calendar.before(Timestamp::MIN, 3600), None);
    }

    #[test]
    fn hours_are_written_as_from_and_until() {
        let hours = |text: &str| text.parse::<Hours>().map(|hours| (hours.begin, hours.end));
        assert_eq!(hours("09:00-17:30"), Ok((32_400, 63_000)));
        assert_eq!(hours("22:00-06:00"), Ok((79_200, 108_000)));
        assert_eq!(hours("00:00-24:00"), Ok((0, 86_400)));
        for text in ["", "9-17", "09:00", "09:60-10:00", "25:00-26:00", "24:01-02:00"] {
            assert_eq!(hours(text), Err(NotHours), "{text}");
        }
    }
}
