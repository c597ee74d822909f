//! What the values of a column look like.

use std::collections::HashMap;

use crate::instants::{Day, Instants};
use crate::recipe::Time;
use crate::values;

/// Values that say "no value" wherever they stand.
const MARKERS: [&str; 5] = ["?", "NULL", "null", "\\N", "(null)"];
/// Values that say so where everything else in the column is an instant or a number.
const WEAK_MARKERS: [&str; 9] = ["N/A", "n/a", "NA", "-", "--", "none", "None", "nan", "NaN"];
/// How days are written, besides RFC 3339.
const DAYS: [&str; 18] = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%b/%Y",
    "%d/%b/%y",
    "%b %d, %Y",
    "%Y%m%d",
];
/// How the time follows the day.
const TIMES: [&str; 9] =
    ["", " %H:%M:%S", " %H:%M", " %H:%M:%S%.f", "T%H:%M:%S", " %I:%M:%S %p", " %I:%M %p", ", %H:%M:%S", ", %H:%M"];
/// Different values that are counted, at most.
const DISTINCT: usize = 2000;

/// What the values of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Empty,
    Instant,
    Truth,
    Number,
    Text,
}

/// A column and what the sample says about it.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    pub name: String,
    /// One value for each row; empty where there is none.
    pub values: Vec<String>,
    pub shape: Shape,
    /// Share of the rows that have a value.
    pub filled: f64,
    /// Different values.
    pub distinct: usize,
    /// The format that fits all instants; none where RFC 3339 does.
    pub format: Option<String>,
    /// Some of them are days without a time, in this format.
    pub days: Option<String>,
    /// Whether the values leave open which is the day and which the month.
    pub ambiguous: bool,
}

impl Sampled {
    /// Looks at the values of one column; `markers` are those that say "no value" in the whole table.
    pub fn new(name: &str, values: Vec<String>, markers: &[String]) -> Self {
        let values: Vec<String> = values
            .into_iter()
            .map(|value| if markers.iter().any(|marker| *marker == value.trim()) { String::new() } else { value })
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for value in values.iter().filter(|value| !value.trim().is_empty()) {
            if counts.len() < DISTINCT || counts.contains_key(value.as_str()) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let known: Vec<&str> = counts.keys().copied().collect();
        let filled = values.iter().filter(|value| !value.trim().is_empty()).count();
        let (shape, format, ambiguous) = shape(&known);
        let days = format.as_deref().and_then(|format| days_alone(format, &known));
        let (distinct, filled) = (counts.len(), filled as f64 / values.len().max(1) as f64);
        Self { name: name.to_owned(), values, shape, filled, distinct, format, days, ambiguous }
    }

    /// Some of its values, each once.
    pub fn examples(&self) -> Vec<String> {
        let mut examples: Vec<String> = Vec::new();
        for value in self.values.iter().filter(|value| !value.trim().is_empty()) {
            if !examples.contains(value) {
                examples.push(value.chars().take(60).collect());
            }
            if examples.len() == 5 {
                break;
            }
        }
        examples
    }
}

/// The values that say "no value" in a table with these columns.
pub(super) fn markers(columns: &[Vec<String>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for values in columns {
        let has = |marker: &str| values.iter().any(|value| value.trim() == marker);
        for marker in MARKERS.into_iter().filter(|marker| has(marker)) {
            found.push(marker.to_owned());
        }
        let weak: Vec<&str> = WEAK_MARKERS.into_iter().filter(|marker| has(marker)).collect();
        if !weak.is_empty() {
            let others: Vec<&str> = values
                .iter()
                .map(|value| value.trim())
                .filter(|value| !value.is_empty() && !WEAK_MARKERS.contains(value) && !MARKERS.contains(value))
                .collect();
            if matches!(shape(&others).0, Shape::Instant | Shape::Number) {
                found.extend(weak.iter().map(|marker| (*marker).to_owned()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The shape that all `values` share, a format that fits them, and whether day and month could be the other way round.
fn shape(values: &[&str]) -> (Shape, Option<String>, bool) {
    if values.is_empty() {
        return (Shape::Empty, None, false);
    }
    if values.iter().all(|value| values::truth(value).is_some()) {
        return (Shape::Truth, None, false);
    }
    let rfc_3339 = Instants::default();
    let looks_like_time = |value: &&str| value.len() >= 6 && value.bytes().any(|byte| byte.is_ascii_digit());
    if values.iter().all(looks_like_time) {
        // A bare number such as 20260302 is a number unless nothing else fits.
        let digits = values.iter().all(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
        if !digits && values.iter().all(|value| rfc_3339.read(value, Day::First).is_some()) {
            return (Shape::Instant, None, false);
        }
        let fitting = formats(values, digits);
        if let Some(first) = fitting.first() {
            let other = swapped(first);
            let ambiguous = *first != other && fitting.contains(&other);
            return (Shape::Instant, Some(first.clone()), ambiguous);
        }
    }
    if values.iter().all(|value| value.trim().replace(',', ".").parse::<f64>().is_ok()) {
        return (Shape::Number, None, false);
    }
    (Shape::Text, None, false)
}

/// The formats in which every value can be read, the likeliest first; if there are none, those in which every value can
/// be read that is not a day without a time.
fn formats(values: &[&str], digits: bool) -> Vec<String> {
    let days = DAYS.iter().filter(|day| !digits || **day == "%Y%m%d");
    let all: Vec<(&str, String)> =
        days.flat_map(|day| TIMES.iter().map(move |time| (*day, format!("{day}{time}")))).collect();
    let fitting = |formats: &dyn Fn(&(&str, String)) -> Vec<String>| -> Vec<String> {
        let fits =
            |choice: &&(&str, String)| reader(formats(choice)).is_some_and(|fits| values.iter().all(|v| fits(v)));
        all.iter().filter(fits).map(|(_, format)| format.clone()).collect()
    };
    let alike = fitting(&|(_, format)| vec![format.clone()]);
    if alike.is_empty() { fitting(&|(day, format)| vec![format.clone(), (*day).to_owned()]) } else { alike }
}

/// Tells whether a value can be read in one of `formats`, within the years that logs are from.
fn reader(formats: Vec<String>) -> Option<impl Fn(&str) -> bool> {
    let instants = Instants::new(&Time { formats, zone: None }).ok()?;
    let years = 0..4_102_444_800;
    Some(move |value: &str| instants.read(value, Day::First).is_some_and(|moment| years.contains(&moment.at)))
}

/// The part of `format` without the time, if some of `values` are written so.
fn days_alone(format: &str, values: &[&str]) -> Option<String> {
    let fits = reader(vec![format.to_owned()])?;
    if values.iter().all(|value| fits(value)) {
        return None;
    }
    DAYS.iter().filter(|day| format.starts_with(**day)).max_by_key(|day| day.len()).map(|day| (*day).to_owned())
}

/// The same format with day and month the other way round.
pub(super) fn swapped(format: &str) -> String {
    format
        .split('%')
        .map(|part| match part.as_bytes().first() {
            Some(b'd') => format!("m{}", &part[1..]),
            Some(b'm') => format!("d{}", &part[1..]),
            _ => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_tell_their_shape_and_their_format() {
        let cases: [(&[&str], Shape, Option<&str>, bool); 14] = [
            (&["2026-03-02T09:00:00Z", "2026-03-02 09:00"], Shape::Instant, None, false),
            (&["29/2/2016 01:16", "1/3/2016 23:00"], Shape::Instant, Some("%d/%m/%Y %H:%M"), false),
            (&["2/29/2016 01:16"], Shape::Instant, Some("%m/%d/%Y %H:%M"), false),
            (&["2/3/2016", "1/3/2016"], Shape::Instant, Some("%d/%m/%Y"), true),
            (&["02.03.2026 09:00:00"], Shape::Instant, Some("%d.%m.%Y %H:%M:%S"), false),
            (&["02.03.2026 09:00", "31.03.2026"], Shape::Instant, Some("%d.%m.%Y %H:%M"), false),
            (&["20260302", "20260331"], Shape::Instant, Some("%Y%m%d"), false),
            (&["2 Mar 2026 09:00", "31 Mar 2026 10:00"], Shape::Instant, Some("%d %b %Y %H:%M"), false),
            (&["02/Mar/26 9:05 PM"], Shape::Instant, Some("%d/%b/%y %I:%M %p"), false),
            (&["3/2/2026 9:05 PM", "3/31/2026 9:05 AM"], Shape::Instant, Some("%m/%d/%Y %I:%M %p"), false),
            (&["true", "False"], Shape::Truth, None, false),
            (&["12", "3,5", "-7"], Shape::Number, None, false),
            (&["A12", "3"], Shape::Text, None, false),
            (&[], Shape::Empty, None, false),
        ];
        for (values, expected, format, ambiguous) in cases {
            assert_eq!(shape(values), (expected, format.map(str::to_owned), ambiguous), "{values:?}");
        }
    }

    #[test]
    fn markers_of_no_value_are_found() {
        let columns =
            [vec!["?".to_owned(), "x".to_owned()], vec!["NA".to_owned(), "12".to_owned()], vec!["-".to_owned()]];
        assert_eq!(markers(&columns), ["?", "NA"]);
    }
}
