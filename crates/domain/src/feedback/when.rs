//! When customers are asked: as a promise to them is kept or broken for good, as a step of its plan is done, or because
//! somebody wants to know; and never too often.
//!
//! Two clocks keep people from being asked too often: since they were asked anything, and since they were asked the
//! same. What somebody was asked and then not to answer any more does not count.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::chain::Chain;
use crate::event::{Event, Fact};
use crate::id::{CalendarId, PartyId, RequestId, ServiceId, StepId, SurveyId};
use crate::promise::{Kind, Standing};
use crate::request::{Status, What};

/// Days that pass before anybody is asked anything again.
pub const ANY_DAYS: i64 = 90;

/// For how many days a question waits for its answer.
pub const WAITS_DAYS: i64 = 30;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What a survey is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// One promise.
    Transactional,
    /// The organisation altogether.
    Relationship,
}

impl Purpose {
    /// Both with their words.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Transactional, "transactional"), (Self::Relationship, "relationship")];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(purpose, _)| *purpose == self).map_or("", |(_, word)| word)
    }

    /// The purpose of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(purpose, _)| *purpose)
    }

    /// Days that pass at least before somebody is asked the same again.
    pub fn days(self) -> i64 {
        match self {
            Self::Transactional => 90,
            Self::Relationship => 180,
        }
    }
}

/// Why somebody is asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A promise was kept.
    Kept,
    /// A promise was broken.
    Broken,
    /// A step of a plan was done.
    Milestone(StepId),
    /// Somebody wants to know.
    Campaign,
}

impl Moment {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Milestone(_) => "milestone",
            Self::Campaign => "campaign",
        }
    }
}

/// When a survey asks by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occasions {
    /// As a promise is kept.
    pub kept: bool,
    /// As a promise is broken.
    pub broken: bool,
    /// As one of these steps is done.
    pub steps: Vec<StepId>,
    /// For these services alone; for all if there are none.
    pub services: Vec<ServiceId>,
}

impl Occasions {
    /// Whether a moment is one of them, in a chain of this service.
    pub fn include(&self, moment: Moment, service: Option<ServiceId>) -> bool {
        let of_service = self.services.is_empty() || service.is_some_and(|service| self.services.contains(&service));
        of_service
            && match moment {
                Moment::Kept => self.kept,
                Moment::Broken => self.broken,
                Moment::Milestone(step) => self.steps.contains(&step),
                Moment::Campaign => true,
            }
    }
}

/// A survey that may ask now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub survey: SurveyId,
    /// What it is about.
    pub purpose: Purpose,
    /// Days between two of its questions to one person; never fewer than its purpose says.
    pub every_days: i64,
    /// Why it asks.
    pub moment: Moment,
}

/// That somebody was asked before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// By which survey.
    pub survey: SurveyId,
    /// When.
    pub at: Timestamp,
}

/// Which clock leaves somebody in peace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Since they were asked anything.
    Any,
    /// Since they were asked the same.
    Same,
}

/// That somebody is left in peace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Until when.
    pub until: Timestamp,
    /// By the clock that ends last.
    pub clock: Clock,
}

/// How long somebody is left in peace by a survey, and why; none if it may ask at `now`.
pub fn rest(candidate: &Candidate, before: &[Before], now: Timestamp) -> Option<Rest> {
    let own = candidate.every_days.max(candidate.purpose.days());
    let rests = before.iter().filter_map(|asked| {
        let (days, clock) =
            if asked.survey == candidate.survey { (own.max(ANY_DAYS), Clock::Same) } else { (ANY_DAYS, Clock::Any) };
        let until = asked.at.checked_add(DAY * i32::try_from(days).ok()?).ok()?;
        Some(Rest { until, clock })
    });
    rests.max_by_key(|rest| rest.until).filter(|rest| rest.until > now)
}

/// Until when somebody is left in peace by a survey; none if it may ask at `now`.
pub fn rests_until(candidate: &Candidate, before: &[Before], now: Timestamp) -> Option<Timestamp> {
    rest(candidate, before, now).map(|rest| rest.until)
}

/// Which of the surveys that are due asks: at most one, and one about the relationship before one about the promise; of
/// equals the first.
pub fn choose<'a>(due: &'a [Candidate], before: &[Before], now: Timestamp) -> Option<&'a Candidate> {
    let mut ready = due.iter().filter(|candidate| rests_until(candidate, before, now).is_none());
    let about = |candidate: &&Candidate| candidate.purpose == Purpose::Relationship;
    ready.clone().find(about).or_else(|| ready.next())
}

/// Why the customer of a chain may be asked after what just happened in it: first that the promise is over, then that
/// steps are done. Only a customer outside is asked.
pub fn moments(
    chain: &Chain,
    happened: &[Event],
    calendars: &impl Fn(CalendarId) -> Option<Calendar>,
    now: Timestamp,
) -> Vec<Moment> {
    let root = chain.root();
    if !root.asked.external {
        return Vec::new();
    }
    let finished = |id: RequestId| {
        let done = happened.iter().any(|event| event.subject == id.0 && event.fact == Fact::Did(What::Finished));
        done && chain.find(id).is_some_and(|work| matches!(work.request.status(), Status::Done | Status::Received))
    };
    let mut moments = Vec::new();
    if finished(root.id()) {
        moments.extend(match chain.standing(root.id(), Kind::Resolution, calendars, now) {
            Some(Standing::Kept { .. }) => Some(Moment::Kept),
            Some(Standing::Broken { at: Some(_), .. }) => Some(Moment::Broken),
            _ => None,
        });
    }
    let steps = chain.works().iter().filter(|work| finished(work.id())).filter_map(|work| work.asked.step);
    moments.extend(steps.map(Moment::Milestone));
    moments
}

/// Whether the promise of a chain is no longer over, after what just happened in it.
pub fn goes_on(chain: &Chain, happened: &[Event]) -> bool {
    let root = chain.root();
    root.is_open()
        && happened.iter().any(|event| event.subject == root.id().0 && event.fact == Fact::Did(What::Reopened))
}

/// A request of a chain as it was when somebody was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub request: RequestId,
    /// Who held it.
    pub provider: PartyId,
    /// Whether what was promised about it was kept; none if nothing was, or that was not settled.
    pub kept: Option<bool>,
}

/// The chain as it is now, in the order in which its requests were asked for: what a rating belongs to. What nobody
/// needed any more is left out.
pub fn snapshot(chain: &Chain, calendars: &impl Fn(CalendarId) -> Option<Calendar>, now: Timestamp) -> Vec<Link> {
    let needed = chain.works().iter().filter(|work| work.request.status() != Status::Withdrawn);
    let link = |work: &crate::chain::Work| {
        let standing = chain.standing(work.id(), Kind::Resolution, calendars, now);
        let kept = match standing {
            Some(Standing::Kept { .. }) => Some(true),
            Some(Standing::Broken { .. }) => Some(false),
            Some(Standing::Open { .. }) | None => None,
        };
        Link { request: work.id(), provider: work.request.provider(), kept }
    };
    needed.map(link).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::chain::{Asked, Stamp};
    use crate::id::ActId;
    use crate::policy::Priority;
    use crate::promise::Term;
    use crate::request::Act;

    const HOUR: i64 = 3_600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    fn day(days: i64) -> Timestamp {
        at(days * 24 * HOUR)
    }

    fn survey(number: u128) -> SurveyId {
        SurveyId(Uuid::from_u128(number))
    }

    fn candidate(number: u128, purpose: Purpose) -> Candidate {
        Candidate { survey: survey(number), purpose, every_days: 0, moment: Moment::Kept }
    }

    fn asked_before(number: u128, days: i64) -> Before {
        Before { survey: survey(number), at: day(days) }
    }

    #[test]
    fn nobody_is_asked_the_same_or_anything_again_too_soon() {
        let (transactional, relationship) = (candidate(1, Purpose::Transactional), candidate(2, Purpose::Relationship));
        let other = [asked_before(9, 0)];
        assert_eq!(rests_until(&transactional, &other, day(89)), Some(day(90)));
        assert_eq!(rests_until(&transactional, &other, day(90)), None);
        assert_eq!(rests_until(&relationship, &other, day(90)), None);
        let same = [asked_before(1, 0), asked_before(2, 0)];
        assert_eq!(rests_until(&transactional, &same, day(90)), None);
        assert_eq!(rests_until(&relationship, &same, day(90)), Some(day(180)));
        assert_eq!(rests_until(&relationship, &same, day(180)), None);
        let rare = Candidate { every_days: 365, ..transactional };
        assert_eq!(rests_until(&rare, &same, day(364)), Some(day(365)));
        let clock = |candidate: &Candidate, now| rest(candidate, &same, now).map(|rest| rest.clock);
        assert_eq!(clock(&relationship, day(1)), Some(Clock::Same), "the one that ends last");
        assert_eq!(clock(&candidate(3, Purpose::Transactional), day(1)), Some(Clock::Any));
        let eager = Candidate { every_days: 1, ..transactional };
        assert_eq!(rests_until(&eager, &same, day(1)), Some(day(90)), "nobody asks more often than the purpose allows");
    }

    #[test]
    fn the_relationship_comes_before_the_promise_and_the_first_of_equals() {
        let due = [
            candidate(1, Purpose::Transactional),
            candidate(2, Purpose::Relationship),
            candidate(3, Purpose::Relationship),
        ];
        let chosen = |before: &[Before], now| choose(&due, before, now).map(|candidate| candidate.survey);
        assert_eq!(chosen(&[], day(0)), Some(survey(2)));
        assert_eq!(chosen(&[asked_before(2, 0)], day(100)), Some(survey(3)));
        assert_eq!(chosen(&[asked_before(2, 0), asked_before(3, 0)], day(100)), Some(survey(1)));
        assert_eq!(chosen(&[asked_before(1, 0)], day(10)), None);
        assert_eq!(choose(&[], &[], day(0)), None);
    }

    proptest! {
        #[test]
        fn whoever_is_asked_was_left_in_peace_by_every_survey(days in proptest::collection::vec((0_u128..4, 0_i64..800), 0..40)) {
            let due = [candidate(1, Purpose::Transactional), candidate(2, Purpose::Relationship)];
            let mut sorted: Vec<i64> = days.iter().map(|(_, day)| *day).collect();
            sorted.sort_unstable();
            let mut asked: Vec<Before> = Vec::new();
            for now in sorted {
                if let Some(chosen) = choose(&due, &asked, day(now)) {
                    asked.push(Before { survey: chosen.survey, at: day(now) });
                }
            }
            for pair in asked.windows(2) {
                prop_assert!(pair[1].at.duration_since(pair[0].at) >= DAY * 90);
            }
            let own: Vec<&Before> = asked.iter().filter(|before| before.survey == survey(2)).collect();
            for pair in own.windows(2) {
                prop_assert!(pair[1].at.duration_since(pair[0].at) >= DAY * 180);
            }
        }
    }

    fn id(number: u128) -> RequestId {
        RequestId(Uuid::from_u128(number))
    }

    fn party(number: u128) -> PartyId {
        PartyId(Uuid::from_u128(number))
    }

    fn stamp(second: i64) -> Stamp {
        Stamp { act: ActId(Uuid::from_u128(second as u128)), by: party(1), now: at(second) }
    }

    fn no_calendars(_: CalendarId) -> Option<Calendar> {
        None
    }

    fn asked(parent: Option<u128>, provider: u128, step: Option<u128>) -> Asked {
        Asked {
            parent: parent.map(id),
            customer: party(100),
            external: parent.is_none(),
            provider: party(provider),
            service: None,
            version: None,
            step: step.map(|step| StepId(Uuid::from_u128(step))),
            awaited: true,
            after: Vec::new(),
            seconds: None,
            calendar: None,
            rests_on_steps: parent.is_none(),
            priority: Priority(3),
        }
    }

    /// An order with one planned step, due after an hour.
    fn order(external: bool) -> Chain {
        let (mut chain, _) = Chain::ask(id(1), Asked { external, ..asked(None, 1, None) }, stamp(0));
        chain.raise_all(vec![(id(2), asked(Some(1), 2, Some(50)))], stamp(0)).unwrap();
        chain.promise(id(1), (Kind::Resolution, Term::Within(HOUR), None, None), stamp(0)).unwrap();
        chain
    }

    fn end(chain: &mut Chain, second: i64) -> Vec<Moment> {
        let happened = chain.act(id(2), Act::Finish, &[], stamp(second)).unwrap();
        moments(chain, &happened, &no_calendars, at(second))
    }

    #[test]
    fn the_customer_is_asked_as_the_promise_ends_and_as_steps_are_done() {
        let step = Moment::Milestone(StepId(Uuid::from_u128(50)));
        assert_eq!(end(&mut order(true), HOUR), [Moment::Kept, step]);
        assert_eq!(end(&mut order(true), HOUR + 1), [Moment::Broken, step]);
        assert_eq!(end(&mut order(false), HOUR), [], "colleagues are asked elsewhere");
    }

    #[test]
    fn what_is_reopened_goes_on_and_is_over_again_at_its_final_end() {
        let mut chain = order(true);
        end(&mut chain, HOUR);
        let again = chain.act(id(1), Act::Reopen, &[], stamp(HOUR + 100)).unwrap();
        assert!(goes_on(&chain, &again));
        assert_eq!(moments(&chain, &again, &no_calendars, at(HOUR + 100)), []);
        let ended = chain.act(id(1), Act::Finish, &[], stamp(9 * HOUR)).unwrap();
        assert!(!goes_on(&chain, &ended));
        assert_eq!(moments(&chain, &ended, &no_calendars, at(9 * HOUR)), [Moment::Broken]);
    }

    #[test]
    fn a_snapshot_says_who_held_what_and_what_was_kept() {
        let mut chain = order(true);
        end(&mut chain, HOUR + 1);
        let links = snapshot(&chain, &no_calendars, at(HOUR + 1));
        let link = |request, provider, kept| Link { request: id(request), provider: party(provider), kept };
        assert_eq!(links, [link(1, 1, Some(false)), link(2, 2, None)]);
    }

    #[test]
    fn occasions_are_those_that_somebody_chose() {
        let (step, service) = (StepId(Uuid::from_u128(50)), ServiceId(Uuid::from_u128(60)));
        let never = Occasions::default();
        let broken = Occasions { broken: true, ..Occasions::default() };
        let of_service = Occasions { kept: true, steps: vec![step], services: vec![service], ..Occasions::default() };
        assert!(!never.include(Moment::Kept, None) && never.include(Moment::Campaign, None));
        assert!(broken.include(Moment::Broken, Some(service)) && !broken.include(Moment::Kept, None));
        assert!(of_service.include(Moment::Milestone(step), Some(service)));
        assert!(!of_service.include(Moment::Kept, None), "for that service alone");
    }

    #[test]
    fn every_purpose_has_a_word_of_its_own() {
        for (purpose, word) in Purpose::ALL {
            assert_eq!((purpose.word(), Purpose::of(word)), (word, Some(purpose)));
        }
        assert_eq!(Purpose::of("curiosity"), None);
    }
}
