//! Who may rate, who did it, and what is seen when.

use uuid::Uuid;

use super::*;
use crate::id::{ActId, NoteId};

fn party(number: u128) -> PartyId {
    PartyId(Uuid::from_u128(number))
}

fn work() -> RequestId {
    RequestId(Uuid::from_u128(50))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

/// What people did with a hand-off, one after the other.
fn events(did: &[(u128, What)]) -> Vec<Event> {
    let event = |(place, &(by, what)): (usize, &(u128, What))| Event {
        seq: place as i64,
        at: at(place as i64),
        act: ActId(Uuid::from_u128(place as u128)),
        by: party(by),
        subject: work().0,
        chain: Some(work()),
        fact: Fact::Did(what),
    };
    did.iter().enumerate().map(event).collect()
}

#[test]
fn words_and_what_they_mean_belong_together() {
    for (reason, word) in Reason::ALL {
        assert_eq!((reason.word(), Reason::of(word)), (word, Some(reason)));
    }
    for (occasion, word) in Occasion::ALL {
        assert_eq!((occasion.word(), Occasion::of(word)), (word, Some(occasion)));
    }
    for side in [Side::Customer, Side::Provider] {
        assert_eq!(Side::of(side.word()), Some(side));
    }
    assert_eq!((Reason::of("ugly"), Occasion::of(""), Side::of("both")), (None, None, None));
}

#[test]
fn each_side_answers_its_own_questions() {
    let answer = Answer { right: true, ease: Some(4), reason: None, lost_minutes: Some(0) };
    assert_eq!(answer.check(Side::Customer), Ok(answer));
    assert_eq!(answer.check(Side::Provider), Err(Refusal::OneQuestion));
    for ease in [None, Some(0), Some(6), Some(255)] {
        assert_eq!(Answer { ease, ..answer }.check(Side::Customer), Err(Refusal::NoEase));
    }
    let long = Answer { lost_minutes: Some(MOST_MINUTES + 1), ..answer };
    assert_eq!(long.check(Side::Customer), Err(Refusal::TooManyMinutes));
    let provider = Answer { ease: None, lost_minutes: None, reason: Some(Reason::Unclear), right: false };
    assert_eq!(provider.check(Side::Provider), Ok(provider));
    assert_eq!(Answer { lost_minutes: Some(1), ..provider }.check(Side::Provider), Err(Refusal::OneQuestion));
}

#[test]
fn whoever_relied_on_it_rates_it_and_nobody_rates_their_own_work() {
    let (ann, ben, clerks, design) = (party(1), party(2), party(10), party(11));
    let did_it = BTreeSet::from([ben]);
    let rate = |as_whom: &[PartyId], held: &[PartyId], did: &BTreeSet<PartyId>| {
        may_rate(as_whom, clerks, held.iter().copied(), did)
    };
    assert_eq!(rate(&[ann, clerks], &[design], &did_it), Ok(()));
    assert_eq!(rate(&[ann], &[design], &did_it), Err(Refusal::DidNotRely));
    assert_eq!(rate(&[ben, clerks], &[design], &did_it), Err(Refusal::OwnWork), "who did it");
    assert_eq!(rate(&[ann, clerks, design], &[design], &did_it), Err(Refusal::OwnWork), "who is on both sides");
    assert_eq!(rate(&[ann, clerks], &[ann, design], &did_it), Err(Refusal::OwnWork), "who had it and passed it on");
}

#[test]
fn passing_work_on_does_not_make_it_somebody_elses() {
    let done = events(&[
        (1, What::Accepted),
        (1, What::Transferred(party(2))),
        (2, What::Accepted),
        (2, What::Finished),
        (3, What::Received),
    ]);
    assert_eq!(doers(&done, work()), (BTreeSet::from([party(1), party(2)]), Some(party(2))));
    let returned = events(&[(4, What::Returned(NoteId(Uuid::nil()))), (3, What::Offered), (2, What::Finished)]);
    assert_eq!(doers(&returned, work()).0, BTreeSet::from([party(2), party(4)]));
    assert_eq!(doers(&done, RequestId(Uuid::nil())), (BTreeSet::new(), None), "of another one");
}

#[test]
fn what_was_taken_back_and_what_follows_by_itself_was_done_by_nobody() {
    let mut told = events(&[(1, What::Accepted), (1, What::Finished), (2, What::Finished), (0, What::Finished)]);
    let undo = |event: &Event| Event { fact: Fact::Undone(event.act), ..event.clone() };
    let undone = [undo(&told[0]), undo(&told[1])];
    told.extend(undone);
    assert_eq!(doers(&told, work()), (BTreeSet::from([party(2)]), Some(party(2))));
}

#[test]
fn an_answer_is_seen_when_both_have_answered_or_three_days_have_passed_and_none_is_given_after_that() {
    let late = at(OPEN_SECONDS);
    let in_time = at(OPEN_SECONDS - 1);
    assert!(!is_shown(false, at(0), in_time) && is_open(at(0), in_time));
    assert!(is_shown(true, at(0), at(1)));
    assert!(is_shown(false, at(0), late) && !is_open(at(0), late), "whoever sees it answers no more");
    assert!(!is_shown(false, at(0), at(-3600)), "a clock that was set back shows nothing early");
}
