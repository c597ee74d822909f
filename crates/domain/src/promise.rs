//! What was promised, until when it holds, and what became of it.
//!
//! Nothing here is stored or polled: a promise's due instant and its standing follow from when it was made, what it
//! grants, and the intervals in which it waited. A promise that was broken stays broken: what happens after its due
//! instant neither moves it nor buys it back.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::request::{Request, Rest};

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An answer.
    FirstResponse,
    /// The result; only when it is done for good.
    Resolution,
}

/// How long it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Until this instant.
    Until(Timestamp),
    /// So many seconds: working time if the promise has a calendar, else elapsed.
    Within(i64),
}

/// A term, and when it was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// When.
    pub at: Timestamp,
    /// Counted from that instant.
    pub term: Term,
}

/// A stretch of time that a promise waits for the customer; without an end it still does.
pub type Stop = (Timestamp, Option<Timestamp>);

/// A promise to a customer, inside or outside.
#[derive(Clone, Debug)]
pub struct Promise {
    kind: Kind,
    calendar: Option<Calendar>,
    first: Agreed,
    /// Later ones, in order.
    changes: Vec<Agreed>,
}

/// What is true of a promise at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can still be kept.
    Open {
        /// Until when.
        due: Timestamp,
    },
    /// It was kept.
    Kept {
        /// Until when it would have been.
        due: Timestamp,
        /// When it was fulfilled.
        at: Timestamp,
    },
    /// It was broken as `due` passed, whenever somebody looked.
    Broken {
        /// The last instant at which it could have been kept.
        due: Timestamp,
        /// When it was fulfilled after all.
        at: Option<Timestamp>,
    },
}

/// Why a promise cannot be changed, or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was broken already: the past stays.
    #[error("the promise was broken already")]
    Broken,
    /// It ends before it begins.
    #[error("the promise would be due before it is made")]
    DueBeforeMade,
    /// The calendar does not give so much working time in ten years.
    #[error("there is not so much working time within ten years")]
    TooLong,
}

impl Promise {
    /// A promise made with `first`, on `calendar` if it counts working time.
    pub fn new(kind: Kind, first: Agreed, calendar: Option<Calendar>) -> Result<Self, Refusal> {
        let promise = Self { kind, calendar, first, changes: Vec::new() };
        promise.end_of(first)?;
        Ok(promise)
    }

    /// A promise as it was recorded: its first term and those agreed on later, in order.
    pub fn recorded(kind: Kind, first: Agreed, changes: &[Agreed], calendar: Option<Calendar>) -> Self {
        Self { kind, calendar, first, changes: changes.to_vec() }
    }

    /// Agrees on another term at `now`. A broken promise is not mended that way.
    pub fn renegotiate(&mut self, term: Term, stops: &[Stop], now: Timestamp) -> Result<(), Refusal> {
        if now > self.due(stops, now) {
            return Err(Refusal::Broken);
        }
        let change = Agreed { at: now.max(self.agreed().at), term };
        self.end_of(change)?;
        self.changes.push(change);
        Ok(())
    }

    /// What is promised.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The term in force.
    pub fn agreed(&self) -> Agreed {
        self.changes.last().copied().unwrap_or(self.first)
    }

    /// The term that was promised first, and those agreed on later.
    pub fn history(&self) -> impl Iterator<Item = Agreed> {
        std::iter::once(self.first).chain(self.changes.iter().copied())
    }

    /// The due instant as it is known at `now`: moved by each stop that began after the term was agreed and before the
    /// due instant, by its length on the promise's clock. One that lasts moves it further with every second.
    pub fn due(&self, stops: &[Stop], now: Timestamp) -> Timestamp {
        let agreed = self.agreed();
        let mut due = self.end_of(agreed).unwrap_or(Timestamp::MAX);
        for (from, to) in merged(stops, now) {
            if from >= due {
                break;
            }
            let from = from.max(agreed.at);
            if from < to {
                due = self.later(due, self.length(from, to)).unwrap_or(Timestamp::MAX);
            }
        }
        due
    }

    /// What is true of the promise at `now`, if it was fulfilled at `met_at`, or never so far.
    pub fn standing(&self, stops: &[Stop], met_at: Option<Timestamp>, now: Timestamp) -> Standing {
        let seen = met_at.unwrap_or(now);
        let due = self.due(stops, seen);
        match met_at {
            Some(at) if at <= due => Standing::Kept { due, at },
            None if now <= due => Standing::Open { due },
            at => Standing::Broken { due, at },
        }
    }

    fn end_of(&self, agreed: Agreed) -> Result<Timestamp, Refusal> {
        let end = match agreed.term {
            Term::Until(due) => due,
            Term::Within(seconds) if seconds < 0 => return Err(Refusal::DueBeforeMade),
            Term::Within(seconds) => self.later(agreed.at, seconds).ok_or(Refusal::TooLong)?,
        };
        if end < agreed.at { Err(Refusal::DueBeforeMade) } else { Ok(end) }
    }

    /// `at` and so many seconds of the promise's clock.
    fn later(&self, at: Timestamp, seconds: i64) -> Option<Timestamp> {
        match &self.calendar {
            Some(calendar) => calendar.after(at, seconds),
            None => at.checked_add(SignedDuration::from_secs(seconds)).ok(),
        }
    }

    /// Seconds between two instants on the promise's clock.
    fn length(&self, from: Timestamp, to: Timestamp) -> i64 {
        match &self.calendar {
            Some(calendar) => calendar.between(from, to),
            None => to.as_second() - from.as_second(),
        }
    }
}

/// The stretches of a request's own time, in any order, in which its customer's promise waits: for the customer, by
/// agreement, and from when it was done until it was reopened. Waiting for a colleague stops nothing.
pub fn stops(request: &Request) -> Vec<Stop> {
    let pauses = request.pauses().iter().filter(|pause| matches!(pause.why, Rest::Customer | Rest::Agreed));
    let mut stops: Vec<Stop> = pauses.map(|pause| (pause.from, pause.to)).collect();
    stops.extend(request.reopened().iter().map(|&(done_at, reopened_at)| (done_at, Some(reopened_at))));
    stops
}

/// Stops as they are known at `now`, in order; those that overlap or touch are one.
fn merged(stops: &[Stop], now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut known: Vec<(Timestamp, Timestamp)> =
        stops.iter().map(|&(from, to)| (from, to.unwrap_or(now).min(now))).filter(|(from, to)| from < to).collect();
    known.sort_unstable();
    let mut merged: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (from, to) in known {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::calendar::Hours;
    use crate::id::{PartyId, RequestId};
    use crate::request::Act;

    const HOUR: i64 = 3600;

    fn at(text: &str) -> Timestamp {
        format!("2026-03-{text}Z").parse().unwrap()
    }

    /// From Monday to Friday, nine to five, in UTC.
    fn office() -> Calendar {
        let hours: Vec<Hours> = vec!["09:00-17:00".parse().unwrap()];
        let week = std::array::from_fn(|day| if day < 5 { hours.clone() } else { Vec::new() });
        Calendar::new(week, BTreeMap::new(), TimeZone::UTC).unwrap()
    }

    fn within(hours: i64, made: &str, calendar: Option<Calendar>) -> Promise {
        let first = Agreed { at: at(made), term: Term::Within(hours * HOUR) };
        Promise::new(Kind::Resolution, first, calendar).unwrap()
    }

    #[test]
    fn a_promise_is_kept_up_to_its_last_instant() {
        let promise = within(4, "02T09:00:00", None);
        let due = at("02T13:00:00");
        assert_eq!(promise.standing(&[], None, due), Standing::Open { due });
        assert_eq!(promise.standing(&[], Some(due), due), Standing::Kept { due, at: due });
        let late = at("02T13:00:01");
        assert_eq!(promise.standing(&[], None, late), Standing::Broken { due, at: None });
        assert_eq!(promise.standing(&[], Some(late), at("09T00:00:00")), Standing::Broken { due, at: Some(late) });
    }

    #[test]
    fn waiting_for_the_customer_moves_the_due_instant_by_its_length_on_the_promises_clock() {
        // Monday: four hours from nine; the customer is asked at ten and answers on Tuesday at ten.
        let stop = [(at("02T10:00:00"), Some(at("03T10:00:00")))];
        assert_eq!(within(4, "02T09:00:00", None).due(&stop, at("05T00:00:00")), at("03T13:00:00"));
        assert_eq!(within(4, "02T09:00:00", Some(office())).due(&stop, at("05T00:00:00")), at("03T13:00:00"));
        // Over the weekend nobody would have worked anyway.
        let weekend = [(at("06T16:00:00"), Some(at("09T09:00:00")))];
        assert_eq!(within(16, "05T12:00:00", Some(office())).due(&weekend, at("20T00:00:00")), at("09T13:00:00"));
    }

    #[test]
    fn while_the_customer_is_waited_for_the_promise_cannot_break() {
        let promise = within(4, "02T09:00:00", None);
        let stop = [(at("02T12:00:00"), None)];
        for now in ["02T12:30:00", "02T20:00:00", "09T12:00:00"] {
            let due = promise.due(&stop, at(now));
            assert_eq!(due.as_second() - at(now).as_second(), HOUR);
        }
    }

    #[test]
    fn what_happens_after_a_promise_broke_does_not_mend_it() {
        let mut promise = within(4, "02T09:00:00", None);
        let stop = [(at("02T14:00:00"), Some(at("02T18:00:00")))];
        let broken = Standing::Broken { due: at("02T13:00:00"), at: Some(at("02T15:00:00")) };
        assert_eq!(promise.standing(&stop, Some(at("02T15:00:00")), at("03T00:00:00")), broken);
        assert_eq!(promise.renegotiate(Term::Within(HOUR), &[], at("02T13:00:01")), Err(Refusal::Broken));
    }

    #[test]
    fn another_term_is_remembered_beside_the_first() {
        let mut promise = within(4, "02T09:00:00", None);
        promise.renegotiate(Term::Until(at("04T12:00:00")), &[], at("02T12:00:00")).unwrap();
        assert_eq!(promise.due(&[], at("02T12:00:00")), at("04T12:00:00"));
        assert_eq!(promise.history().count(), 2);
        // What it waited before was settled when the new term was agreed on.
        let stop = [(at("02T10:00:00"), Some(at("02T11:00:00")))];
        assert_eq!(promise.due(&stop, at("03T00:00:00")), at("04T12:00:00"));
        let back = promise.renegotiate(Term::Until(at("02T08:00:00")), &[], at("02T12:00:00"));
        assert_eq!(back, Err(Refusal::DueBeforeMade));
    }

    #[test]
    fn a_request_stops_its_promise_while_it_waits_for_its_customer_or_was_done_too_early() {
        let [desk, asker] = [1, 2].map(|number| PartyId(Uuid::from_u128(number)));
        let mut request = Request::plan(RequestId(Uuid::from_u128(3)), None, asker, desk, at("02T09:00:00"));
        for (hour, act) in [
            ("09", Act::Offer),
            ("10", Act::Finish),
            ("11", Act::Reopen),
            ("12", Act::Pause(Rest::Colleague)),
            ("13", Act::Resume),
            ("14", Act::Pause(Rest::Customer)),
        ] {
            for event in request.decide(act, desk, at(&format!("02T{hour}:00:00"))).unwrap() {
                request.apply(event);
            }
        }
        let mut stops = stops(&request);
        stops.sort_unstable();
        assert_eq!(stops, [(at("02T10:00:00"), Some(at("02T11:00:00"))), (at("02T14:00:00"), None)]);
        // Eight hours from nine; one was done too early, and two the customer has been waited for.
        assert_eq!(within(8, "02T09:00:00", None).due(&stops, at("02T16:00:00")), at("02T20:00:00"));
    }

    #[test]
    fn a_promise_that_no_calendar_can_hold_is_refused() {
        let long = Agreed { at: at("02T09:00:00"), term: Term::Within(50_000 * HOUR) };
        assert_eq!(Promise::new(Kind::Resolution, long, Some(office())).unwrap_err(), Refusal::TooLong);
        let negative = Agreed { at: at("02T09:00:00"), term: Term::Within(-1) };
        assert_eq!(Promise::new(Kind::FirstResponse, negative, None).unwrap_err(), Refusal::DueBeforeMade);
    }

    proptest! {
        #[test]
        fn stops_move_a_due_instant_by_the_working_time_they_cover(
            hours in 1_i64..40, stops in prop::collection::vec((0_i64..12_000, 1_i64..2_000), 0..6), on_calendar: bool
        ) {
            let office = office();
            let promise = within(hours, "02T09:00:00", on_calendar.then(|| office.clone()));
            let made = at("02T09:00:00").as_second();
            let minute = |minute: i64| Timestamp::from_second(made + minute * 60).unwrap();
            let stops: Vec<Stop> = stops.iter().map(|&(from, long)| (minute(from), Some(minute(from + long)))).collect();
            let now = minute(100_000);
            let due = promise.due(&stops, now);
            // Minute by minute: what runs outside of all stops adds up to the term exactly at the due instant.
            let runs = |at: Timestamp| {
                let stopped = stops.iter().any(|&(from, to)| from <= at && Some(at) < to);
                !stopped && (!on_calendar || office.between(at, at + SignedDuration::from_mins(1)) > 0)
            };
            let mut left = hours * 60;
            let mut at = minute(0);
            while left > 0 && at < now {
                left -= i64::from(runs(at));
                at += SignedDuration::from_mins(1);
            }
            prop_assert_eq!(due, at);
        }
    }
}
