//! What must hold of chains, whatever people do.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const START: i64 = 1_790_000_000;
const HOUR: i64 = 3600;

fn id(number: u128) -> RequestId {
    RequestId(Uuid::from_u128(number))
}

fn party(number: u128) -> PartyId {
    PartyId(Uuid::from_u128(number))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(START + second).unwrap()
}

fn stamp(act: u128, by: u128, second: i64) -> Stamp {
    Stamp { act: ActId(Uuid::from_u128(act)), by: party(by), now: at(second) }
}

fn asked(parent: Option<u128>, provider: u128, after: &[u128]) -> Asked {
    Asked {
        parent: parent.map(id),
        customer: party(100),
        external: parent.is_none(),
        provider: party(provider),
        service: None,
        version: None,
        step: None,
        awaited: true,
        after: after.iter().copied().map(id).collect(),
        seconds: None,
        calendar: None,
        rests_on_steps: false,
        priority: Priority(3),
    }
}

fn no_calendars(_: CalendarId) -> Option<Calendar> {
    None
}

fn statuses(chain: &Chain) -> Vec<Status> {
    chain.works().iter().map(|work| work.request.status()).collect()
}

/// A bouquet: the designers (2), then the couriers (3), for a root (1) that rests on them.
fn bouquet() -> (Chain, Vec<Event>) {
    let root = Asked { rests_on_steps: true, ..asked(None, 1, &[]) };
    let (mut chain, mut events) = Chain::ask(id(1), root, stamp(1, 1, 0));
    let timed = |asked: Asked, hours: i64| Asked { seconds: Some(hours * HOUR), ..asked };
    let steps = vec![(id(2), timed(asked(Some(1), 2, &[]), 2)), (id(3), timed(asked(Some(1), 3, &[2]), 1))];
    events.extend(chain.raise_all(steps, stamp(1, 1, 0)).unwrap());
    let promise = (Kind::Resolution, Term::Within(5 * HOUR), None, Some(1));
    events.extend(chain.promise(id(1), promise, stamp(1, 1, 0)).unwrap());
    (chain, events)
}

fn act(chain: &mut Chain, number: u128, what: Act, stamp: Stamp) -> Vec<Event> {
    chain.act(id(number), what, &[], stamp).unwrap()
}

#[test]
fn asking_for_a_service_offers_its_first_steps_and_plans_the_others() {
    let (chain, _) = bouquet();
    assert_eq!(statuses(&chain), [Status::Offered, Status::Offered, Status::Planned]);
}

#[test]
fn what_waits_for_a_step_is_offered_when_it_is_over_and_the_root_is_done_with_the_last() {
    let (mut chain, _) = bouquet();
    act(&mut chain, 2, Act::Finish, stamp(2, 2, HOUR));
    assert_eq!(statuses(&chain), [Status::Offered, Status::Done, Status::Offered]);
    let events = act(&mut chain, 3, Act::Finish, stamp(3, 3, 2 * HOUR));
    assert_eq!(statuses(&chain), [Status::Done, Status::Done, Status::Done]);
    assert_eq!(events.last().unwrap().by, PartyId::CATENA, "nobody did that last thing by hand");
    let standing = chain.standing(id(1), Kind::Resolution, &no_calendars, at(9 * HOUR));
    assert_eq!(standing, Some(Standing::Kept { due: at(5 * HOUR), at: at(2 * HOUR) }));
}

#[test]
fn who_asks_for_more_after_all_steps_were_over_has_not_got_it_by_that() {
    let (mut chain, _) = bouquet();
    act(&mut chain, 2, Act::Finish, stamp(2, 2, HOUR));
    act(&mut chain, 3, Act::Finish, stamp(3, 3, 2 * HOUR));
    act(&mut chain, 1, Act::Reopen, stamp(4, 100, 3 * HOUR));
    assert_eq!(chain.root().request.status(), Status::Accepted);
    act(&mut chain, 1, Act::Finish, stamp(5, 1, 4 * HOUR));
    // The hour in which it was done too early does not count.
    let standing = chain.standing(id(1), Kind::Resolution, &no_calendars, at(9 * HOUR));
    assert_eq!(standing, Some(Standing::Kept { due: at(6 * HOUR), at: at(4 * HOUR) }));
}

#[test]
fn a_request_that_ends_asks_about_each_open_hand_off() {
    let (mut chain, _) = bouquet();
    let before = chain.clone();
    let refused = chain.act(id(1), Act::Withdraw, &[(id(2), Answer::NoLongerNeeded)], stamp(2, 1, HOUR));
    assert_eq!(refused, Err(Refusal::Unanswered(Unanswered(vec![id(3)]))));
    assert_eq!(chain, before);
    let answers = [(id(2), Answer::GoesOn), (id(3), Answer::NoLongerNeeded)];
    chain.act(id(1), Act::Finish, &answers, stamp(2, 1, HOUR)).unwrap();
    assert_eq!(statuses(&chain), [Status::Done, Status::Offered, Status::Withdrawn]);
    assert!(!chain.find(id(2)).unwrap().awaited, "it goes on, and nobody waits for it");
}

#[test]
fn what_is_no_longer_needed_takes_everything_below_it_along() {
    let (mut chain, _) = bouquet();
    chain.raise(id(4), asked(Some(2), 4, &[]), stamp(2, 2, 60)).unwrap();
    let answers = [(id(2), Answer::NoLongerNeeded), (id(3), Answer::NoLongerNeeded)];
    chain.act(id(1), Act::Withdraw, &answers, stamp(3, 1, HOUR)).unwrap();
    assert_eq!(statuses(&chain), [Status::Withdrawn; 4]);
}

#[test]
fn the_last_act_can_be_taken_back_with_all_that_followed_from_it() {
    let (mut chain, _) = bouquet();
    let before = statuses(&chain);
    act(&mut chain, 2, Act::Finish, stamp(2, 2, HOUR));
    let undone = chain.undo(ActId(Uuid::from_u128(2)), stamp(3, 2, HOUR + 9)).unwrap();
    assert_eq!((statuses(&chain), undone.len()), (before, 2));
    // It can be done again, and is then done at the later instant.
    act(&mut chain, 2, Act::Finish, stamp(4, 2, 2 * HOUR));
    assert_eq!(chain.find(id(2)).unwrap().request.done_at(), Some(at(2 * HOUR)));
}

#[test]
fn an_act_is_final_when_somebody_else_did_something_or_time_has_passed() {
    let undo = |by: u128, second: i64, meanwhile: bool| {
        let (mut chain, _) = bouquet();
        act(&mut chain, 2, Act::Accept, stamp(2, 2, HOUR));
        if meanwhile {
            act(&mut chain, 1, Act::Accept, stamp(3, 1, HOUR + 1));
        }
        chain.undo(ActId(Uuid::from_u128(2)), stamp(9, by, HOUR + second)).map(|events| events.len())
    };
    assert_eq!(undo(2, UNDO_SECONDS, false), Ok(1));
    assert_eq!(undo(2, UNDO_SECONDS + 1, false), Err(Refusal::TooLateToUndo));
    assert_eq!(undo(3, 1, false), Err(Refusal::TooLateToUndo), "who did not do it cannot take it back");
    assert_eq!(undo(2, 5, true), Err(Refusal::TooLateToUndo));
}

#[test]
fn each_open_hand_off_knows_by_when_it_has_to_begin() {
    let (chain, _) = bouquet();
    let pressure = chain.pressure(&no_calendars, at(0));
    let begin: Vec<_> = [2, 3].iter().map(|&n| pressure[&id(n)].latest_start.unwrap()).collect();
    assert_eq!(begin, [at(2 * HOUR), at(4 * HOUR)]);
    assert_eq!(pressure[&id(1)].expected_end, Some(at(3 * HOUR)));
    assert!(pressure.values().all(|pressed| pressed.critical));
    // While time passes the latest start stays where it is, and the slack shrinks.
    let later = chain.pressure(&no_calendars, at(HOUR));
    assert_eq!(later[&id(2)].latest_start, Some(at(2 * HOUR)));
    assert_eq!((pressure[&id(2)].slack, later[&id(2)].slack), (Some(2 * HOUR), Some(HOUR)));
}

#[test]
fn a_wait_for_the_customer_at_the_top_moves_the_promises_below_and_one_for_a_colleague_none() {
    let (mut chain, _) = bouquet();
    chain.promise(id(2), (Kind::Resolution, Term::Until(at(4 * HOUR)), None, None), stamp(2, 1, 0)).unwrap();
    act(&mut chain, 1, Act::Pause(Rest::Customer), stamp(3, 1, HOUR));
    act(&mut chain, 1, Act::Resume, stamp(4, 1, 2 * HOUR));
    act(&mut chain, 2, Act::Pause(Rest::Colleague), stamp(5, 2, 2 * HOUR));
    act(&mut chain, 2, Act::Resume, stamp(6, 2, 3 * HOUR));
    let due = |number| chain.due(chain.find(id(number)).unwrap(), &no_calendars, at(3 * HOUR));
    assert_eq!((due(1), due(2)), (Some(at(6 * HOUR)), Some(at(5 * HOUR))));
}

#[test]
fn a_hand_off_cannot_wait_for_what_waits_for_it() {
    let (mut chain, _) = bouquet();
    assert_eq!(chain.raise(id(4), asked(Some(2), 4, &[1]), stamp(2, 2, 60)), Err(Refusal::Cycle));
    assert_eq!(chain.raise(id(4), asked(Some(2), 4, &[9]), stamp(2, 2, 60)), Err(Refusal::UnknownRequest(id(9))));
    act(&mut chain, 2, Act::Finish, stamp(3, 2, 120));
    assert_eq!(chain.raise(id(4), asked(Some(2), 4, &[]), stamp(4, 2, 180)), Err(Refusal::Closed));
}

/// Something that somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Act(usize, Act, bool),
    Raise(usize, Option<usize>, bool),
    Undo,
    Promise(usize, i64),
    Renegotiate(usize, i64),
    Answer,
    Prioritize(usize, u8),
    Merge,
    Part,
}

#[test]
fn a_chain_that_was_joined_to_another_rests_until_it_is_parted_and_is_then_what_it_was() {
    let (mut chain, _) = bouquet();
    let before = chain.works().to_vec();
    let root = chain.root().id();
    assert_eq!(chain.merge(root, stamp(2, 1, HOUR)), Err(Refusal::CannotMerge), "with itself");
    chain.merge(id(9_999), stamp(2, 1, HOUR)).unwrap();
    assert_eq!(chain.merge(id(9_998), stamp(3, 1, HOUR)), Err(Refusal::CannotMerge), "twice");
    assert_eq!(chain.act(root, Act::Accept, &[], stamp(3, 1, HOUR)), Err(Refusal::Merged));
    assert_eq!(chain.answer(root, MessageId(Uuid::from_u128(5)), stamp(3, 1, HOUR)), Err(Refusal::Merged));
    assert_eq!(chain.undo(ActId(Uuid::from_u128(2)), stamp(3, 1, HOUR)), Err(Refusal::TooLateToUndo));
    chain.part(stamp(4, 1, HOUR)).unwrap();
    assert_eq!(chain.part(stamp(5, 1, HOUR)), Err(Refusal::NotMerged));
    for (work, before) in chain.works().iter().zip(before) {
        assert_eq!(Work { revision: before.revision, ..work.clone() }, before);
    }
}

fn attempt() -> impl Strategy<Value = Try> {
    let what = prop_oneof![
        Just(Act::Accept),
        Just(Act::Finish),
        Just(Act::Receive),
        Just(Act::Reopen),
        Just(Act::Withdraw),
        Just(Act::Offer),
        Just(Act::Return(NoteId(Uuid::from_u128(7)))),
        (1_u128..5).prop_map(|number| Act::Transfer(party(number))),
        prop_oneof![Just(Rest::Customer), Just(Rest::Colleague)].prop_map(Act::Pause),
        Just(Act::Resume),
    ];
    prop_oneof![
        8 => (0_usize..8, what, any::<bool>()).prop_map(|(place, act, needed)| Try::Act(place, act, needed)),
        3 => (0_usize..8, prop::option::of(0_usize..8), any::<bool>()).prop_map(|(p, after, awaited)| Try::Raise(p, after, awaited)),
        2 => Just(Try::Undo),
        1 => (0_usize..8, 60_i64..20_000).prop_map(|(place, seconds)| Try::Promise(place, seconds)),
        1 => (0_usize..8, 60_i64..20_000).prop_map(|(place, seconds)| Try::Renegotiate(place, seconds)),
        1 => Just(Try::Answer),
        1 => (0_usize..8, 1_u8..5).prop_map(|(place, priority)| Try::Prioritize(place, priority)),
        1 => Just(Try::Merge),
        2 => Just(Try::Part),
    ]
}

proptest! {
    #[test]
    fn whatever_people_do_the_events_rebuild_the_chain_exactly(
        attempts in prop::collection::vec((attempt(), 1_u128..4, -120_i64..4000), 0..40)
    ) {
        let (mut chain, mut log) = bouquet();
        let mut second = 0;
        let mut last_act = 1_u128;
        for (number, (attempt, by, passed)) in attempts.into_iter().enumerate() {
            second += passed;
            let act = 10 + number as u128;
            let stamp = stamp(act, by, second);
            let pick = |place: usize| chain.works()[place % chain.works().len()].id();
            let mut tried = chain.clone();
            let decided = match attempt {
                Try::Act(place, what, needed) => {
                    let target = pick(place);
                    let answer = if needed { Answer::GoesOn } else { Answer::NoLongerNeeded };
                    let answers: Vec<_> = chain.children(target).map(|child| (child.id(), answer)).collect();
                    tried.act(target, what, &answers, stamp)
                }
                Try::Raise(place, after, awaited) => {
                    let after = after.map(pick).into_iter().collect();
                    let parent = Some(pick(place));
                    tried.raise(id(1000 + act), Asked { parent, awaited, after, ..asked(None, by, &[]) }, stamp)
                }
                Try::Undo => tried.undo(ActId(Uuid::from_u128(last_act)), stamp),
                Try::Promise(place, seconds) => {
                    tried.promise(pick(place), (Kind::Resolution, Term::Within(seconds), None, None), stamp)
                }
                Try::Renegotiate(place, seconds) => {
                    tried.renegotiate(pick(place), Kind::Resolution, Term::Within(seconds), &no_calendars, stamp)
                }
                Try::Answer => tried.answer(pick(0), MessageId(Uuid::from_u128(act)), stamp),
                Try::Merge => tried.merge(id(9_999), stamp),
                Try::Part => tried.part(stamp),
                Try::Prioritize(place, priority) => {
                    tried.note(pick(place), Fact::Prioritized(Priority(priority)), stamp)
                }
            };
            if let Ok(events) = decided {
                for event in &events {
                    prop_assert!(log.last().is_none_or(|last: &Event| last.at <= event.at));
                }
                log.extend(events);
                chain = tried;
                last_act = act;
            }
            let rebuilt = Chain::rebuild(&log);
            prop_assert_eq!(rebuilt.as_ref(), Some(&chain));
            // A planned request waits for something that is open, or for its turn above.
            for work in chain.works() {
                if work.request.status() == Status::Planned {
                    let waits = work.asked.after.iter().any(|&before| chain.find(before).is_some_and(Work::is_open));
                    let above = work.request.parent().and_then(|parent| chain.find(parent));
                    let asleep = above.is_some_and(|above| !above.is_open() || above.request.status() == Status::Planned);
                    prop_assert!(waits || asleep, "what can be offered is offered");
                }
            }
        }
    }
}
