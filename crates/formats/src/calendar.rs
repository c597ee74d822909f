//! Working hours: how much of them lies between two instants, and when so much of them has passed.
//!
//! Hours are those that the clocks of the zone show, so a night on which they change is longer or shorter. Intervals of
//! one day may overlap those of the next: every second counts once.

use catena_analysis::Instant;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::Error;
use crate::recipe::Working;

/// Seconds of ten years: no span that is longer is looked through, so that one row of nonsense does not take minutes.
const FARTHEST: Instant = 10 * 366 * 86_400;

/// Working hours of each day of the week, and the days without any.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// For each day from Monday: seconds from midnight, ordered, apart from each other; ends may lie on the next day.
    week: [Vec<(i32, i32)>; 7],
    holidays: Vec<Date>,
    zone: TimeZone,
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
        Ok(Self { week, holidays, zone })
    }

    /// The instant at which `seconds` of working time have passed since `from`; none if there is no such
    /// instant within ten years. No seconds at all have passed at `from` itself.
    pub fn after(&self, from: Instant, seconds: i64) -> Option<Instant> {
        let mut left = seconds;
        if left == 0 {
            return Some(from);
        }
        let last = from.checked_add(FARTHEST)?;
        self.hours(from, last).find_map(|(begin, end)| {
            if left <= end - begin {
                return Some(begin + left);
            }
            left -= end - begin;
            None
        })
    }

    /// The working seconds in `[from, to)`, of which the first ten years count.
    pub fn between(&self, from: Instant, to: Instant) -> i64 {
        let to = to.min(from.saturating_add(FARTHEST));
        self.hours(from, to).map(|(begin, end)| end.min(to) - begin).sum()
    }

    /// The working hours that end after `from` and begin before `to`, none before `from`, none overlapping.
    fn hours(&self, from: Instant, to: Instant) -> impl Iterator<Item = (Instant, Instant)> {
        let day_of = |at| {
            let timestamp = Timestamp::from_second(at).ok()?;
            Some(self.zone.to_datetime(timestamp).date())
        };
        let first = day_of(from).and_then(|date| date.checked_sub(1.day()).ok());
        let mut done = from;
        std::iter::successors(first, |date| date.tomorrow().ok())
            .map_while(move |date| {
                let midnight = self.zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second();
                (midnight < to).then_some(date)
            })
            .filter(|date| self.holidays.binary_search(date).is_err())
            .flat_map(|date| {
                let day = date.weekday().to_monday_zero_offset() as usize;
                self.week[day].iter().map(move |&hours| (date, hours))
            })
            .filter_map(move |(date, (begin, end))| {
                let begin = self.at(date, begin)?.max(done);
                let end = self.at(date, end)?;
                done = done.max(end);
                (begin < end && begin < to).then_some((begin, end))
            })
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
