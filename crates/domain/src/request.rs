//! One piece of asked work, and what may be done with it.
//!
//! A request is what its events say: [`Request::decide`] turns an act into events or refuses it, [`Request::apply`]
//! takes an event in, and nothing else changes a request. Whoever asks, the request is of the same kind. Each time
//! somebody new is asked, or is asked again, a *hold* ends and the next begins at the same instant or later: no
//! stretch of time is held by two.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{NoteId, PartyId, RequestId};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It waits for its turn in a plan.
    Planned,
    /// Somebody was asked and has not answered.
    Offered,
    /// The provider took it.
    Accepted,
    /// The provider gave it back: something is missing.
    Returned,
    /// The provider says it is done.
    Done,
    /// The customer has it.
    Received,
    /// Nobody needs it any more.
    Withdrawn,
}

impl Status {
    /// Whether somebody is expected to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Offered | Self::Accepted | Self::Returned)
    }
}

/// Why a request rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// The customer has to answer: their promise waits too.
    Customer,
    /// A colleague has to do something: no promise waits for that.
    Colleague,
    /// The customer agreed to wait: their promise waits too.
    Agreed,
}

/// An interval in which a request rested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// From this instant …
    pub from: Timestamp,
    /// … until just before this one; none while it rests.
    pub to: Option<Timestamp>,
    /// Why.
    pub why: Rest,
    /// Who said so.
    pub by: PartyId,
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The work was done.
    Done,
    /// It was given back: counted as rework.
    Returned,
    /// Somebody else was asked.
    Transferred,
    /// Nobody needed it any more: not awaited from then on.
    Withdrawn,
}

/// The time in which one provider was asked, and perhaps worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Who was asked.
    pub provider: PartyId,
    /// When.
    pub offered_at: Timestamp,
    /// When they took it.
    pub accepted_at: Option<Timestamp>,
    /// When and how it ended; work that is reopened has not ended.
    pub ended: Option<(Timestamp, End)>,
}

/// What somebody wants to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ask the provider; again, if it was returned.
    Offer,
    /// Take it.
    Accept,
    /// Give it back; the note says what is missing.
    Return(NoteId),
    /// Ask somebody else.
    Transfer(PartyId),
    /// Say that it is done. Who does what was offered takes it by that.
    Finish,
    /// Say that one has it.
    Receive,
    /// Ask for more after it was done.
    Reopen,
    /// Say that nobody needs it.
    Withdraw,
    /// Let it rest.
    Pause(Rest),
    /// Go on.
    Resume,
}

/// Something that happened to a request: ids, instants and decisions, no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When. Never before the event before it.
    pub at: Timestamp,
    /// Who did it.
    pub by: PartyId,
    /// What.
    pub what: What,
}

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The provider was asked.
    Offered,
    /// The provider took it.
    Accepted,
    /// It was given back; the note says what is missing.
    Returned(NoteId),
    /// Somebody else was asked.
    Transferred(PartyId),
    /// It is done.
    Finished,
    /// The customer has it.
    Received,
    /// More was asked for.
    Reopened,
    /// Nobody needs it.
    Withdrawn,
    /// It rests.
    Paused(Rest),
    /// It goes on.
    Resumed,
}

/// Why something cannot be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is too late or too early for that.
    #[error("a request that is {0:?} does not allow this")]
    NotNow(Status),
    /// It rests already.
    #[error("the request rests already")]
    RestsAlready,
    /// It does not rest.
    #[error("the request does not rest")]
    DoesNotRest,
    /// It would be handed to those who have it.
    #[error("the request is with them already")]
    SameProvider,
}

/// A request as its events left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    id: RequestId,
    parent: Option<RequestId>,
    customer: PartyId,
    provider: PartyId,
    status: Status,
    holds: Vec<Hold>,
    pauses: Vec<Pause>,
    /// When it was done and then reopened.
    reopened: Vec<(Timestamp, Timestamp)>,
    received_at: Option<Timestamp>,
    last_at: Timestamp,
    events: u64,
}

impl Request {
    /// A request that was planned at `at`: a root, or a hand-off raised from `parent`.
    pub fn plan(id: RequestId, parent: Option<RequestId>, customer: PartyId, provider: PartyId, at: Timestamp) -> Self {
        Self {
            id,
            parent,
            customer,
            provider,
            status: Status::Planned,
            holds: Vec::new(),
            pauses: Vec::new(),
            reopened: Vec::new(),
            received_at: None,
            last_at: at,
            events: 0,
        }
    }

    /// What happens if `by` does `act` at `now`. A clock that was set back makes no event older than the one before.
    pub fn decide(&self, act: Act, by: PartyId, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        use Status::{Accepted, Done, Offered, Planned, Received, Returned};
        let allowed = match act {
            Act::Offer => matches!(self.status, Planned | Returned),
            Act::Accept => self.status == Offered,
            Act::Return(_) | Act::Finish | Act::Pause(_) | Act::Resume => matches!(self.status, Offered | Accepted),
            Act::Transfer(_) => matches!(self.status, Offered | Accepted | Returned),
            Act::Receive => self.status == Done,
            Act::Reopen => matches!(self.status, Done | Received),
            Act::Withdraw => self.status.is_open(),
        };
        if !allowed {
            return Err(Refusal::NotNow(self.status));
        }
        let what = match act {
            Act::Offer => What::Offered,
            Act::Accept => What::Accepted,
            Act::Return(note) => What::Returned(note),
            Act::Transfer(to) if to == self.provider => return Err(Refusal::SameProvider),
            Act::Transfer(to) => What::Transferred(to),
            Act::Finish => What::Finished,
            Act::Receive => What::Received,
            Act::Reopen => What::Reopened,
            Act::Withdraw => What::Withdrawn,
            Act::Pause(_) if self.rests() => return Err(Refusal::RestsAlready),
            Act::Pause(why) => What::Paused(why),
            Act::Resume if !self.rests() => return Err(Refusal::DoesNotRest),
            Act::Resume => What::Resumed,
        };
        let at = now.max(self.last_at);
        let taken = (act == Act::Finish && self.status == Offered).then_some(What::Accepted);
        Ok(taken.into_iter().chain([what]).map(|what| Event { at, by, what }).collect())
    }

    /// Takes in an event that [`Self::decide`] gave for this very state.
    pub fn apply(&mut self, event: Event) {
        let Event { at, by, what } = event;
        self.last_at = at;
        self.events += 1;
        match what {
            What::Offered => self.offer(self.provider, at),
            What::Accepted => {
                self.status = Status::Accepted;
                if let Some(hold) = self.holds.last_mut() {
                    hold.accepted_at = Some(at);
                }
            }
            What::Returned(_) => self.end(at, End::Returned, Status::Returned),
            What::Transferred(to) => {
                self.end(at, End::Transferred, Status::Offered);
                self.provider = to;
                self.offer(to, at);
            }
            What::Finished => self.end(at, End::Done, Status::Done),
            What::Received => {
                self.status = Status::Received;
                self.received_at = Some(at);
            }
            What::Reopened => {
                self.status = Status::Accepted;
                self.received_at = None;
                if let Some((done_at, _)) = self.holds.last_mut().and_then(|hold| hold.ended.take()) {
                    self.reopened.push((done_at, at));
                }
            }
            What::Withdrawn => self.end(at, End::Withdrawn, Status::Withdrawn),
            What::Paused(why) => self.pauses.push(Pause { from: at, to: None, why, by }),
            What::Resumed => self.resume(at),
        }
    }

    fn offer(&mut self, provider: PartyId, at: Timestamp) {
        self.status = Status::Offered;
        self.holds.push(Hold { provider, offered_at: at, accepted_at: None, ended: None });
    }

    /// Ends the hold and whatever rests with it.
    fn end(&mut self, at: Timestamp, end: End, status: Status) {
        self.resume(at);
        self.status = status;
        if let Some(hold) = self.holds.last_mut().filter(|hold| hold.ended.is_none()) {
            hold.ended = Some((at, end));
        }
    }

    fn resume(&mut self, at: Timestamp) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) {
            pause.to = Some(at);
        }
    }

    /// Its id.
    pub fn id(&self) -> RequestId {
        self.id
    }

    /// The request from which it was raised; none for a root.
    pub fn parent(&self) -> Option<RequestId> {
        self.parent
    }

    /// Who asked.
    pub fn customer(&self) -> PartyId {
        self.customer
    }

    /// Who is asked now.
    pub fn provider(&self) -> PartyId {
        self.provider
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Who was asked when, in order; the last one may still hold it.
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// When it rested, in order, none overlapping.
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }

    /// From when it was done until it was reopened, in order.
    pub fn reopened(&self) -> &[(Timestamp, Timestamp)] {
        &self.reopened
    }

    /// When it was first offered.
    pub fn opened_at(&self) -> Option<Timestamp> {
        self.holds.first().map(|hold| hold.offered_at)
    }

    /// When it was done for good, so far.
    pub fn done_at(&self) -> Option<Timestamp> {
        self.holds.last().and_then(|hold| hold.ended).filter(|&(_, end)| end == End::Done).map(|(at, _)| at)
    }

    /// When the customer said that they have it.
    pub fn received_at(&self) -> Option<Timestamp> {
        self.received_at
    }

    /// When something last happened to it.
    pub fn last_at(&self) -> Timestamp {
        self.last_at
    }

    /// How many events made it what it is: two people who saw the same number saw the same request.
    pub fn revision(&self) -> u64 {
        self.events
    }

    /// Whether it rests now.
    pub fn rests(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }
}

/// What is to become of a hand-off when the request above it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Nobody needs it: it is withdrawn.
    NoLongerNeeded,
    /// It goes on, and nobody waits for it.
    GoesOn,
}

/// Open hand-offs that nobody said anything about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} open hand-offs need an answer before the request is closed", .0.len())]
pub struct Unanswered(pub Vec<RequestId>);

/// Which hand-offs to withdraw when the request above them is closed: every open one needs an answer of its own.
pub fn close(open: &[RequestId], answers: &[(RequestId, Answer)]) -> Result<Vec<RequestId>, Unanswered> {
    let answered: BTreeSet<RequestId> = answers.iter().map(|&(id, _)| id).collect();
    let missing: Vec<RequestId> = open.iter().copied().filter(|id| !answered.contains(id)).collect();
    if !missing.is_empty() {
        return Err(Unanswered(missing));
    }
    let needless = |id: &RequestId| answers.contains(&(*id, Answer::NoLongerNeeded));
    Ok(open.iter().copied().filter(needless).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const START: i64 = 1_790_000_000;

    fn party(number: u128) -> PartyId {
        PartyId(Uuid::from_u128(number))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(START + second).unwrap()
    }

    fn planned() -> Request {
        Request::plan(RequestId(Uuid::from_u128(1)), None, party(100), party(1), at(0))
    }

    /// Does one act after the other, a minute apart.
    fn after(acts: &[Act]) -> Request {
        let mut request = planned();
        for (minute, &act) in acts.iter().enumerate() {
            for event in request.decide(act, party(1), at(60 * (minute as i64 + 1))).unwrap() {
                request.apply(event);
            }
        }
        request
    }

    fn note() -> NoteId {
        NoteId(Uuid::from_u128(7))
    }

    #[test]
    fn work_that_is_offered_accepted_done_and_received_is_one_hold() {
        let request = after(&[Act::Offer, Act::Accept, Act::Finish, Act::Receive]);
        assert_eq!(request.status(), Status::Received);
        let hold = Hold {
            provider: party(1),
            offered_at: at(60),
            accepted_at: Some(at(120)),
            ended: Some((at(180), End::Done)),
        };
        assert_eq!(request.holds(), [hold]);
        assert_eq!((request.done_at(), request.received_at()), (Some(at(180)), Some(at(240))));
    }

    #[test]
    fn who_does_what_was_offered_has_accepted_it() {
        let request = after(&[Act::Offer, Act::Finish]);
        assert_eq!(request.holds()[0].accepted_at, Some(at(120)));
        assert_eq!(request.revision(), 3);
    }

    #[test]
    fn a_return_ends_a_hold_and_the_new_offer_opens_the_next() {
        let request = after(&[Act::Offer, Act::Return(note()), Act::Offer]);
        let ends: Vec<_> = request.holds().iter().map(|hold| (hold.offered_at, hold.ended)).collect();
        assert_eq!(ends, [(at(60), Some((at(120), End::Returned))), (at(180), None)]);
    }

    #[test]
    fn a_transfer_ends_one_hold_and_opens_the_next_at_the_same_instant() {
        let request = after(&[Act::Offer, Act::Accept, Act::Transfer(party(2))]);
        assert_eq!((request.status(), request.provider()), (Status::Offered, party(2)));
        assert_eq!(request.holds()[0].ended, Some((at(180), End::Transferred)));
        assert_eq!(request.holds()[1].offered_at, at(180));
        assert_eq!(request.decide(Act::Transfer(party(2)), party(1), at(200)), Err(Refusal::SameProvider));
    }

    #[test]
    fn what_was_given_back_can_be_asked_of_somebody_else() {
        let request = after(&[Act::Offer, Act::Return(note()), Act::Transfer(party(2))]);
        let holds: Vec<_> = request.holds().iter().map(|hold| (hold.provider, hold.ended)).collect();
        assert_eq!(holds, [(party(1), Some((at(120), End::Returned))), (party(2), None)]);
    }

    #[test]
    fn only_the_last_time_that_it_was_done_counts() {
        let request = after(&[Act::Offer, Act::Finish, Act::Reopen]);
        assert_eq!((request.done_at(), request.reopened()), (None, &[(at(120), at(180))][..]));
        let request = after(&[Act::Offer, Act::Finish, Act::Reopen, Act::Finish]);
        assert_eq!(request.done_at(), Some(at(240)));
    }

    #[test]
    fn what_is_done_or_given_back_rests_no_more() {
        for act in [Act::Finish, Act::Return(note()), Act::Withdraw, Act::Transfer(party(2))] {
            let request = after(&[Act::Offer, Act::Accept, Act::Pause(Rest::Customer), act]);
            assert_eq!(request.pauses()[0].to, Some(at(240)), "{act:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_older() {
        let mut request = after(&[Act::Offer]);
        for event in request.decide(Act::Finish, party(1), at(-3600)).unwrap() {
            request.apply(event);
        }
        assert_eq!(request.done_at(), Some(at(60)));
    }

    #[test]
    fn a_request_with_open_hand_offs_is_closed_with_an_answer_for_each() {
        let [a, b, c] = [1, 2, 3].map(|number| RequestId(Uuid::from_u128(number)));
        assert_eq!(close(&[], &[]), Ok(vec![]));
        assert_eq!(close(&[a, b], &[(a, Answer::GoesOn)]), Err(Unanswered(vec![b])));
        let answers = [(a, Answer::NoLongerNeeded), (b, Answer::GoesOn), (c, Answer::NoLongerNeeded)];
        assert_eq!(close(&[a, b], &answers), Ok(vec![a]));
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            3 => Just(Act::Offer),
            3 => Just(Act::Accept),
            1 => Just(Act::Return(note())),
            1 => (1_u128..4).prop_map(|number| Act::Transfer(party(number))),
            3 => Just(Act::Finish),
            1 => Just(Act::Receive),
            2 => Just(Act::Reopen),
            1 => Just(Act::Withdraw),
            1 => prop_oneof![Just(Rest::Customer), Just(Rest::Colleague), Just(Rest::Agreed)].prop_map(Act::Pause),
            1 => Just(Act::Resume),
        ]
    }

    proptest! {
        #[test]
        fn whatever_people_do_the_events_say_it_all(acts in prop::collection::vec((act(), 1_u128..4, -300_i64..3600), 0..40)) {
            let mut request = planned();
            let mut log = Vec::new();
            for (act, by, second) in acts {
                let before = request.clone();
                match request.decide(act, party(by), at(second)) {
                    Err(_) => prop_assert_eq!(&request, &before),
                    Ok(events) => {
                        for event in events {
                            prop_assert!(log.last().is_none_or(|last: &Event| last.at <= event.at));
                            log.push(event);
                            request.apply(event);
                        }
                    }
                }
            }
            let mut rebuilt = planned();
            for &event in &log {
                rebuilt.apply(event);
            }
            prop_assert_eq!(&rebuilt, &request);
            prop_assert_eq!(request.revision(), log.len() as u64);

            let mut free = request.opened_at();
            for (index, hold) in request.holds().iter().enumerate() {
                prop_assert!(free.is_some_and(|free| free <= hold.offered_at), "two hold it at once");
                prop_assert!(hold.accepted_at.is_none_or(|accepted| hold.offered_at <= accepted));
                prop_assert!(hold.ended.is_some() || index + 1 == request.holds().len());
                free = hold.ended.map(|(at, _)| at);
            }
            let mut rested = at(0);
            for pause in request.pauses() {
                prop_assert!(rested <= pause.from && pause.to.is_none_or(|to| pause.from <= to));
                rested = pause.to.unwrap_or(Timestamp::MAX);
            }
            prop_assert_eq!(request.done_at().is_some(), matches!(request.status(), Status::Done | Status::Received));
            prop_assert!(!request.rests() || matches!(request.status(), Status::Offered | Status::Accepted));
        }
    }
}
