//! The record: numbered without gaps, and read back as it was written.

use std::cell::Cell;

use catena_domain::chain::{Asked, Chain, Stamp, Work};
use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, CalendarId, MessageId, NoteId, PartyId, RequestId, ServiceId, StepId};
use catena_domain::policy::Priority;
use catena_domain::promise::{Kind, Term};
use catena_domain::request::{Act, Answer, Rest, What};
use catena_store::events;
use proptest::prelude::*;

use crate::harness::samples::{asked, at, event, id, read, stamp, write};
use crate::harness::{Home, on_both_engines};

/// One of each; a new kind of fact does not compile until it is here.
fn every_fact() -> Vec<Fact> {
    let note = NoteId(id(31));
    let whole = Asked {
        service: Some(ServiceId(id(32))),
        version: Some(3),
        step: Some(StepId(id(33))),
        after: vec![RequestId(id(34)), RequestId(id(35))],
        seconds: Some(-1),
        calendar: Some(CalendarId(id(36))),
        rests_on_steps: true,
        ..asked(Some(RequestId(id(37))), 1, 2)
    };
    let dids = [
        What::Offered,
        What::Accepted,
        What::Returned(note),
        What::Transferred(PartyId(id(38))),
        What::Finished,
        What::Received,
        What::Reopened,
        What::Withdrawn,
        What::Paused(Rest::Customer),
        What::Paused(Rest::Colleague),
        What::Paused(Rest::Agreed),
        What::Resumed,
    ];
    let promise = Kind::FirstResponse;
    let mut facts = vec![
        Fact::Asked(asked(None, 1, 2)),
        Fact::Asked(whole),
        Fact::Promised { promise, term: Term::Until(at(9)), calendar: None, policy: None },
        Fact::Promised {
            promise: Kind::Resolution,
            term: Term::Within(i64::MAX),
            calendar: Some(CalendarId(id(39))),
            policy: Some(2),
        },
        Fact::Renegotiated { promise, term: Term::Within(60) },
        Fact::Answered(MessageId(id(40))),
        Fact::Wrote(MessageId(id(41))),
        Fact::Noted(note),
        Fact::Prioritized(Priority(1)),
        Fact::FieldChanged(id(46)),
        Fact::Awaited(true),
        Fact::Awaited(false),
        Fact::Undone(ActId(id(42))),
        Fact::Merged(RequestId(id(43))),
        Fact::Unmerged,
        Fact::PartyAdded,
        Fact::PartyChanged,
        Fact::PartyErased,
        Fact::MemberJoined { person: PartyId(id(44)), leads: true },
        Fact::MemberLeft { person: PartyId(id(45)) },
        Fact::HandleAdded,
        Fact::HandleRemoved,
        Fact::ServiceChanged { version: 1 },
        Fact::CalendarChanged { version: 2 },
        Fact::PolicyChanged { version: 3 },
        Fact::AccountAdded,
        Fact::LinkMade,
        Fact::LinkUsed,
        Fact::RoleChanged { role: "lead".to_owned() },
        Fact::PasswordChanged,
        Fact::SecondFactorAdded,
        Fact::SecondFactorRemoved,
        Fact::AccountClosed(true),
        Fact::SignedIn,
        Fact::SignedOut,
        Fact::TokenMade,
        Fact::TokenRevoked,
        Fact::TrackingMade,
        Fact::TrackingRevoked,
        Fact::DemoChanged(false),
        Fact::WebhookChanged,
        Fact::IdentityLinked,
        Fact::IdentityUnlinked,
        Fact::NoticeCancelled,
        Fact::NoticeRetried,
        Fact::RatingAsked(id(47)),
        Fact::RatingGiven(id(48)),
        Fact::Thanked,
        Fact::SurveyChanged { version: 1 },
        Fact::SurveyStopped(true),
        Fact::FeedbackAsked(Some(RequestId(id(47)))),
        Fact::FeedbackWithdrawn,
        Fact::FeedbackLinkMade,
        Fact::FeedbackGiven { poor: true },
        Fact::FeedbackFollowed(RequestId(id(48))),
        Fact::ReviewRecorded,
        Fact::ConversationRecorded,
        Fact::OutcomeRecorded { outcome: "left".to_owned() },
        Fact::OwnerChanged(None),
    ];
    facts.extend(dids.map(Fact::Did));
    facts.extend(of_voices());
    facts
}

/// What happens to what customers and the staff said.
fn of_voices() -> [Fact; 11] {
    [
        Fact::FeedbackResumed,
        Fact::ReviewChanged,
        Fact::ReviewRemoved,
        Fact::ConversationChanged,
        Fact::ConversationRemoved,
        Fact::OutcomeChanged { outcome: "left".to_owned() },
        Fact::OutcomeRemoved,
        Fact::FeedbackExported { what: "answers".to_owned() },
        Fact::PulseLaunched,
        Fact::PulseReminded,
        Fact::PulseClosed,
    ]
}

/// The names of the variants of [`Fact`], as its source has them.
fn variants() -> Vec<String> {
    let source = include_str!("../../../domain/src/event.rs");
    let body = source.split("pub enum Fact {").nth(1).unwrap().split("\n}\n").next().unwrap();
    let names =
        body.lines().filter_map(|line| line.strip_prefix("    ")).filter(|line| line.starts_with(char::is_uppercase));
    names.map(|line| line.split([',', '(', ' ']).next().unwrap().to_owned()).collect()
}

#[derive(Clone, Debug)]
enum Try {
    Act(Act, bool),
    Raise { above: usize, after: Vec<usize>, rests_on_steps: bool },
    Promise(Kind, i64),
    Renegotiate(Kind, i64),
    Tell(Fact),
    Undo,
}

fn attempt() -> impl Strategy<Value = Try> {
    let act = prop_oneof![
        Just(Act::Offer),
        Just(Act::Accept),
        Just(Act::Return(NoteId(id(31)))),
        (1_u128..4).prop_map(|number| Act::Transfer(PartyId(id(number)))),
        Just(Act::Finish),
        Just(Act::Receive),
        Just(Act::Reopen),
        Just(Act::Withdraw),
        Just(Act::Pause(Rest::Customer)),
        Just(Act::Resume),
    ];
    let kind = prop_oneof![Just(Kind::FirstResponse), Just(Kind::Resolution)];
    let told = prop_oneof![
        Just(Fact::Answered(MessageId(id(40)))),
        Just(Fact::Wrote(MessageId(id(41)))),
        Just(Fact::Noted(NoteId(id(42)))),
        (1_u8..5).prop_map(|priority| Fact::Prioritized(Priority(priority))),
        Just(Fact::FieldChanged(id(46))),
        any::<bool>().prop_map(Fact::Awaited),
    ];
    prop_oneof![
        6 => (act, any::<bool>()).prop_map(|(act, needless)| Try::Act(act, needless)),
        3 => (0_usize..8, prop::collection::vec(0_usize..8, 0..3), any::<bool>())
            .prop_map(|(above, after, rests_on_steps)| Try::Raise { above, after, rests_on_steps }),
        1 => (kind.clone(), 1_i64..10_000).prop_map(|(kind, seconds)| Try::Promise(kind, seconds)),
        1 => (kind, 1_i64..10_000).prop_map(|(kind, seconds)| Try::Renegotiate(kind, seconds)),
        2 => told.prop_map(Try::Tell),
        1 => Just(Try::Undo),
    ]
}

/// Tries all that in a chain; what is refused leaves nothing.
fn decide(root: u128, tries: &[(Try, usize, i64)]) -> (Chain, Vec<Event>) {
    let begin = Stamp { act: ActId(id(root)), by: PartyId(id(1)), now: at(0) };
    let (mut chain, mut events) = Chain::ask(RequestId(id(root)), asked(None, 1, 2), begin);
    events.extend(chain.offer(begin).unwrap());
    let nobody = |_: CalendarId| None;
    for (number, (attempt, which, second)) in tries.iter().enumerate() {
        let works: Vec<RequestId> = chain.works().iter().map(Work::id).collect();
        let target = works[which % works.len()];
        let stamp = stamp(root + 1 + number as u128, 1, *second);
        let mut tried = chain.clone();
        let done = match attempt {
            Try::Act(act, needless) => {
                let answer = if *needless { Answer::NoLongerNeeded } else { Answer::GoesOn };
                let answers: Vec<_> = works.iter().map(|&id| (id, answer)).collect();
                tried.act(target, *act, &answers, stamp)
            }
            Try::Raise { above, after, rests_on_steps } => {
                let parent = works[above % works.len()];
                let after = after.iter().map(|place| works[place % works.len()]).collect();
                let asked = Asked { after, rests_on_steps: *rests_on_steps, ..asked(Some(parent), 2, 3) };
                tried.raise(RequestId(id(root + 1_000 + number as u128)), asked, stamp)
            }
            Try::Promise(kind, seconds) => tried.promise(target, (*kind, Term::Within(*seconds), None, Some(1)), stamp),
            Try::Renegotiate(kind, seconds) => tried.renegotiate(target, *kind, Term::Within(*seconds), &nobody, stamp),
            Try::Tell(fact) => tried.note(target, fact.clone(), stamp),
            Try::Undo => tried.undo(events.last().map_or(ActId(id(0)), |last| last.act), stamp),
        };
        if let Ok(done) = done {
            chain = tried;
            events.extend(done);
        }
    }
    (chain, events)
}

on_both_engines! {
    fn every_kind_of_fact_reads_back_as_it_was_written(home: &Home) {
        let store = home.open();
        let facts = every_fact();
        for name in variants() {
            assert!(facts.iter().any(|fact| format!("{fact:?}").starts_with(&name)), "no fact is {name}");
        }
        let events: Vec<Event> = facts.iter().map(|fact| event(5, fact.clone())).collect();
        let written = write(&store, move |tx| tx.append(events));
        let found = read(&store, |sql| events::after(sql, 0, 1_000));
        assert_eq!(found, written);
        assert_eq!(found.iter().map(|event| event.fact.clone()).collect::<Vec<_>>(), facts);
        let kinds = read(&store, |sql| sql.query("select kind from event order by seq", &[]));
        for (fact, row) in facts.iter().zip(kinds) {
            assert_eq!(events::kind_of(fact), row.text(0).unwrap());
        }
    }

    fn events_are_numbered_from_one_without_gaps(home: &Home) {
        let store = home.open();
        assert_eq!(read(&store, |sql| events::last(sql)), 0);
        let first = write(&store, |tx| tx.append(vec![event(1, Fact::PartyAdded), event(2, Fact::PartyAdded)]));
        let none = write(&store, |tx| tx.append(vec![]));
        let second = write(&store, |tx| tx.append(vec![event(3, Fact::PartyAdded)]));
        let numbers: Vec<i64> = first.iter().chain(&none).chain(&second).map(|event| event.seq).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(read(&store, |sql| events::last(sql)), 3);
    }

    fn the_record_is_read_forwards_and_backwards_and_by_subject(home: &Home) {
        let store = home.open();
        write(&store, |tx| tx.append((0..10).map(|number| event(number % 2, Fact::PartyChanged)).collect()));
        let numbers = |events: Vec<Event>| events.iter().map(|event| event.seq).collect::<Vec<_>>();
        assert_eq!(numbers(read(&store, |sql| events::after(sql, 7, 2))), [8, 9]);
        assert_eq!(numbers(read(&store, |sql| events::before(sql, 4, None, 2))), [3, 2]);
        assert_eq!(numbers(read(&store, |sql| events::before(sql, 99, Some(id(1)), 3))), [10, 8, 6]);
        assert_eq!(numbers(read(&store, |sql| events::before(sql, 6, Some(id(1)), 9))), [4, 2]);
    }

    fn the_chain_of_an_act_is_known(home: &Home) {
        let store = home.open();
        let (_, events) = decide(500, &[]);
        write(&store, move |tx| {
            tx.append(vec![event(1, Fact::PartyAdded)])?;
            tx.append(events)
        });
        assert_eq!(read(&store, |sql| events::chain_of_act(sql, ActId(id(500)))), Some(RequestId(id(500))));
        assert_eq!(read(&store, |sql| events::chain_of_act(sql, ActId(id(1)))), None);
        assert_eq!(read(&store, |sql| events::chain_of_act(sql, ActId(id(2)))), None);
    }

    fn chains_are_read_many_at_once_by_their_ids(home: &Home) {
        let store = home.open();
        let all: Vec<Event> = [300, 100, 200].into_iter().flat_map(|root| decide(root * 1_000, &[]).1).collect();
        write(&store, move |tx| tx.append(all));
        let of = |after: u128, last: u128| {
            let events = read(&store, |sql| events::of_chains(sql, RequestId(id(after * 1_000)), RequestId(id(last * 1_000))));
            events.iter().map(|event| (event.chain.unwrap().0.as_u128() / 1_000, event.seq)).collect::<Vec<_>>()
        };
        assert_eq!(of(0, 200), [(100, 3), (100, 4), (200, 5), (200, 6)]);
        assert_eq!(of(200, 999), [(300, 1), (300, 2)]);
        assert_eq!(of(300, 999), []);
    }

    fn whatever_is_decided_in_a_chain_reads_back_and_rebuilds_the_same_chain(home: &Home) {
        let store = home.open();
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 32, ..ProptestConfig::default() });
        let last = Cell::new(0);
        let tries = prop::collection::vec((attempt(), 0_usize..8, -60_i64..3_600), 0..40);
        runner.run(&tries, |tries| {
            let root = last.get() + 100_000;
            last.set(root);
            let (chain, events) = decide(root, &tries);
            let halves = events.len() / 2;
            let (first, second) = (events[..halves].to_vec(), events[halves..].to_vec());
            store.write_now(move |tx| tx.append(first)).unwrap();
            store.write_now(move |tx| tx.append(vec![event(7, Fact::SignedIn)])).unwrap();
            store.write_now(move |tx| tx.append(second)).unwrap();
            let found = store.read(|sql| events::of_chain(sql, RequestId(id(root)))).unwrap();
            let told = |events: &[Event]| events.iter().map(|e| Event { seq: 0, ..e.clone() }).collect::<Vec<_>>();
            prop_assert_eq!(told(&found), told(&events));
            prop_assert_eq!(Chain::rebuild(&found), Some(chain));
            Ok(())
        }).unwrap();
    }
}
