//! Working hours: how much of them lies between two instants, and when so much of them has passed.
//!
//! Hours are those that the clocks of the zone show, so a night on which they change is longer or shorter. Intervals of
//! one day may overlap those of the next: every second counts once. The hours of a year are worked out when an instant
//! first falls into it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use catena_analysis::Instant;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::Error;
use crate::recipe::Working;

/// Seconds of ten years: no span that is longer is looked through.
const FARTHEST: Instant = 10 * 366 * 86_400;

/// Working hours of each day of the week, and the days without any.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// For each day from Monday: seconds from midnight, ordered, apart from each other; ends may lie on the next day.
    week: [Vec<(i32, i32)>; 7],
    holidays: Vec<Date>,
    zone: TimeZone,
    years: Arc<Mutex<HashMap<i16, Arc<Year>>>>,
}

/// The working hours that begin in one year.
#[derive(Debug)]
struct Year {
    /// Ordered, not overlapping.
    hours: Vec<(Instant, Instant)>,
    /// The working seconds before each of them, and all.
    before: Vec<i64>,
}

impl Year {
    fn seconds(&self) -> i64 {
        self.before[self.hours.len()]
    }

    /// The working seconds before `at`.
    fn until(&self, at: Instant) -> i64 {
        let begun = self.hours.partition_point(|&(begin, _)| begin < at);
        let Some(last) = begun.checked_sub(1) else { return 0 };
        let (begin, end) = self.hours[last];
        self.before[last] + at.min(end) - begin
    }

    /// The instant at which `seconds` of them have passed: more than none, no more than there are.
    fn after(&self, seconds: i64) -> Instant {
        let index = self.before.partition_point(|&before| before < seconds) - 1;
        self.hours[index].0 + seconds - self.before[index]
    }
}

impl Calendar {
    /// As the `working` table of a promise says, in `zone`.
    pub fn new(working: &Working, zone: TimeZone) -> Result<Self, Error> {
        let mut week: [Vec<(i32, i32)>; 7] = Default::default();
        for (days, hours) in &working.week {
            let range = days_of(days).ok_or_else(|| {
                Error::in_recipe(format!(
                    "promise.working.week: {days:?} is no day; write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri"
                ))
            })?;
            for text in hours {
                let interval = interval(text).ok_or_else(|| {
                    Error::in_recipe(format!(
                        "promise.working.week.{days}: {text:?} are no hours; write them as \"09:00-17:30\""
                    ))
                })?;
                for day in range.clone() {
                    week[day % 7].push(interval);
                }
            }
        }
        if week.iter().all(Vec::is_empty) {
            return Err(Error::in_recipe(
                "promise.working.week: there are no working hours; write some, such as mon-fri = [\"09:00-17:00\"]"
                    .to_owned(),
            ));
        }
        for hours in &mut week {
            hours.sort_unstable();
        }
        let mut holidays = working
            .holidays
            .iter()
            .map(|text| {
                text.parse::<Date>().map_err(|_| {
                    Error::in_recipe(format!(
                        "promise.working.holidays: {text:?} is no day; write one such as \"2026-12-25\""
                    ))
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        holidays.sort_unstable();
        Ok(Self { week, holidays, zone, years: Arc::default() })
    }

    /// The instant at which `seconds` of working time have passed since `from`; none if there is no such
    /// instant within ten years. No seconds at all have passed at `from` itself.
    pub fn after(&self, from: Instant, seconds: i64) -> Option<Instant> {
        if seconds == 0 {
            return Some(from);
        }
        let last = from.checked_add(FARTHEST)?;
        let mut left = seconds;
        for year in self.years(from, last) {
            let passed = year.until(from);
            if left <= year.seconds() - passed {
                return Some(year.after(passed + left)).filter(|&at| at <= last);
            }
            left -= year.seconds() - passed;
        }
        None
    }

    /// The working seconds in `[from, to)`, of which the first ten years count.
    pub fn between(&self, from: Instant, to: Instant) -> i64 {
        let to = to.min(from.saturating_add(FARTHEST));
        if to <= from { 0 } else { self.years(from, to).map(|year| year.until(to) - year.until(from)).sum() }
    }

    /// The working seconds of a week without holidays.
    pub fn of_week(&self) -> i64 {
        const DAY: i32 = 86_400;
        let (mut seconds, mut done) = (0, i32::MIN);
        // The hours of the Sunday before may run into Monday.
        for day in -1..7_i32 {
            for &(begin, end) in &self.week[day.rem_euclid(7) as usize] {
                let (begin, end) = ((day * DAY + begin).max(done), day * DAY + end);
                if day >= 0 {
                    seconds += i64::from((end - begin).max(0));
                }
                done = done.max(end);
            }
        }
        seconds
    }

    /// The years whose hours may lie between `from` and `to`.
    fn years(&self, from: Instant, to: Instant) -> impl Iterator<Item = Arc<Year>> {
        let year_of = |at| {
            let at = Timestamp::from_second(at).ok()?;
            Some(self.zone.to_datetime(at).year())
        };
        // Hours may run into the day after that on which they begin.
        let first = year_of(from.saturating_sub(86_400)).or_else(|| year_of(from));
        let last = year_of(to).unwrap_or(Date::MAX.year());
        first.into_iter().flat_map(move |first| first..=last).map(|year| self.year(year))
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
    fn work_out(&self, year: i16) -> Vec<(Instant, Instant)> {
        let Ok(new_year) = Date::new(year, 1, 1) else { return Vec::new() };
        let mut done = Instant::MIN;
        let mut hours = Vec::new();
        // The last day of the year before may run into this one.
        let first = new_year.yesterday().unwrap_or(new_year);
        for date in
            std::iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(|date| date.year() <= year)
        {
            if self.holidays.binary_search(&date).is_ok() {
                continue;
            }
            for &(begin, end) in &self.week[date.weekday().to_monday_zero_offset() as usize] {
                let (Some(begin), Some(end)) = (self.at(date, begin), self.at(date, end)) else { continue };
                let begin = begin.max(done);
                done = done.max(end);
                if begin < end && date.year() == year {
                    hours.push((begin, end));
                }
            }
        }
        hours
    }

    /// The instant at which the clocks show so many seconds after midnight of `date`.
    fn at(&self, date: Date, second: i32) -> Option<Instant> {
        let time = date.at(0, 0, 0, 0).checked_add(i64::from(second).seconds()).ok()?;
        self.zone.to_timestamp(time).ok().map(Timestamp::as_second)
    }
}

/// The days from Monday, 0, that `mon` or `fri-mon` names; a range may run into the next week.
fn days_of(text: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let day = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        Weekday::Monday.cycle_forward().take(7).position(|day| {
            let full = format!("{day:?}").to_ascii_lowercase();
            name == full || name == full[..3]
        })
    };
    let Some((first, last)) = text.split_once('-') else { return day(text).map(|day| day..=day) };
    let (first, last) = (day(first)?, day(last)?);
    Some(first..=if last < first { last + 7 } else { last })
}

/// Seconds from midnight of `09:00-17:30`; an end at or before the beginning is on the next day.
fn interval(text: &str) -> Option<(i32, i32)> {
    let clock = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
        (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0)))
            .then(|| i32::from(hours) * 3600 + i32::from(minutes) * 60)
    };
    let (begin, end) = text.split_once('-')?;
    let (begin, end) = (clock(begin)?, clock(end)?);
    Some((begin, if end <= begin { end + 86_400 } else { end }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn calendar(zone: &str, toml: &str) -> Calendar {
        Calendar::new(&toml::from_str(toml).unwrap(), TimeZone::get(zone).unwrap()).unwrap()
    }

    fn calendars() -> [Calendar; 3] {
        [
            calendar(
                "Europe/Vienna",
                "week = { mon-thu = [\"13:00-17:00\", \"08:00-12:00\"], sat = [\"22:00-06:00\"] }",
            ),
            calendar(
                "America/New_York",
                "week = { mon-sun = [\"18:00-03:00\", \"02:00-05:00\"] }\nholidays = [\"2025-12-31\"]",
            ),
            calendar("UTC", "week = { wed = [\"00:00-24:00\"] }\nholidays = [\"2026-01-07\", \"2026-12-23\"]"),
        ]
    }

    /// Whether it is working time, asked of the week itself.
    fn is_working(calendar: &Calendar, at: Instant) -> bool {
        let today = calendar.zone.to_datetime(Timestamp::from_second(at).unwrap()).date();
        [today.yesterday().unwrap(), today].into_iter().any(|date| {
            calendar.holidays.binary_search(&date).is_err()
                && calendar.week[date.weekday().to_monday_zero_offset() as usize].iter().any(|&(begin, end)| {
                    calendar.at(date, begin).unwrap() <= at && at < calendar.at(date, end).unwrap()
                })
        })
    }

    proptest! {
        #[test]
        fn working_time_is_the_seconds_that_lie_in_working_hours(
            which in 0_usize..3, minute in 0_i64..3 * 366 * 1440, minutes in 0_i64..12 * 1440
        ) {
            let calendar = &calendars()[which];
            let from = 1_735_689_600 + minute * 60; // 2025
            let to = from + minutes * 60;
            let counted = (from..to).step_by(60).filter(|&at| is_working(calendar, at)).count() as i64 * 60;
            prop_assert_eq!(calendar.between(from, to), counted);
            if counted > 0 {
                let done = calendar.after(from, counted).unwrap();
                prop_assert!(done <= to);
                prop_assert_eq!(calendar.between(from, done), counted);
                prop_assert!(is_working(calendar, done - 1));
            }
        }
    }

    #[test]
    fn a_week_has_the_hours_of_any_week_without_holidays_and_clock_changes() {
        for (calendar, hours) in calendars().iter().zip([4 * 8 + 8, 7 * 11, 24]) {
            assert_eq!(calendar.of_week(), hours * 3600);
            let monday = 1_749_427_200;
            assert_eq!(calendar.between(monday, monday + 7 * 86_400), hours * 3600);
        }
    }

    #[test]
    fn instants_that_no_calendar_holds_have_no_working_time() {
        let [calendar, ..] = calendars();
        for from in [Instant::MIN, -377_705_116_800, 253_402_207_200 - 3600, Instant::MAX - 5] {
            assert!(calendar.between(from, Instant::MAX) >= 0);
            assert_eq!(calendar.after(from, 50_000 * 3600), None);
        }
    }
}
