//! The working hours of a recipe as a calendar.

use catena_domain::calendar::{Calendar, Hours};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::Error;
use crate::recipe::Working;

/// The calendar that the `working` table of a promise describes, in `zone`.
pub(crate) fn read(working: &Working, zone: TimeZone) -> Result<Calendar, Error> {
    let mut week: [Vec<Hours>; 7] = Default::default();
    for (days, texts) in &working.week {
        let range = days_of(days).ok_or_else(|| {
            Error::in_recipe(format!(
                "promise.working.week: {days:?} is no day; write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri"
            ))
        })?;
        for text in texts {
            let hours: Hours = text.parse().map_err(|_| {
                Error::in_recipe(format!(
                    "promise.working.week.{days}: {text:?} are no hours; write them as \"09:00-17:30\""
                ))
            })?;
            for day in range.clone() {
                week[day % 7].push(hours);
            }
        }
    }
    let holidays = working.holidays.iter().map(|text| {
        let date = text.parse::<Date>().map_err(|_| {
            Error::in_recipe(format!("promise.working.holidays: {text:?} is no day; write one such as \"2026-12-25\""))
        })?;
        Ok((date, Vec::new()))
    });
    Calendar::new(week, holidays.collect::<Result<_, Error>>()?, zone).map_err(|_| {
        Error::in_recipe(
            "promise.working.week: there are no working hours; write some, such as mon-fri = [\"09:00-17:00\"]"
                .to_owned(),
        )
    })
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
