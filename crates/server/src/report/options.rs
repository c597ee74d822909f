//! What an analysis was asked for, and how that is written: filters and instants, the same in addresses, on the
//! command line and in reports.

use catena_analysis::{Instant, Selection};
use catena_formats::rfc_3339;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use utoipa::ToSchema;

/// The options that the report answers to: the same ones on the same input give the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Options {
    /// The quantile that typical budgets are taken at.
    pub typical: f64,
    /// How often the bootstrap resampled; 0 without it.
    pub resamples: u32,
    /// The bootstrap's seed.
    pub seed: u64,
    /// The filters: all names hold, several values of one name are alternatives.
    #[serde(rename = "where")]
    pub filters: Vec<Where>,
    /// Chains opened at or after this instant.
    #[schema(required, format = DateTime)]
    pub from: Option<String>,
    /// Chains opened before this instant.
    #[schema(required, format = DateTime)]
    pub to: Option<String>,
    /// Whether the chains of internal customers were analysed instead of those of external ones.
    pub internal: bool,
}

/// A filter: the root's attribute `name` has the value `value`; for `provider` that team took part, for `customer` the
/// promise was made to them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Where {
    /// An attribute, `provider` or `customer`.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Options {
    pub(super) fn new(selection: &Selection, options: &catena_analysis::Options) -> Self {
        Self {
            typical: options.typical,
            resamples: options.resampling.map_or(0, |resampling| resampling.resamples),
            seed: options.resampling.map_or(0, |resampling| resampling.seed),
            filters: selection
                .conditions
                .iter()
                .map(|(name, value)| Where { name: name.clone(), value: value.clone() })
                .collect(),
            from: selection.from.map(rfc_3339),
            to: selection.to.map(rfc_3339),
            internal: selection.internal,
        }
    }
}

/// Reads filters: each of `conditions` is `name=value`, `from` and `to` are instants or dates. The error says which one
/// cannot be read and what is expected.
pub fn read_selection(
    conditions: &[String],
    from: Option<&str>,
    to: Option<&str>,
    internal: bool,
) -> Result<Selection, String> {
    let condition = |text: &String| match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("the filter \"{text}\" is not of the form name=value")),
    };
    Ok(Selection {
        internal,
        from: from.map(|text| read_instant("from", text)).transpose()?,
        to: to.map(|text| read_instant("to", text)).transpose()?,
        conditions: conditions.iter().map(condition).collect::<Result<_, _>>()?,
    })
}

/// An instant in RFC 3339, in UTC without an offset; a date is its first second.
pub fn read_instant(name: &str, text: &str) -> Result<Instant, String> {
    let local = |time: DateTime| TimeZone::UTC.to_timestamp(time);
    text.parse::<Timestamp>()
        .or_else(|_| text.parse::<Zoned>().map(|zoned| zoned.timestamp()))
        .or_else(|_| text.parse::<DateTime>().and_then(local))
        .map(|instant| instant.as_nanosecond().div_euclid(1_000_000_000) as Instant)
        .map_err(|_| {
            format!("{name}=\"{text}\" is neither an instant like 2026-03-02T09:00:00Z nor a date like 2026-03-02")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_filters_keep_their_time_of_day() {
        let read = |text: &str| read_instant("from", text).map(rfc_3339);
        for (text, expected) in [
            ("2026-03-02", "2026-03-02T00:00:00Z"),
            ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"),
            ("2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00Z"),
            ("2026-03-02T10:00:00", "2026-03-02T10:00:00Z"),
            ("2026-03-02T10:00", "2026-03-02T10:00:00Z"),
            ("2026-03-02 13:00:00", "2026-03-02T13:00:00Z"),
            ("2026-03-02T10:00:00[Europe/Vienna]", "2026-03-02T09:00:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "yesterday", "2026-13-01", "2026-03-02T25:00"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
