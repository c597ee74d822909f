//! Numbers, shares and times as people write them.

/// `1234567` as `1,234,567`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `count` of something: `1 promise`, `2 promises`.
pub fn some(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// The share `part` of `whole`: `12.2 %`.
pub fn share(part: u64, whole: u64) -> String {
    percent(part as f64 / whole.max(1) as f64)
}

/// `0.122` as `12.2 %`; a share that is not quite all or nothing never reads as if it were.
pub fn percent(share: f64) -> String {
    match (share * 1000.0).round() as i64 {
        0 if share > 0.0 => "< 0.1 %".to_owned(),
        1000 if share < 1.0 => "> 99.9 %".to_owned(),
        tenths if tenths % 10 == 0 => format!("{} %", tenths / 10),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

/// A duration by its two largest units: `3 h 20 min`, `2 d 4 h`, `45 s`.
pub fn duration(seconds: i64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
    let sign = if seconds < 0 { "−" } else { "" };
    let whole = seconds.unsigned_abs();
    let first = UNITS.iter().position(|&(unit, _)| whole >= unit).unwrap_or(UNITS.len() - 1);
    let (unit, name) = UNITS[first];
    let rest = whole % unit;
    match UNITS.get(first + 1) {
        Some(&(smaller, smaller_name)) if rest / smaller > 0 => {
            format!("{sign}{} {name} {} {smaller_name}", count(whole / unit), rest / smaller)
        }
        _ => format!("{sign}{} {name}", count(whole / unit)),
    }
}

/// A duration in a column that is compared: hours to a tenth where the `longest` that matters has ten hours or more,
/// else by its two largest units.
pub fn span(seconds: f64, longest: f64) -> String {
    if longest < 36_000.0 {
        return duration(seconds.round() as i64);
    }
    let tenths = (seconds / 360.0).round() as u64;
    format!("{}.{} h", count(tenths / 10), tenths % 10)
}

/// `2026-03-02T09:00:00Z` as `2026-03-02 09:00:00`, in UTC.
pub fn instant(text: &str) -> String {
    text.trim_end_matches('Z').replacen('T', " ", 1)
}

/// `A`, `A and B`, `A, B and C`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        let texts = [0, 59, 60, 61, 3600, 4 * 3600 + 600, 90_000, 86_400 + 59, -600].map(duration);
        assert_eq!(texts, ["0 s", "59 s", "1 min", "1 min 1 s", "1 h", "4 h 10 min", "1 d 1 h", "1 d", "−10 min"]);
    }

    #[test]
    fn a_share_never_reads_as_all_or_nothing_unless_it_is() {
        assert_eq!(
            [0.0, 0.0001, 0.5, 0.122, 0.9999, 1.0].map(percent),
            ["0 %", "< 0.1 %", "50 %", "12.2 %", "> 99.9 %", "100 %"]
        );
    }

    #[test]
    fn spans_are_hours_where_hours_matter() {
        assert_eq!([0.0, 240.0, 3_564_000.0].map(|seconds| span(seconds, 36_000.0)), ["0.0 h", "0.1 h", "990.0 h"]);
        assert_eq!(span(240.0, 600.0), "4 min");
    }
}
