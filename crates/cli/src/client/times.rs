//! Instants and durations as people type and read them: on the clock of the zone that they are in.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// An instant: RFC 3339, or a local time such as `2026-11-24 13:00`.
pub fn read(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    if let Ok(instant) = text.parse() {
        return Ok(instant);
    }
    let has_time = text.contains(':');
    let local: DateTime = text.parse().ok().filter(|_| has_time).ok_or_else(|| {
        "expected a local time like \"2026-11-24 13:00\" or an instant like 2026-11-24T12:00:00Z".to_owned()
    })?;
    let instant = zone.to_ambiguous_timestamp(local).unambiguous();
    instant.map_err(|_| {
        "the clocks are changed then: add the offset, such as 2026-10-25T02:30:00+01:00, to say which".to_owned()
    })
}

/// Seconds of a duration such as `4h` or `1h 30m`.
pub fn read_seconds(text: &str) -> Result<i64, String> {
    let expected = || "expected a duration like 4h, 45m or \"1h 30m\"".to_owned();
    let duration: SignedDuration = text.parse().map_err(|_| expected())?;
    Some(duration.as_secs()).filter(|&seconds| seconds > 0).ok_or_else(expected)
}

/// `2026-11-24 13:00`, here.
pub fn show(at: Timestamp) -> String {
    show_in(at, TimeZone::system())
}

/// The same, or a dash where there is none.
pub fn show_any(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "–".to_owned(), show)
}

fn show_in(at: Timestamp, zone: TimeZone) -> String {
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vienna() -> TimeZone {
        TimeZone::get("Europe/Vienna").unwrap()
    }

    #[test]
    fn a_local_time_is_read_on_the_clock_of_the_zone() {
        for text in ["2026-11-24 13:00", "2026-11-24T13:00", "2026-11-24T12:00:00Z", "2026-11-24T13:00:00+01:00"] {
            assert_eq!(read(text, &vienna()).unwrap().to_string(), "2026-11-24T12:00:00Z", "{text}");
        }
    }

    #[test]
    fn a_time_that_the_clocks_show_twice_or_never_is_asked_about() {
        for text in ["2026-10-25 02:30", "2026-03-29 02:30"] {
            assert!(read(text, &vienna()).unwrap_err().contains("offset"), "{text}");
        }
    }

    #[test]
    fn a_day_alone_or_words_are_no_instant() {
        for text in ["2026-11-24", "tomorrow", "13:00", ""] {
            assert!(read(text, &vienna()).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_are_positive_and_have_units() {
        assert_eq!(
            ["4h", "1h 30m", "45m", "90s"].map(|text| read_seconds(text).ok()),
            [14_400, 5400, 2700, 90].map(Some)
        );
        for text in ["4", "0h", "-4h", "soon"] {
            assert!(read_seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn instants_are_shown_on_the_clock_of_the_zone() {
        assert_eq!(show_in("2026-11-24T12:00:00Z".parse().unwrap(), vienna()), "2026-11-24 13:00");
    }
}
