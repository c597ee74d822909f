//! What an analysis was asked for, and how that is written: filters and instants, the same in addresses, on the
//! command line and in reports.

use catena_analysis::{Instant, Selection};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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
            from: selection.from.map(instant),
            to: selection.to.map(instant),
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

/// An instant in RFC 3339, or a date, which is its first second in UTC.
fn read_instant(name: &str, text: &str) -> Result<Instant, String> {
    let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    text.parse::<Timestamp>()
        .or_else(|_| text.parse::<Date>().and_then(midnight))
        .map(|instant| instant.as_nanosecond().div_euclid(1_000_000_000) as Instant)
        .map_err(|_| {
            format!("{name}=\"{text}\" is neither an instant like 2026-03-02T09:00:00Z nor a date like 2026-03-02")
        })
}

/// An instant in RFC 3339, in UTC. Beyond the years that can be written it stays at the last one.
pub fn instant(seconds: Instant) -> String {
    let clamped = seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(clamped).unwrap_or_default().to_string()
}
