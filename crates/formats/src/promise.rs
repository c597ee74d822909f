//! What was promised for a case: the instant in a column, or a duration by rule, in elapsed or working time.
//!
//! A rule counts from the opening of the case. Pauses that stop a promise move its due instant by their length on the
//! same clock: elapsed seconds, or the working seconds within them. No case gets a promise that neither a column nor a
//! rule gives.

use std::collections::BTreeMap;

use catena_analysis::{Fault, Instant};
use catena_domain::calendar::Calendar;
use jiff::Timestamp;

use crate::calendar;
use crate::instants::{Day, Instants};
use crate::recipe::Recipe;
use crate::values::Row;
use crate::{Error, Rule};

/// Seconds of a hundred years: no promise is longer.
const LONGEST: i64 = 100 * 366 * 86_400;

/// The promises of a recipe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promises {
    due: Option<String>,
    by: Option<String>,
    within: BTreeMap<String, i64>,
    otherwise: Option<i64>,
    calendar: Option<Calendar>,
    instants: Instants,
}

impl Promises {
    /// As the `[promise]` table of `recipe` says; without one there are no promises.
    pub(crate) fn new(recipe: &Recipe) -> Result<Self, Error> {
        let instants = Instants::new(&recipe.time)?;
        let Some(promise) = &recipe.promise else { return Ok(Self { instants, ..Self::default() }) };
        if promise.by.is_some() == promise.within.is_empty() {
            return Err(Error::in_recipe(
                "promise: `by` names a column and `within` the durations for its values; write both or none".to_owned(),
            ));
        }
        if promise.due.is_none() && promise.by.is_none() && promise.otherwise.is_none() {
            return Err(Error::in_recipe(
                "promise: say what was promised: `due` (a column), `by` and `within` (durations by the values of a column), or `otherwise` (one duration)".to_owned(),
            ));
        }
        let within: BTreeMap<String, i64> = promise
            .within
            .iter()
            .map(|(value, text)| Ok((value.clone(), duration(text, &format!("promise.within.{value:?}"))?)))
            .collect::<Result<_, Error>>()?;
        let otherwise = promise.otherwise.as_ref().map(|text| duration(text, "promise.otherwise")).transpose()?;
        let calendar =
            promise.working.as_ref().map(|working| calendar::read(working, instants.zone().clone())).transpose()?;
        if let Some(calendar) = &calendar {
            let longest = within.values().chain(&otherwise).copied().max().unwrap_or_default();
            // Half of what is looked through: the rest is for holidays and pauses.
            if calendar.of_week() * 52 * 5 < longest {
                return Err(Error::in_recipe(
                    "promise.working: so many working hours take more than five years; write shorter durations or more hours".to_owned(),
                ));
            }
        }
        Ok(Self { due: promise.due.clone(), by: promise.by.clone(), within, otherwise, calendar, instants })
    }

    /// The columns that [`due`](Self::due) looks at.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.due.iter().chain(&self.by).map(String::as_str)
    }

    /// The due instant of a case opened at `opened`, given the value of each of [`columns`](Self::columns). The column
    /// wins over the rule, which fills in where it is empty. Also says what had to be decided to read the column.
    pub(crate) fn due<'a>(
        &self,
        opened: Instant,
        value: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<(Option<Instant>, Option<Rule>), Fault> {
        if let Some(text) = self.due.as_deref().and_then(&value) {
            let moment = self.instants.read(text, Day::Last).ok_or(Fault::BadTime)?;
            return Ok((Some(moment.at), moment.remark));
        }
        let chosen = self.by.as_deref().and_then(value).and_then(|value| self.within.get(value)).copied();
        let Some(seconds) = chosen.or(self.otherwise) else { return Ok((None, None)) };
        let due = match &self.calendar {
            None => Some(opened.saturating_add(seconds)),
            Some(calendar) => after(calendar, opened, seconds),
        };
        Ok((due, None))
    }

    /// The due instant of the case on a row, opened at `opened`; what cannot be read is a fault of the row.
    pub(crate) fn of_row(&self, opened: Instant, columns: &[String], texts: &[&str], row: &mut Row) -> Option<Instant> {
        let text = |name: &str| {
            let place = columns.iter().position(|column| column == name)?;
            Some(texts[place]).filter(|text| !text.is_empty())
        };
        let column = self.due.as_deref().unwrap_or_default();
        match self.due(opened, text) {
            Ok((due, remark)) => {
                if let Some(rule) = remark {
                    row.quality.add(rule, row.file, row.line, Some(column), text(column).unwrap_or_default());
                }
                due
            }
            Err(fault) => {
                row.wrong(fault, column, text(column).unwrap_or_default());
                None
            }
        }
    }

    /// `due`, moved by pauses that stop the promise: half-open intervals in order, none overlapping.
    pub(crate) fn moved(&self, due: Instant, pauses: &[(Instant, Instant)]) -> Instant {
        match &self.calendar {
            None => pauses.iter().fold(due, |due, (from, to)| due.saturating_add(to - from)),
            Some(calendar) => {
                let seconds = pauses.iter().map(|&(from, to)| between(calendar, from, to)).sum();
                after(calendar, due, seconds).unwrap_or(due)
            }
        }
    }
}

/// The instant at which so many seconds of working time have passed since `from`.
fn after(calendar: &Calendar, from: Instant, seconds: i64) -> Option<Instant> {
    let at = calendar.after(Timestamp::from_second(from).ok()?, seconds)?;
    Some(at.as_second())
}

/// The working seconds between two instants.
fn between(calendar: &Calendar, from: Instant, to: Instant) -> i64 {
    let instants = Timestamp::from_second(from).and_then(|from| Ok((from, Timestamp::from_second(to)?)));
    instants.map_or(0, |(from, to)| calendar.between(from, to))
}

/// Reads a duration such as `4h`, `1d 12h` or `90 min`, a day being 24 hours. `field` is where it stands.
pub(crate) fn duration(text: &str, field: &str) -> Result<i64, Error> {
    let seconds = text
        .parse::<jiff::Span>()
        .ok()
        .filter(|span| span.get_years() == 0 && span.get_months() == 0)
        .and_then(|span| span.total((jiff::Unit::Second, jiff::SpanRelativeTo::days_are_24_hours())).ok());
    match seconds {
        Some(seconds) if (0.0..=LONGEST as f64).contains(&seconds) => Ok(seconds as i64),
        _ => Err(Error::in_recipe(format!(
            "{field}: {text:?} is not a duration; write one such as \"4h\", \"1d 12h\" or \"90m\""
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promises(toml: &str) -> Promises {
        Promises::new(&toml::from_str(&format!("kind = \"native\"\n{toml}")).unwrap()).unwrap()
    }

    fn at(text: &str) -> Instant {
        crate::instants::parse(text).unwrap()
    }

    fn due(promises: &Promises, opened: &str, value: &str) -> Option<String> {
        let (due, _) = promises.due(at(opened), |_| (!value.is_empty()).then_some(value)).unwrap();
        due.map(|due| Timestamp::from_second(due).unwrap().to_string())
    }

    const VIENNA: &str = r#"
        time.zone = "Europe/Vienna"
        [promise]
        by = "priority"
        within = { high = "4h", low = "3d" }
        [promise.working]
        week = { mon-thu = ["13:00-17:00", "08:00-12:00"], fri = ["08:00-13:00"] }
        holidays = ["2026-04-06"]
    "#;

    #[test]
    fn a_rule_chooses_by_value_and_counts_from_the_opening() {
        let promises = promises("[promise]\nby = \"priority\"\nwithin = { high = \"4h\" }\notherwise = \"1d 12h\"");
        assert_eq!(due(&promises, "2026-03-02T09:00:00Z", "high").unwrap(), "2026-03-02T13:00:00Z");
        assert_eq!(due(&promises, "2026-03-02T09:00:00Z", "low").unwrap(), "2026-03-03T21:00:00Z");
        assert_eq!(due(&promises, "2026-03-02T09:00:00Z", "").unwrap(), "2026-03-03T21:00:00Z");
    }

    #[test]
    fn a_due_date_lasts_until_its_last_second_and_wins_over_a_rule() {
        let promises = promises("time.zone = \"Europe/Vienna\"\n[promise]\ndue = \"by\"\notherwise = \"1h\"");
        assert_eq!(due(&promises, "2026-03-02T09:00:00Z", "2026-07-01").unwrap(), "2026-07-01T21:59:59Z");
        assert_eq!(due(&promises, "2026-03-02T09:00:00Z", "").unwrap(), "2026-03-02T10:00:00Z");
        assert_eq!(promises.due(0, |_| Some("soon")), Err(Fault::BadTime));
    }

    #[test]
    fn without_a_rule_for_its_value_a_case_has_no_promise() {
        assert_eq!(due(&promises(VIENNA), "2026-03-02T09:00:00Z", "medium"), None);
        assert_eq!(due(&promises(""), "2026-03-02T09:00:00Z", "high"), None);
    }

    #[test]
    fn working_time_skips_nights_weekends_breaks_and_holidays() {
        let promises = promises(VIENNA);
        let cases = [
            // Vienna is one hour ahead of UTC until 29 March 2026, then two.
            ("2026-03-02T08:00:00Z", "2026-03-02T13:00:00Z"), // 09–12, 13–14
            ("2026-03-02T02:00:00Z", "2026-03-02T11:00:00Z"), // from 08 on, done as the break begins
            ("2026-03-02T11:30:00Z", "2026-03-02T16:00:00Z"), // all of the afternoon
            ("2026-03-06T10:00:00Z", "2026-03-09T09:00:00Z"), // Friday 11–13, Monday 08–10
            ("2026-03-27T11:00:00Z", "2026-03-30T09:00:00Z"), // one hour on Friday, three on summer Monday
            ("2026-04-03T11:00:00Z", "2026-04-07T10:00:00Z"), // Easter Monday is a holiday
        ];
        for (opened, expected) in cases {
            assert_eq!(due(&promises, opened, "high").unwrap(), expected, "{opened}");
        }
    }

    #[test]
    fn a_promise_of_no_time_is_due_at_once() {
        let text = VIENNA.replace("4h", "0h");
        assert_eq!(due(&promises(&text), "2026-03-01T09:00:00Z", "high").unwrap(), "2026-03-01T09:00:00Z");
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
        let promises = promises(
            "[promise]\notherwise = \"4h\"\n[promise.working]\nweek = { fri = [\"22:00-06:00\"], sat = [\"05:00-07:00\"] }",
        );
        assert_eq!(due(&promises, "2026-03-06T20:00:00Z", "").unwrap(), "2026-03-07T02:00:00Z");
        // Two hours until six on Saturday, one more of the overlapping hours, one next Friday.
        assert_eq!(due(&promises, "2026-03-07T04:00:00Z", "").unwrap(), "2026-03-13T23:00:00Z");
    }

    #[test]
    fn a_night_shift_on_a_day_of_clock_change_has_an_hour_less() {
        let promises = promises(
            "time.zone = \"Europe/Vienna\"\n[promise]\notherwise = \"5h\"\n[promise.working]\nweek = { sat = [\"22:00-06:00\"], sun = [\"12:00-18:00\"] }",
        );
        // From 01:00 to 06:00 on 29 March pass four hours only.
        assert_eq!(due(&promises, "2026-03-29T00:00:00Z", "").unwrap(), "2026-03-29T11:00:00Z");
    }

    #[test]
    fn pauses_move_a_due_instant_by_their_length_on_the_promises_clock() {
        let night = (at("2026-03-02T16:00:00Z"), at("2026-03-03T08:00:00Z"));
        let elapsed = promises("[promise]\notherwise = \"4h\"");
        assert_eq!(elapsed.moved(at("2026-03-03T10:00:00Z"), &[night]), at("2026-03-04T02:00:00Z"));
        // From 17:00 to 09:00 in Vienna there is one working hour.
        assert_eq!(promises(VIENNA).moved(at("2026-03-03T09:30:00Z"), &[night]), at("2026-03-03T10:30:00Z"));
    }

    #[test]
    fn a_promise_that_says_nothing_or_nonsense_is_refused() {
        for toml in [
            "[promise]",
            "[promise]\nby = \"priority\"",
            "[promise]\nwithin = { high = \"4h\" }",
            "[promise]\notherwise = \"soon\"",
            "[promise]\notherwise = \"-4h\"",
            "[promise]\notherwise = \"2 months\"",
            "[promise]\notherwise = \"4h\"\nworking.week = {}",
            "[promise]\notherwise = \"40d\"\nworking.week = { mon = [\"09:00-10:00\"] }",
            "[promise]\notherwise = \"4h\"\nworking.week = { someday = [\"09:00-17:00\"] }",
            "[promise]\notherwise = \"4h\"\nworking.week = { mon = [\"9-17\"] }",
            "[promise]\notherwise = \"4h\"\nworking.week = { mon = [\"09:00-17:00\"] }\nworking.holidays = [\"Easter\"]",
        ] {
            let recipe = toml::from_str(&format!("kind = \"native\"\n{toml}")).unwrap();
            assert!(Promises::new(&recipe).is_err(), "{toml}");
        }
    }
}
