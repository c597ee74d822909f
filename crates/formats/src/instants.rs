//! Texts become instants: whole seconds UTC, fractions cut off toward the earlier second.
//!
//! A text that is not an instant is `None`, never a guess. A day without a time is its first second, or its last one
//! where it is a due date; a local time that the clock skips or shows twice is resolved as RFC 5545 does, and said so.

use catena_analysis::Instant;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::recipe::Time;
use crate::{Error, Rule};

/// The name that stands for RFC 3339 in a recipe's list of formats.
const RFC_3339: &str = "rfc3339";

/// 9999-12-31T23:59:59Z.
const LAST: Instant = 253_402_300_799;
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The instant.
    pub at: Instant,
    /// What had to be decided to get there.
    pub remark: Option<Rule>,
}

/// Which second of a day without a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// 00:00:00, for everything that happened.
    First,
    /// 23:59:59, for what was promised.
    Last,
}

/// How a log writes its instants.
#[derive(Clone, Debug)]
pub(crate) struct Instants {
    formats: Vec<String>,
    zone: TimeZone,
}

impl Default for Instants {
    fn default() -> Self {
        Self { formats: Vec::new(), zone: TimeZone::UTC }
    }
}

impl Instants {
    /// As the `[time]` table of a recipe says.
    pub(crate) fn new(time: &Time) -> Result<Self, Error> {
        let zone = match &time.zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|_| {
                Error::in_recipe(format!(
                    "time.zone: there is no time zone {name:?}; write a name such as \"Europe/Vienna\" or \"UTC\""
                ))
            })?,
        };
        let sample = Zoned::new(Timestamp::UNIX_EPOCH, zone.clone());
        for format in time.formats.iter().filter(|format| *format != RFC_3339) {
            let readable = jiff::fmt::strtime::format(format, &sample)
                .ok()
                .and_then(|text| BrokenDownTime::parse(format, &text).ok())
                .is_some_and(|parts| parts.timestamp().is_some() || parts.to_date().is_ok());
            if !readable {
                return Err(Error::in_recipe(format!(
                    "time.formats: {format:?} is not a format of a date or an instant; write one such as \"%d/%m/%Y %H:%M\" (%Y year, %m month, %d day, %H hour, %M minute, %S second), or \"rfc3339\""
                )));
            }
        }
        Ok(Self { formats: time.formats.clone(), zone })
    }

    /// The zone of instants that carry none.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Reads one text.
    #[inline]
    pub(crate) fn read(&self, text: &str, day: Day) -> Option<Moment> {
        if self.formats.is_empty()
            && let Some(at) = utc(text.as_bytes())
        {
            return Some(Moment { at, remark: None });
        }
        self.read_any(text.trim_ascii(), day)
    }

    fn read_any(&self, text: &str, day: Day) -> Option<Moment> {
        if self.formats.is_empty() {
            return self.rfc_3339(text, day);
        }
        self.formats.iter().find_map(|format| {
            if format == RFC_3339 { self.rfc_3339(text, day) } else { self.formatted(format, text, day) }
        })
    }

    fn rfc_3339(&self, text: &str, day: Day) -> Option<Moment> {
        if text.len() <= "+002026-03-02".len() {
            let date: Date = text.parse().ok()?;
            return self.whole_day(date, day);
        }
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Some(Moment { at: floor(timestamp), remark: None });
        }
        self.local(text.parse().ok()?)
    }

    fn formatted(&self, format: &str, text: &str, day: Day) -> Option<Moment> {
        let parts = BrokenDownTime::parse(format, text).ok()?;
        if let Some(timestamp) = parts.timestamp() {
            return Some(Moment { at: floor(timestamp), remark: None });
        }
        if parts.hour().is_none() {
            return self.whole_day(parts.to_date().ok()?, day);
        }
        if parts.offset().is_some() || parts.iana_time_zone().is_some() {
            return Some(Moment { at: floor(parts.to_zoned().ok()?.timestamp()), remark: None });
        }
        self.local(parts.to_datetime().ok()?)
    }

    fn whole_day(&self, date: Date, day: Day) -> Option<Moment> {
        let time = match day {
            Day::First => date.at(0, 0, 0, 0),
            Day::Last => date.at(23, 59, 59, 0),
        };
        Some(Moment { at: self.local(time)?.at, remark: Some(Rule::DateOnly) })
    }

    fn local(&self, time: DateTime) -> Option<Moment> {
        let ambiguous = self.zone.to_ambiguous_timestamp(time);
        let remark = ambiguous.is_ambiguous().then_some(Rule::ClockChange);
        let at = match ambiguous.compatible() {
            Ok(timestamp) => floor(timestamp),
            // The last hours of 9999, a common mark of "some day", lie beyond all zones: they are taken as UTC.
            Err(_) => (time.year() == 9999).then(|| time.duration_since(EPOCH).as_secs())?,
        };
        Some(Moment { at, remark })
    }
}

/// Reads RFC 3339; without an offset it is UTC, a day without a time its first second.
pub(crate) fn parse(text: &str) -> Option<Instant> {
    Instants::default().read(text, Day::First).map(|moment| moment.at)
}

/// An instant in RFC 3339, in UTC. Beyond the years that can be written it stays at the last one.
pub fn rfc_3339(instant: Instant) -> String {
    format!("{}Z", EPOCH + SignedDuration::from_secs(instant.clamp(Timestamp::MIN.as_second(), LAST)))
}

/// The whole second at or before `timestamp`.
fn floor(timestamp: Timestamp) -> Instant {
    timestamp.as_second() - i64::from(timestamp.subsec_nanosecond() < 0)
}

/// The one shape that nearly every row has: `2026-03-02T09:00:00Z`, read without any detour.
#[inline]
pub(crate) fn utc(text: &[u8]) -> Option<Instant> {
    let text: &[u8; 20] = text.try_into().ok()?;
    let shape = (text[4], text[7], text[10], text[13], text[16], text[19]);
    if !matches!(shape, (b'-', b'-', b'T' | b' ', b':', b':', b'Z')) {
        return None;
    }
    // A digit is 0..=9 after the subtraction, anything else sets a bit above the low nibble or exceeds 9.
    let mut wrong = 0;
    let mut pair = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        wrong |= u8::from(tens > 9) | u8::from(ones > 9);
        i64::from(tens) * 10 + i64::from(ones)
    };
    let (year, month, day) = (pair(0) * 100 + pair(2), pair(5), pair(8));
    let (hour, minute, second) = (pair(11), pair(14), pair(17));
    if wrong != 0 || !(1..=12).contains(&month) || day < 1 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > days_in_month {
        return None;
    }
    Some(((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second)
}

/// Days from 1970-01-01 to the first day of a month of the Gregorian calendar, for years from 0. A year is counted
/// from March, so that the leap day is its last.
fn days_before(year: i64, month: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // Months from March have 31, 30, 31, 30, 31 days, again and again: 153 in five of them.
    year * 365 + leap_days + (153 * month + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(time: &Time, text: &str, day: Day) -> Option<(String, Option<Rule>)> {
        let moment = Instants::new(time).unwrap().read(text, day)?;
        Some((Timestamp::from_second(moment.at).unwrap().to_string(), moment.remark))
    }

    #[test]
    fn the_last_day_that_can_be_written_is_a_day_like_any_other() {
        let instants = Instants::default();
        let due = instants.read("9999-12-31", Day::Last).unwrap().at;
        assert_eq!(rfc_3339(due), "9999-12-31T23:59:59Z");
        assert_eq!(instants.read("9999-12-31T23:59:59Z", Day::First).unwrap().at, due);
        assert_eq!(rfc_3339(Instant::MAX), "9999-12-31T23:59:59Z");
        assert!(parse(&rfc_3339(Instant::MIN)).is_some());
    }

    #[test]
    fn rfc_3339_is_read_in_all_its_shapes() {
        let cases = [
            ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", None),
            ("2026-03-02 09:00:00Z", "2026-03-02T09:00:00Z", None),
            ("2026-03-02T09:00:00", "2026-03-02T09:00:00Z", None),
            ("2026-03-02 09:00", "2026-03-02T09:00:00Z", None),
            (" 2026-03-02T10:00:00+01:00 ", "2026-03-02T09:00:00Z", None),
            ("2026-03-02t09:00:00.999z", "2026-03-02T09:00:00Z", None),
            ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58Z", None),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", None),
            ("2026-03-02", "2026-03-02T00:00:00Z", Some(Rule::DateOnly)),
        ];
        for (text, expected, remark) in cases {
            assert_eq!(read(&Time::default(), text, Day::First), Some((expected.to_owned(), remark)), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_not_guessed() {
        for text in [
            "",
            "soon",
            "2026-02-30T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-03-02T24:00:01Z",
            "02/03/2026",
            "2026-03-0xT09:00:00Z",
            "2026/03/02 09:00:00",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one_on_every_day() {
        let mut date: Date = "0001-01-01".parse().unwrap();
        while date.year() < 2120 {
            let text = format!("{date}T12:34:56Z");
            assert_eq!(utc(text.as_bytes()), text.parse::<Timestamp>().ok().map(floor), "{text}");
            date = date.checked_add(jiff::Span::new().days(if date.year() < 1960 { 29 } else { 1 })).unwrap();
        }
    }

    #[test]
    fn a_format_and_a_zone_come_from_the_recipe() {
        let lisbon =
            Time { formats: vec!["%d/%m/%Y %H:%M".into(), "%d/%m/%Y".into()], zone: Some("Europe/Lisbon".into()) };
        let at = |text: &str, remark| Some((text.to_owned(), remark));
        assert_eq!(read(&lisbon, "29/2/2016 01:16", Day::First), at("2016-02-29T01:16:00Z", None));
        assert_eq!(read(&lisbon, "1/7/2016 01:16", Day::First), at("2016-07-01T00:16:00Z", None));
        assert_eq!(read(&lisbon, "1/7/2016", Day::Last), at("2016-07-01T22:59:59Z", Some(Rule::DateOnly)));
        assert_eq!(read(&lisbon, "27/3/2016 01:30", Day::First), at("2016-03-27T01:30:00Z", Some(Rule::ClockChange)));
        assert_eq!(read(&lisbon, "30/10/2016 01:30", Day::First), at("2016-10-30T00:30:00Z", Some(Rule::ClockChange)));
        assert_eq!(read(&lisbon, "2016-02-29T01:16:00Z", Day::First), None);
        let offset = Time { formats: vec!["%Y%m%d %H%M %z".into(), "rfc3339".into()], zone: None };
        assert_eq!(read(&offset, "20160229 0116 +0200", Day::First), at("2016-02-28T23:16:00Z", None));
        assert_eq!(read(&offset, "2016-02-29T01:16:00Z", Day::First), at("2016-02-29T01:16:00Z", None));
        let unix = Time { formats: vec!["%s".into()], zone: None };
        assert_eq!(read(&unix, "1456708560", Day::First), at("2016-02-29T01:16:00Z", None));
    }

    #[test]
    fn a_format_or_zone_that_cannot_work_is_refused_with_the_recipe() {
        for (format, zone) in [("%Q!", "UTC"), ("%H:%M", "UTC"), ("noon", "UTC"), ("%Y-%m-%d", "Mars/Base")] {
            let time = Time { formats: vec![format.into()], zone: Some(zone.into()) };
            assert!(Instants::new(&time).is_err(), "{format} {zone}");
        }
    }
}
