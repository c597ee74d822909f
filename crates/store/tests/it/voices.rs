//! What figures read of all voices at once.

use catena_domain::feedback::Answer;
use catena_domain::feedback::when::Link;

use catena_domain::id::{ActId, AskId, PartyId, RequestId};
use catena_store::ratings::{self, AnswerRow, RatingRow};
use catena_store::reviews::{self, HeardRow, ReviewRow};
use catena_store::voices::{self, AskedRow, FeltRow, RatedRow, StarsRow, ValueRow};
use catena_store::{Store, feedback, surveys};

use crate::harness::samples::{at, id, keep, read, request, with_parties, write};
use crate::harness::voices::{HOW, WHY, ask, asked, heard, promoting, review, satisfied, survey};
use crate::harness::{Home, on_both_engines};

const CUSTOMER: PartyId = PartyId(uuid::Uuid::from_u128(1));
const TEAM: PartyId = PartyId(uuid::Uuid::from_u128(2));

fn ready(home: &Home) -> Store {
    let store = home.open();
    with_parties(&store);
    write(&store, |tx| {
        surveys::save(tx, &survey(1), at(0))?;
        (1..=2).try_for_each(|number| keep(tx, &request(number)))
    });
    store
}

/// What team 2 did of a root and customer 1 received, a second apart for each number.
fn received(number: i64) -> RatingRow {
    RatingRow {
        id: id(500 + number as u128),
        request: request(1).id,
        done_at: at(number),
        customer: CUSTOMER,
        provider: TEAM,
        rater: CUSTOMER,
        doer: None,
        prompted: false,
        occasion: "drawn".to_owned(),
        chance: 200_000,
        asked: true,
        asked_at: at(100 + number),
        act: ActId(id(700 + number as u128)),
        taken_back: false,
    }
}

fn said(side: &str) -> AnswerRow {
    let ease = (side == "customer").then_some(4);
    AnswerRow { side: side.to_owned(), complete: true, ease, reason: None, lost_minutes: None, at: at(200) }
}

fn heard_by_them(number: u128, second: i64) -> HeardRow {
    HeardRow { heard_by: CUSTOMER, ..heard(number, CUSTOMER, second) }
}

on_both_engines! {
    fn all_that_customers_answered_is_read_with_the_chain_as_it_was(home: &Home) {
        let store = ready(home);
        let about = asked(7, CUSTOMER, Some(request(1).id), 20);
        let (whole, gone) = (asked(8, CUSTOMER, None, 10), asked(9, CUSTOMER, Some(request(2).id), 30));
        let links = [
            Link { request: request(1).id, provider: TEAM, kept: Some(true) },
            Link { request: request(2).id, provider: CUSTOMER, kept: None },
        ];
        let (one, other, third) = (about.clone(), whole.clone(), gone.clone());
        write(&store, move |tx| {
            for row in [&one, &other, &third] {
                ask(tx, row, &links)?;
            }
            let words = Answer::Text("late".to_owned());
            feedback::answer(tx, &one, &[(HOW, satisfied(2)), (WHY, words)], true, at(40))?;
            feedback::withdraw_about(tx, request(2).id, ActId(id(402))).map(|_| ())
        });
        let found = read(&store, |sql| voices::asked(sql));
        let expected: Vec<_> = [(8, None), (7, Some(1))].into_iter().map(|(number, root)| (id(number), root)).collect();
        assert_eq!(found.iter().map(|row| (row.ask.id.0, row.number)).collect::<Vec<_>>(), expected, "the oldest first");
        let of = |row: &AskedRow| (row.ask.state.clone(), row.ask.answered_at, row.purpose.clone());
        let purpose = "transactional".to_owned();
        assert_eq!(of(&found[0]), ("waiting".to_owned(), None, purpose.clone()));
        assert_eq!(of(&found[1]), ("answered".to_owned(), Some(at(40)), purpose));
        let value = ValueRow { ask: about.id, question: HOW, scale: "csat".to_owned(), value: 2 };
        assert_eq!(read(&store, |sql| voices::values(sql)), [value], "words have no value");
        let behind: Vec<(AskId, Link)> = links.iter().map(|link| (about.id, *link)).collect();
        assert_eq!(read(&store, |sql| voices::links(sql)), behind, "of those who did not answer nobody needs it");
    }

    fn several_values_of_one_customer_stand_side_by_side(home: &Home) {
        let store = ready(home);
        let (one, other) = (asked(7, CUSTOMER, None, 10), asked(8, CUSTOMER, None, 20));
        write(&store, move |tx| {
            for row in [&one, &other] {
                ask(tx, row, &[])?;
                feedback::answer(tx, row, &[(WHY, promoting(9)), (HOW, satisfied(5))], false, at(40))?;
            }
            Ok(())
        });
        let found = read(&store, |sql| voices::values(sql));
        let asks: Vec<u128> = found.iter().map(|row| row.ask.0.as_u128()).collect();
        assert_eq!(asks, [7, 7, 8, 8]);
        let values: Vec<(&str, i64)> = found.iter().map(|row| (row.scale.as_str(), row.value)).collect();
        assert_eq!(values, [("csat", 5), ("nps", 9), ("csat", 5), ("nps", 9)]);
    }

    fn all_that_was_asked_of_colleagues_is_read_with_its_chain_and_whether_both_answered(home: &Home) {
        let store = ready(home);
        write(&store, |tx| {
            (1..=3).try_for_each(|number| ratings::add(tx, &received(number)))?;
            ratings::add(tx, &RatingRow { asked: false, ..received(4) })?;
            ratings::answer(tx, received(1).id, &said("customer"))?;
            ratings::answer(tx, received(1).id, &said("provider"))?;
            ratings::answer(tx, received(2).id, &said("provider"))?;
            ratings::take_back(tx, received(1).act)?;
            ratings::take_back(tx, received(3).act)
        });
        let taken = RatingRow { taken_back: true, ..received(1) };
        let rated = |rating, answer, both| RatedRow { rating, root: request(1).id, number: 1, answer, both };
        let expected = [rated(taken, Some(said("customer")), true), rated(received(2), None, false)];
        assert_eq!(read(&store, |sql| voices::rated(sql)), expected, "what was said stays");
    }

    fn stars_and_feelings_are_read_where_there_are_some(home: &Home) {
        let store = ready(home);
        write(&store, |tx| {
            reviews::add_review(tx, &ReviewRow { stars: None, ..review(920, None, 5) })?;
            reviews::add_review(tx, &ReviewRow { request: Some(request(1).id), ..review(921, Some(CUSTOMER), 9) })?;
            reviews::add_review(tx, &review(922, None, 7))?;
            reviews::add_heard(tx, &HeardRow { feeling: None, ..heard_by_them(930, 5) })?;
            reviews::add_heard(tx, &HeardRow { request: Some(RequestId(id(77))), ..heard_by_them(931, 6) })
        });
        let stars = |request, second| StarsRow { stars: 4, request, at: at(second) };
        assert_eq!(read(&store, |sql| voices::stars(sql)), [stars(None, 7), stars(Some(request(1).id), 9)]);
        assert_eq!(read(&store, |sql| voices::felt(sql)), [FeltRow { feeling: -1, request: Some(RequestId(id(77))), at: at(6) }]);
    }
}
