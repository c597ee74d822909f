//! Fields become values, and what cannot be read becomes a fault of its row.

use catena_analysis::{Fault, Instant};

use crate::instants::{Day, Instants};
use crate::quality::Quality;

/// A row whose fields are being read.
pub(crate) struct Row<'r> {
    /// The file as it was given.
    pub file: &'r str,
    /// The line, from 1.
    pub line: u32,
    /// How instants are written.
    pub instants: &'r Instants,
    /// Hears of everything that is wrong.
    pub quality: &'r mut Quality,
    /// The gravest thing that was wrong so far.
    pub fault: Option<Fault>,
}

impl Row<'_> {
    /// The field `text` of `column` cannot be used.
    #[cold]
    pub fn wrong(&mut self, fault: Fault, column: &str, text: &str) {
        self.quality.add(fault.into(), self.file, self.line, Some(column), text);
        self.fault = Some(self.fault.map_or(fault, |earlier| earlier.min(fault)));
    }

    /// The text itself, which has to be there.
    #[inline]
    pub fn needed<'t>(&mut self, column: &str, text: &'t str) -> &'t str {
        if text.is_empty() {
            self.wrong(Fault::MissingValue, column, text);
        }
        text
    }

    /// An instant; `None` for an empty field.
    #[inline]
    pub fn instant(&mut self, column: &str, text: &str, day: Day) -> Option<Instant> {
        if text.is_empty() {
            return None;
        }
        let Some(moment) = self.instants.read(text, day) else {
            self.wrong(Fault::BadTime, column, text);
            return None;
        };
        if let Some(rule) = moment.remark {
            self.quality.add(rule, self.file, self.line, Some(column), text);
        }
        Some(moment.at)
    }

    /// Another value; `None` for an empty field.
    #[inline]
    pub fn value<T>(&mut self, column: &str, text: &str, read: fn(&str) -> Option<T>) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.wrong(Fault::BadValue, column, text);
        }
        value
    }
}

/// Whether what a row says of provider, opening, close and due instant could be read, whatever else could not.
pub(crate) fn is_timed(provider: &str, opened: Option<Instant>, others: [(&str, Option<Instant>); 2]) -> bool {
    !provider.is_empty() && opened.is_some() && others.iter().all(|(text, at)| text.is_empty() || at.is_some())
}

/// `true`, `1` and `yes`, or `false`, `0` and `no`, in any case.
#[inline]
pub(crate) fn truth(text: &str) -> Option<bool> {
    let text = text.trim_ascii();
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "1", "yes"]) {
        Some(true)
    } else if is(["false", "0", "no"]) {
        Some(false)
    } else {
        None
    }
}

/// A finite number.
#[inline]
pub(crate) fn rating(text: &str) -> Option<f32> {
    text.trim_ascii().parse().ok().filter(|rating: &f32| rating.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truths_and_ratings_are_read_or_refused() {
        let truths = [("true", Some(true)), ("YES", Some(true)), (" 0", Some(false)), ("2", None), ("", None)];
        for (text, expected) in truths {
            assert_eq!(truth(text), expected, "{text:?}");
        }
        let ratings =
            [("3", Some(3.0)), (" 4.5 ", Some(4.5)), ("NaN", None), ("inf", None), ("1e99", None), ("", None)];
        for (text, expected) in ratings {
            assert_eq!(rating(text), expected, "{text:?}");
        }
    }
}
