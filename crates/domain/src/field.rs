//! Custom fields of a service: what may stand in one. A value is a list of words, as people write them; read by its
//! field it is a text, a number, a date or something chosen. Nothing is guessed: a comma is no decimal point.

use std::str::FromStr;

use jiff::civil::Date;

/// What may stand in a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Any words.
    #[default]
    Text,
    /// A number with up to six decimals.
    Number,
    /// A day.
    Date,
    /// One of several options.
    Choice,
    /// Some of several options.
    Choices,
    /// `yes` or `no`.
    YesNo,
}

/// One of the values that stand in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words that somebody wrote.
    Text(String),
    /// Something that is more or less: millionths of a number, or the microsecond at which a day begins in UTC.
    Measure(i64),
    /// An option, `yes` or `no`.
    Chosen(String),
}

/// Why words are no value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More than one value where one is asked for.
    #[error("takes one value")]
    Several,
    /// No number.
    #[error("takes a number such as 12 or 12.5, with up to six decimals and below a million millions")]
    NoNumber,
    /// No day.
    #[error("takes a day such as 2026-11-24")]
    NoDate,
    /// No option of the field.
    #[error("takes one of its options")]
    NoOption,
    /// Neither yes nor no.
    #[error("takes yes or no")]
    NeitherYesNorNo,
    /// Too many letters.
    #[error("takes at most {LONGEST} letters")]
    TooLong,
}

/// How many letters a text may have.
pub const LONGEST: usize = 10_000;

/// Millionths of one.
const ONE: i64 = 1_000_000;
/// Numbers are below this.
const MOST: i64 = 1_000_000_000_000;

impl Kind {
    /// Reads words, without the blanks around them; none of them, or empty ones, are no value.
    pub fn read<W: AsRef<str>>(self, words: &[W], options: &[String]) -> Result<Vec<Value>, Refusal> {
        let mut values: Vec<Value> = Vec::new();
        for word in words.iter().map(|word| word.as_ref().trim()).filter(|word| !word.is_empty()) {
            let value = self.read_one(word, options)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() > 1 && self != Self::Choices {
            return Err(Refusal::Several);
        }
        Ok(values)
    }

    fn read_one(self, word: &str, options: &[String]) -> Result<Value, Refusal> {
        match self {
            Self::Text if word.chars().count() > LONGEST => Err(Refusal::TooLong),
            Self::Text => Ok(Value::Text(word.replace('\0', ""))),
            Self::Number => number(word).map(Value::Measure).ok_or(Refusal::NoNumber),
            Self::Date => date(word).map(Value::Measure).ok_or(Refusal::NoDate),
            Self::Choice | Self::Choices if !options.iter().any(|option| option == word) => Err(Refusal::NoOption),
            Self::YesNo if !matches!(word, "yes" | "no") => Err(Refusal::NeitherYesNorNo),
            Self::Choice | Self::Choices | Self::YesNo => Ok(Value::Chosen(word.to_owned())),
        }
    }

    /// A value in words that [`Kind::read`] reads as the same value.
    pub fn show(self, value: &Value) -> String {
        match value {
            Value::Text(words) | Value::Chosen(words) => words.clone(),
            Value::Measure(measure) if self == Self::Date => {
                let day = jiff::Timestamp::from_microsecond(*measure).map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
                day.map_or_else(|_| measure.to_string(), |day| day.date().to_string())
            }
            Value::Measure(measure) => {
                let sign = if *measure < 0 { "-" } else { "" };
                let (whole, rest) = (measure.unsigned_abs() / ONE as u64, measure.unsigned_abs() % ONE as u64);
                let decimals = format!("{rest:06}");
                let decimals = decimals.trim_end_matches('0');
                if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
            }
        }
    }

    /// Whether it is one of options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// The measure of a number or a day, whichever the words are.
pub fn measure(words: &str) -> Option<i64> {
    date(words).or_else(|| number(words))
}

fn number(words: &str) -> Option<i64> {
    let (sign, plain) = match words.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, words),
    };
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let whole: i64 = whole.parse().ok().filter(|&whole| whole < MOST)?;
    let decimals: i64 = format!("{decimals:0<6}").parse().ok()?;
    Some(sign * (whole * ONE + decimals))
}

fn date(words: &str) -> Option<i64> {
    // The library reads longer forms too, such as an instant, of which it would take the day.
    let shape = words.len() == 10 && words.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = Date::from_str(words).ok().filter(|_| shape)?;
    Some(day.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(kind: Kind, words: &[&str]) -> Result<Vec<Value>, Refusal> {
        kind.read(words, &["red".to_owned(), "white".to_owned()])
    }

    #[test]
    fn what_a_field_takes_is_read_and_shown_alike() {
        for (kind, words) in [
            (Kind::Text, "For you, 12.5"),
            (Kind::Number, "12.5"),
            (Kind::Number, "-0.000001"),
            (Kind::Number, "999999999999.999999"),
            (Kind::Date, "2028-02-29"),
            (Kind::Date, "1969-12-31"),
            (Kind::Choice, "red"),
            (Kind::YesNo, "no"),
        ] {
            let values = read(kind, &[&format!(" {words} "), ""]).unwrap();
            assert_eq!(values.iter().map(|value| kind.show(value)).collect::<Vec<_>>(), [words], "{kind:?}");
        }
        assert_eq!(read(Kind::Choices, &["red", "white", "red"]).unwrap().len(), 2, "each is chosen once");
        assert_eq!(read(Kind::Number, &["  "]), Ok(Vec::new()));
    }

    #[test]
    fn what_a_field_does_not_take_is_refused() {
        for (kind, words, refusal) in [
            (Kind::Text, vec!["a", "b"], Refusal::Several),
            (Kind::Number, vec!["12,5"], Refusal::NoNumber),
            (Kind::Number, vec!["1e3"], Refusal::NoNumber),
            (Kind::Number, vec!["--1"], Refusal::NoNumber),
            (Kind::Number, vec![".5"], Refusal::NoNumber),
            (Kind::Number, vec!["1.0000001"], Refusal::NoNumber),
            (Kind::Number, vec!["1000000000000"], Refusal::NoNumber),
            (Kind::Number, vec!["99999999999999999999"], Refusal::NoNumber),
            (Kind::Date, vec!["2027-02-29"], Refusal::NoDate),
            (Kind::Date, vec!["2026-11-24T10:00"], Refusal::NoDate),
            (Kind::Date, vec!["24.11.2026"], Refusal::NoDate),
            (Kind::Choice, vec!["Red"], Refusal::NoOption),
            (Kind::Choice, vec!["red", "white"], Refusal::Several),
            (Kind::Choices, vec!["red", "blue"], Refusal::NoOption),
            (Kind::YesNo, vec!["true"], Refusal::NeitherYesNorNo),
        ] {
            assert_eq!(read(kind, &words), Err(refusal), "{kind:?} {words:?}");
        }
        assert_eq!(read(Kind::Text, &["x".repeat(LONGEST + 1).as_str()]), Err(Refusal::TooLong));
    }

    proptest! {
        #[test]
        fn numbers_keep_their_order_and_their_decimals(a in -MOST * ONE + 1..MOST * ONE, b in -MOST * ONE + 1..MOST * ONE) {
            let words = Kind::Number.show(&Value::Measure(a));
            prop_assert_eq!(measure(&words), Some(a));
            let other = measure(&Kind::Number.show(&Value::Measure(b)));
            prop_assert_eq!(Some(a).cmp(&other), a.cmp(&b));
        }

        #[test]
        fn no_words_make_it_fall(words in ".*") {
            for kind in [Kind::Text, Kind::Number, Kind::Date, Kind::Choice, Kind::Choices, Kind::YesNo] {
                let _ = kind.read(&[&words], &[]);
            }
        }
    }
}
