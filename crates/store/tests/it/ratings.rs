//! Questions to colleagues about hand-offs.

use catena_domain::id::{ActId, PartyId, RequestId};
use catena_store::ratings::{self, AnswerRow, RatingRow};
use catena_store::{Error, erase, examine, parties};

use crate::harness::samples::{at, id, keep, person, read, request, team, with_parties, write};
use crate::harness::shop::{self, ADA, BINDING, CAROL};
use crate::harness::{Home, on_both_engines};

const ANN: PartyId = PartyId(uuid::Uuid::from_u128(3));
const BEN: PartyId = PartyId(uuid::Uuid::from_u128(4));
const CLERKS: PartyId = PartyId(uuid::Uuid::from_u128(5));
const BINDERS: PartyId = PartyId(uuid::Uuid::from_u128(2));

/// A reception by Ann of what Ben did, a second apart for each number.
fn received(number: i64) -> RatingRow {
    RatingRow {
        id: id(500 + number as u128),
        request: request(number).id,
        done_at: at(number),
        customer: CLERKS,
        provider: BINDERS,
        rater: ANN,
        doer: Some(BEN),
        prompted: true,
        occasion: "drawn".to_owned(),
        chance: 198_400,
        asked: true,
        asked_at: at(100 + number),
        act: ActId(id(700 + number as u128)),
        taken_back: false,
    }
}

fn said(side: &str) -> AnswerRow {
    let asked = side == "customer";
    AnswerRow {
        side: side.to_owned(),
        complete: !asked,
        ease: asked.then_some(2),
        reason: Some("missing".to_owned()),
        lost_minutes: asked.then_some(20),
        at: at(200),
    }
}

fn open(home: &Home) -> catena_store::Store {
    let store = home.open();
    with_parties(&store);
    write(&store, |tx| {
        parties::save(tx, &person(3, "Ann"))?;
        parties::save(tx, &person(4, "Ben"))?;
        parties::save(tx, &team(5, "Clerks"))?;
        (1..=4).try_for_each(|number| keep(tx, &request(number)))
    });
    store
}

fn numbers(rows: &[RatingRow]) -> Vec<i64> {
    rows.iter().map(|row| row.done_at.as_second() - at(0).as_second()).collect()
}

on_both_engines! {
    fn all_that_was_asked_is_read_in_order_page_by_page_with_what_was_answered(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            for number in 1..=4 {
                ratings::add(tx, &RatingRow { asked: number != 2, taken_back: number == 4, ..received(number) })?;
            }
            ratings::answer(tx, id(501), &said("customer"))?;
            ratings::answer(tx, id(501), &said("provider"))
        });
        let first = read(&store, |sql| ratings::all_before(sql, at(900), None, 1));
        assert_eq!(first, [(received(1), Some(said("customer")), true)]);
        let after = Some((first[0].0.asked_at, first[0].0.id));
        let rest = read(&store, |sql| ratings::all_before(sql, at(900), after, 9));
        assert_eq!(rest, [(received(3), None, false)], "nobody was asked of the second, the fourth was taken back");
        assert_eq!(read(&store, |sql| ratings::all_before(sql, at(101), None, 9)), []);
    }

    fn a_reception_is_kept_once_for_each_time_that_the_work_was_done(home: &Home) {
        let store = open(home);
        write(&store, |tx| ratings::add(tx, &received(1)));
        assert_eq!(read(&store, |sql| ratings::find(sql, received(1).id)), Some(received(1)));
        let again = RatingRow { id: id(600), ..received(1) };
        assert!(matches!(store.write_now(move |tx| ratings::add(tx, &again)), Err(Error::Conflict(_))));
        let later = RatingRow { id: id(601), done_at: at(9), occasion: "returned".to_owned(), doer: None, ..received(1) };
        let kept = later.clone();
        write(&store, move |tx| ratings::add(tx, &kept));
        assert_eq!(read(&store, |sql| ratings::of_request(sql, request(1).id)), [later, received(1)]);
        assert_eq!(read(&store, |sql| ratings::of_request(sql, RequestId(id(9)))), []);
    }

    fn a_day_is_counted_from_its_beginning_to_just_before_its_end(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            ratings::add(tx, &received(1))?;
            ratings::add(tx, &RatingRow { occasion: "broken".to_owned(), asked: false, ..received(2) })?;
            ratings::add(tx, &RatingRow { prompted: false, ..received(3) })?;
            ratings::add(tx, &RatingRow { rater: BEN, doer: Some(ANN), ..received(4) })
        });
        let day = |from, to| read(&store, |sql| ratings::received_by(sql, ANN, at(from), at(to)));
        let word = |word: &str, asked| (word.to_owned(), asked);
        assert_eq!(day(101, 104), [word("drawn", true), word("broken", false), word("drawn", true)]);
        assert_eq!(day(102, 103), [word("broken", false)]);
        assert_eq!(read(&store, |sql| ratings::prompted(sql, BEN, at(0), at(200))), 1, "the others do not come by themselves");
        assert_eq!(read(&store, |sql| ratings::prompted(sql, BEN, at(102), at(200))), 0);
    }

    fn a_question_waits_until_it_is_answered_put_off_or_too_old(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            (1..=3).try_for_each(|number| ratings::add(tx, &received(number)))?;
            ratings::add(tx, &RatingRow { asked: false, ..received(4) })
        });
        let waits = |who, since, now| {
            let found = read(&store, |sql| ratings::waiting(sql, who, at(since), at(now)));
            found.iter().map(|(row, side)| (row.done_at.as_second() - at(0).as_second(), *side)).collect::<Vec<_>>()
        };
        assert_eq!(waits(ANN, 0, 200), [(3, "customer"), (2, "customer"), (1, "customer")]);
        assert_eq!(waits(BEN, 101, 200), [(3, "provider"), (2, "provider")], "the first is too old");
        assert!(write(&store, |tx| ratings::answer(tx, received(3).id, &said("customer"))));
        write(&store, |tx| ratings::put_off(tx, received(2).id, "customer", at(300)));
        assert_eq!((waits(ANN, 0, 299), waits(ANN, 0, 300)), (vec![(1, "customer")], vec![(2, "customer"), (1, "customer")]));
        assert_eq!(waits(BEN, 0, 200).len(), 3, "the other side is asked all the same");
        write(&store, |tx| ratings::put_off(tx, received(2).id, "provider", at(300)));
        write(&store, |tx| ratings::take_back(tx, received(1).act));
        assert_eq!((waits(ANN, 0, 300), waits(BEN, 0, 299)), (vec![(2, "customer")], vec![(3, "provider")]));
        assert_eq!(numbers(&read(&store, |sql| ratings::of_person(sql, BEN, 10))), [3, 2]);
        write(&store, |tx| ratings::bring_back(tx, received(1).id, ActId(id(799))));
        assert_eq!(waits(ANN, 0, 299), [(1, "customer")]);
        write(&store, |tx| ratings::take_back(tx, received(1).act));
        assert_eq!(waits(ANN, 0, 299), [(1, "customer")], "that act was taken back before");
        assert_eq!(numbers(&read(&store, |sql| ratings::of_person(sql, ANN, 2))), [3, 2]);
    }

    fn a_side_answers_once(home: &Home) {
        let store = open(home);
        write(&store, |tx| ratings::add(tx, &received(1)));
        let rating = received(1).id;
        assert!(write(&store, move |tx| ratings::answer(tx, rating, &said("customer"))));
        let other = AnswerRow { complete: true, ease: Some(5), ..said("customer") };
        assert!(!write(&store, move |tx| ratings::answer(tx, rating, &other)));
        assert_eq!(read(&store, |sql| ratings::answers(sql, rating)), [said("customer")]);
        assert!(write(&store, move |tx| ratings::answer(tx, rating, &said("provider"))));
        assert_eq!(read(&store, |sql| ratings::answers(sql, rating)), [said("customer"), said("provider")]);
    }

    fn figures_know_who_was_asked_who_answered_and_whether_both_did(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            (1..=3).try_for_each(|number| ratings::add(tx, &received(number)))?;
            ratings::add(tx, &RatingRow { asked: false, ..received(4) })?;
            ratings::answer(tx, received(1).id, &said("customer"))?;
            ratings::answer(tx, received(1).id, &said("provider"))?;
            ratings::answer(tx, received(2).id, &said("provider"))?;
            ratings::take_back(tx, received(1).act)?;
            ratings::take_back(tx, received(3).act)
        });
        let found = |side: &'static str, parties: &[PartyId], since| {
            read(&store, |sql| ratings::between(sql, side, parties, at(since)))
        };
        let taken = |number| RatingRow { taken_back: true, ..received(number) };
        let given = found("provider", &[BINDERS], 0);
        assert_eq!(given, [(taken(1), Some(said("customer")), true), (received(2), None, false)], "what was said stays");
        assert_eq!(found("customer", &[BINDERS, CLERKS], 0), given);
        assert_eq!((found("provider", &[CLERKS], 0).len(), found("provider", &[BINDERS], 101).len()), (0, 1));
    }

    fn of_an_erased_person_the_answers_stay_and_say_nothing_of_who_they_were(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let before = read(&store, |sql| ratings::of_request(sql, BINDING));
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        assert_eq!(read(&store, |sql| ratings::of_request(sql, BINDING)), before);
        assert_eq!(read(&store, |sql| ratings::answers(sql, before[0].id)).len(), 2);
        assert_eq!((before[0].rater, before[0].doer), (ADA, Some(CAROL)));
    }

    fn a_question_that_lost_what_it_is_about_is_found(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            ratings::add(tx, &RatingRow { request: RequestId(id(999)), ..received(1) })?;
            ratings::add(tx, &RatingRow { asked: false, ..received(2) })?;
            ratings::answer(tx, received(2).id, &said("customer"))
        });
        let findings = examine(home.place()).unwrap().findings;
        for expected in [
            format!("The question {} is about a hand-off that is not there.", received(1).id),
            format!("Nobody was asked {}, and it has an answer.", received(2).id),
        ] {
            assert!(findings.contains(&expected), "{expected} {findings:?}");
        }
    }
}
