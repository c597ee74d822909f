//! What customers let know without being asked.

use catena_domain::id::{AskId, PartyId};
use catena_store::feedback::After;
use catena_store::reviews::{self, Filter, HeardRow, OutcomeRow, ReviewRow};

use crate::harness::samples::{at, id, read, write};
use crate::harness::shop::{self, ADA, BEA, CAROL};
use crate::harness::voices::{heard, review};
use crate::harness::{Home, on_both_engines};

fn outcome(number: u128, customer: PartyId, ask: Option<AskId>, what: &str, second: i64) -> OutcomeRow {
    OutcomeRow {
        id: id(number),
        customer,
        ask,
        what: what.to_owned(),
        at: at(second),
        recorded_by: CAROL,
        recorded_at: at(second),
        revision: 1,
    }
}

on_both_engines! {
    fn reviews_come_newest_first_of_one_customer_or_of_all_and_page_by_page(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let unknown = ReviewRow { stars: None, verified: false, incentive: true, ..review(925, None, 300) };
        let kept = unknown.clone();
        write(&store, move |tx| reviews::add_review(tx, &kept));
        let all = read(&store, |sql| reviews::reviews(sql, &Filter::default(), None, 9));
        assert_eq!(all.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>(), [925, 921, 920]);
        assert_eq!(all[0], unknown);
        let after = Some(After { at: all[0].at.as_microsecond(), id: all[0].id });
        let next = read(&store, |sql| reviews::reviews(sql, &Filter::default(), after, 1));
        assert_eq!(next, all[1..2]);
        let of_ada = Filter { customer: Some(ADA), ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::reviews(sql, &of_ada, None, 9)), all[2..]);
    }

    fn what_was_heard_is_hidden_with_the_request_that_it_is_about(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let plain = heard(935, BEA, 400);
        let kept = plain.clone();
        write(&store, move |tx| reviews::add_heard(tx, &kept));
        let all = read(&store, |sql| reviews::heard(sql, &Filter::default(), None, 9));
        assert_eq!(all.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>(), [935, 930]);
        let hidden = Filter { hidden: vec![PartyId(id(2))], mine: vec![CAROL], ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::heard(sql, &hidden, None, 9)), [plain]);
        let mine = Filter { mine: vec![PartyId(id(2))], ..hidden };
        assert_eq!(read(&store, |sql| reviews::heard(sql, &mine, None, 9)), all);
    }

    fn what_a_customer_did_next_is_told_in_order_and_after_an_answer_as_it_was_last_recorded(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let ask = AskId(id(911));
        let (came, left) = (outcome(941, BEA, Some(ask), "came_back", 10), outcome(942, BEA, Some(ask), "left", 20));
        let both = [came.clone(), left.clone()];
        write(&store, move |tx| both.iter().try_for_each(|row| reviews::add_outcome(tx, row)));
        let of_bea = Filter { customer: Some(BEA), ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::outcomes(sql, &of_bea, None, 9)), [left.clone(), came.clone()]);
        let after = Some(After { at: left.at.as_microsecond(), id: left.id });
        assert_eq!(read(&store, |sql| reviews::outcomes(sql, &of_bea, after, 9)), [came]);
        assert_eq!(read(&store, |sql| reviews::outcome_after(sql, ask)), Some(left));
        assert_eq!(read(&store, |sql| reviews::outcome_after(sql, AskId(id(1)))), None);
    }

    fn what_was_recorded_is_corrected_and_removed_with_its_words(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let (review, heard, next) = (review(950, Some(BEA), 300), heard(951, BEA, 301), outcome(952, BEA, None, "left", 302));
        let rows = (review.clone(), heard.clone(), next.clone());
        write(&store, move |tx| {
            reviews::add_review(tx, &rows.0)?;
            reviews::add_heard(tx, &rows.1)?;
            reviews::add_outcome(tx, &rows.2)
        });
        assert_eq!(read(&store, |sql| reviews::find_review(sql, id(950))), Some(review.clone()));
        assert_eq!(read(&store, |sql| reviews::find_heard(sql, id(951))), Some(heard.clone()));
        assert_eq!(read(&store, |sql| reviews::find_outcome(sql, id(952))), Some(next.clone()));
        let other = ReviewRow { stars: None, words: "ugly".to_owned(), link: String::new(), customer: None, revision: 2, ..review };
        let said = HeardRow { words: "it leaks no more".to_owned(), feeling: Some(2), revision: 2, ..heard };
        let came = OutcomeRow { what: "came_back".to_owned(), revision: 2, ..next };
        let rows = (other.clone(), said.clone(), came.clone());
        write(&store, move |tx| {
            reviews::change_review(tx, &rows.0)?;
            reviews::change_heard(tx, &rows.1)?;
            reviews::change_outcome(tx, &rows.2)
        });
        assert_eq!(read(&store, |sql| reviews::find_review(sql, id(950))), Some(other));
        assert_eq!(read(&store, |sql| reviews::find_heard(sql, id(951))), Some(said));
        assert_eq!(read(&store, |sql| reviews::find_outcome(sql, id(952))), Some(came));
        write(&store, |tx| {
            reviews::remove_review(tx, id(950))?;
            reviews::remove_heard(tx, id(951))?;
            reviews::remove_outcome(tx, id(952))
        });
        assert_eq!(read(&store, |sql| reviews::find_review(sql, id(950))), None);
        assert_eq!(read(&store, |sql| reviews::find_heard(sql, id(951))), None);
        assert_eq!(read(&store, |sql| reviews::find_outcome(sql, id(952))), None);
        assert_eq!(catena_store::examine(home.place()).unwrap().findings, [""; 0], "no words are left over");
    }

    fn what_followed_an_answer_is_hidden_with_the_request_that_it_is_about(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let plain = outcome(953, ADA, None, "left", 500);
        let kept = plain.clone();
        write(&store, move |tx| reviews::add_outcome(tx, &kept));
        let hidden = Filter { hidden: vec![PartyId(id(2))], mine: vec![BEA], ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::outcomes(sql, &hidden, None, 9)), std::slice::from_ref(&plain));
        let all = read(&store, |sql| reviews::outcomes(sql, &Filter::default(), None, 9));
        assert_eq!(all.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>(), [953, 940]);
        let early = Filter { until: Some(at(500)), ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::outcomes(sql, &early, None, 9)), all[1..]);
        let late = Filter { since: Some(at(500)), ..Filter::default() };
        assert_eq!(read(&store, |sql| reviews::outcomes(sql, &late, None, 9)), [plain]);
    }

    fn one_team_looks_after_a_customer_or_none(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| reviews::set_owner(tx, ADA, Some(PartyId(id(90)))));
        assert_eq!(read(&store, |sql| reviews::owner(sql, ADA)), Some(PartyId(id(90))));
        write(&store, |tx| reviews::set_owner(tx, ADA, None));
        assert_eq!(read(&store, |sql| reviews::owner(sql, ADA)), None);
        assert_eq!(read(&store, |sql| reviews::owner(sql, BEA)), None);
    }

    fn the_words_of_an_erased_customer_and_of_an_erased_colleague_are_gone(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| reviews::add_heard(tx, &HeardRow { words: "Ask Lovelace-Quux".to_owned(), ..heard(936, BEA, 500) }));
        write(&store, |tx| catena_store::erase::erase_party(tx, ADA, at(900)));
        let found = read(&store, |sql| reviews::reviews(sql, &Filter::default(), None, 9));
        let said = |row: &ReviewRow| (row.words.clone(), row.source.clone(), row.link.clone());
        assert_eq!(said(&found[1]), (String::new(), String::new(), String::new()), "Ada's own");
        assert_eq!(found[0].words, "… told me to come with a ribbon", "Bea's");
        assert_eq!(found[1].stars, Some(4));
        write(&store, |tx| catena_store::erase::erase_party(tx, CAROL, at(901)));
        let left = read(&store, |sql| reviews::heard(sql, &Filter::default(), None, 9));
        assert!(left.iter().all(|row| row.words.is_empty()), "{left:?}");
        assert_eq!(read(&store, |sql| reviews::reviews(sql, &Filter::default(), None, 9))[0].words, found[0].words);
    }
}
