//! That customers were asked, and what they answered.

use catena_domain::feedback::when::{Before, Link};
use catena_domain::feedback::{Answer, Ces};
use catena_domain::id::{ActId, AskId, PartyId};
use catena_store::feedback::{self, After, AskRow, Filter};
use catena_store::{Store, surveys};
use uuid::Uuid;

use crate::harness::explained::Explained;
use crate::harness::samples::{at, id, read, with_parties, write};
use crate::harness::shop::{self, ADA, ORDER};
use crate::harness::voices::{HOW, OF_ORDER, SURVEY, WHY, ask, asked, promoting, satisfied, survey};
use crate::harness::{Home, on_both_engines};

/// A store in which customer 1 can be asked.
fn ready(home: &Home) -> Store {
    let store = home.open();
    with_parties(&store);
    write(&store, |tx| surveys::save(tx, &survey(1), at(0)));
    store
}

fn answered() -> Filter {
    Filter { state: "answered".to_owned(), ..Filter::default() }
}

fn listed(store: &Store, filter: &Filter) -> Vec<u128> {
    let found = read(store, |sql| feedback::list(sql, filter, None, 100));
    let counted = read(store, |sql| feedback::count(sql, filter, 100));
    assert_eq!(counted, found.len() as i64, "{filter:?}");
    found.iter().map(|row| row.id.0.as_u128()).collect()
}

on_both_engines! {
    fn a_question_is_found_by_its_id_its_key_and_its_request_with_the_chain_as_it_was(home: &Home) {
        let store = ready(home);
        let row = asked(7, PartyId(id(1)), Some(ORDER), 10);
        let links = vec![
            Link { request: ORDER, provider: PartyId(id(2)), kept: Some(false) },
            Link { request: shop::BINDING, provider: PartyId(id(3)), kept: None },
        ];
        let (kept, before) = (row.clone(), links.clone());
        write(&store, move |tx| feedback::ask(tx, &kept, kept.id.0.as_bytes(), &before));
        assert_eq!(read(&store, |sql| feedback::find(sql, row.id)), Some(row.clone()));
        assert_eq!(read(&store, |sql| feedback::find_key(sql, row.id.0.as_bytes())), Some(row.clone()));
        assert_eq!(read(&store, |sql| feedback::find_key(sql, &[1; 16])), None);
        assert_eq!(read(&store, |sql| feedback::about(sql, ORDER)), Some(row.clone()));
        assert_eq!(read(&store, |sql| feedback::about(sql, shop::OTHER)), None);
        assert_eq!(read(&store, |sql| feedback::links(sql, row.id)), links);
        assert!(write(&store, |tx| feedback::renew_key(tx, AskId(id(7)), &[9; 32])));
        assert_eq!(read(&store, |sql| feedback::find_key(sql, row.id.0.as_bytes())), None);
        assert_eq!(read(&store, |sql| feedback::find_key(sql, &[9; 32])), Some(row));
    }

    fn the_values_of_a_list_stand_side_by_side_for_each_who_answered(home: &Home) {
        let store = ready(home);
        let (one, other) = (asked(7, PartyId(id(1)), Some(ORDER), 10), asked(8, PartyId(id(1)), None, 20));
        write(&store, move |tx| {
            for row in [&one, &other, &asked(9, PartyId(id(1)), None, 30)] {
                ask(tx, row, &[])?;
            }
            let words = Answer::Text("late".to_owned());
            feedback::answer(tx, &one, &[(WHY, promoting(9)), (HOW, satisfied(5)), (id(903), words)], false, at(40))?;
            feedback::answer(tx, &other, &[(HOW, satisfied(2))], true, at(40))
        });
        let of = |filter: &Filter| {
            let found = read(&store, |sql| feedback::values(sql, filter));
            assert!(found.iter().all(|row| (row.survey, row.version, row.purpose.as_str()) == (SURVEY, 1, "transactional")));
            let short = |row: feedback::Given| (row.ask.0.as_u128(), row.question, row.scale, row.value);
            found.into_iter().map(short).collect::<Vec<_>>()
        };
        let value = |ask: u128, question, scale: &str, value: i64| (ask, question, scale.to_owned(), value);
        let all = [value(7, HOW, "csat", 5), value(7, WHY, "nps", 9), value(8, HOW, "csat", 2)];
        assert_eq!(of(&answered()), all);
        assert_eq!(of(&Filter { request: Some(ORDER), ..answered() }), all[..2]);
        assert_eq!(of(&Filter { state: "waiting".to_owned(), ..Filter::default() }), []);
    }

    fn every_scale_is_kept_and_read_as_it_was_answered_and_only_once(home: &Home) {
        let store = ready(home);
        let row = asked(7, PartyId(id(1)), None, 10);
        let given = vec![
            (id(11), promoting(0)),
            (id(12), satisfied(5)),
            (id(13), Answer::Ces(Ces::new(7).unwrap())),
            (id(14), Answer::Choice(id(80))),
            (id(15), Answer::Choices(vec![id(81), id(82)])),
            (id(16), Answer::Text("<script>alert(1)</script>".to_owned())),
        ];
        let (kept, answers) = (row.clone(), given.clone());
        let done = write(&store, move |tx| {
            ask(tx, &kept, &[])?;
            feedback::answer(tx, &kept, &answers, true, at(20))
        });
        assert!(done);
        assert_eq!(read(&store, |sql| feedback::answers(sql, AskId(id(7)))), given);
        let found = read(&store, |sql| feedback::find(sql, AskId(id(7)))).unwrap();
        let expected = AskRow { state: "answered".to_owned(), answered_at: Some(at(20)), poor: Some(true), ..row.clone() };
        assert_eq!(found, expected);
        let again = write(&store, move |tx| feedback::answer(tx, &row, &[(HOW, satisfied(1))], true, at(30)));
        assert!(!again, "nobody answers twice");
        assert_eq!(read(&store, |sql| feedback::answers(sql, AskId(id(7)))), given);
        assert!(!write(&store, |tx| feedback::renew_key(tx, AskId(id(7)), &[9; 32])));
    }

    fn what_was_taken_back_is_no_longer_asked_and_what_was_answered_stays(home: &Home) {
        let store = ready(home);
        write(&store, |tx| {
            ask(tx, &asked(7, PartyId(id(1)), Some(ORDER), 10), &[])?;
            let other = AskRow { act: ActId(id(301)), ..asked(8, PartyId(id(1)), Some(ORDER), 11) };
            ask(tx, &other, &[])?;
            let said = AskRow { act: ActId(id(302)), ..asked(9, PartyId(id(1)), Some(ORDER), 12) };
            ask(tx, &said, &[])?;
            feedback::answer(tx, &said, &[(HOW, satisfied(4))], false, at(20))
        });
        let before = read(&store, |sql| feedback::before(sql, PartyId(id(1)), at(11)));
        assert_eq!(before, [Before { survey: SURVEY, at: at(11) }, Before { survey: SURVEY, at: at(12) }]);
        assert_eq!(write(&store, |tx| feedback::withdraw_act(tx, ActId(id(301)), ActId(id(401)))), [AskId(id(8))]);
        assert_eq!(write(&store, |tx| feedback::withdraw_act(tx, ActId(id(302)), ActId(id(401)))), []);
        assert_eq!(write(&store, |tx| feedback::withdraw_about(tx, ORDER, ActId(id(402)))), [AskId(id(7))]);
        let before = read(&store, |sql| feedback::before(sql, PartyId(id(1)), at(0)));
        assert_eq!(before, [Before { survey: SURVEY, at: at(12) }], "whoever is no longer asked was left in peace");
        assert_eq!(read(&store, |sql| feedback::about(sql, ORDER)).unwrap().id, AskId(id(9)));
    }

    fn what_an_act_withdrew_is_asked_again_once_that_act_is_taken_back(home: &Home) {
        let store = ready(home);
        let row = asked(7, PartyId(id(1)), Some(ORDER), 10);
        let kept = row.clone();
        write(&store, move |tx| ask(tx, &kept, &[]));
        write(&store, |tx| feedback::withdraw_about(tx, ORDER, ActId(id(402))));
        assert_eq!(write(&store, |tx| feedback::bring_back(tx, ActId(id(401)))), [], "another act withdrew nothing");
        assert_eq!(write(&store, |tx| feedback::bring_back(tx, ActId(id(402)))), std::slice::from_ref(&row));
        assert_eq!(read(&store, |sql| feedback::about(sql, ORDER)), Some(row));
        assert_eq!(write(&store, |tx| feedback::bring_back(tx, ActId(id(402)))), [], "once");
    }

    fn nothing_is_asked_again_of_somebody_who_was_erased(home: &Home) {
        let store = ready(home);
        write(&store, |tx| ask(tx, &asked(7, PartyId(id(1)), Some(ORDER), 10), &[]));
        write(&store, |tx| feedback::withdraw_about(tx, ORDER, ActId(id(402))));
        write(&store, |tx| catena_store::erase::erase_party(tx, PartyId(id(1)), at(500)));
        assert_eq!(write(&store, |tx| feedback::bring_back(tx, ActId(id(402)))), []);
        assert_eq!(read(&store, |sql| feedback::find(sql, AskId(id(7)))).unwrap().state, "withdrawn");
    }

    fn lists_hold_what_is_wanted_newest_first_page_by_page(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| {
            for number in 0..5 {
                let row = AskRow {
                    request: None,
                    kept: (number % 2 == 0).then_some(false),
                    moment: "campaign".to_owned(),
                    ..asked(1_000 + number, ADA, None, 100)
                };
                ask(tx, &row, &[])?;
                feedback::answer(tx, &row, &[(HOW, satisfied(4))], false, at(200))?;
            }
            Ok(())
        });
        assert_eq!(listed(&store, &answered()), [1_004, 1_003, 1_002, 1_001, 1_000, 911, 910]);
        assert_eq!(listed(&store, &Filter { poor: Some(true), ..answered() }), [911, 910]);
        assert_eq!(listed(&store, &Filter { kept: Some(false), ..answered() }), [1_004, 1_002, 1_000]);
        assert_eq!(listed(&store, &Filter { request: Some(ORDER), ..answered() }), [910]);
        assert_eq!(listed(&store, &Filter { customer: Some(shop::BEA), ..answered() }), [911]);
        let moment = Some("campaign".to_owned());
        assert_eq!(listed(&store, &Filter { moment, survey: Some(SURVEY), ..answered() }).len(), 5);
        assert_eq!(listed(&store, &Filter { service: Some(catena_domain::id::ServiceId(id(21))), ..answered() }), []);
        assert_eq!(listed(&store, &Filter { providers: Some(vec![shop::CAROL]), ..answered() }), [911, 910]);
        assert_eq!(listed(&store, &Filter { asks: vec![OF_ORDER, AskId(id(912))], ..answered() }), [910], "that one waits");
        assert_eq!(listed(&store, &Filter { providers: Some(Vec::new()), ..answered() }), []);
        assert_eq!(listed(&store, &Filter { state: "waiting".to_owned(), ..Filter::default() }), [912]);
        assert_eq!(listed(&store, &Filter { until: Some(at(200)), ..answered() }), [911, 910]);
        assert_eq!(listed(&store, &Filter { since: Some(at(200)), ..answered() }).len(), 5);
        assert_eq!(listed(&store, &Filter { since: Some(at(80)), until: Some(at(80)), ..answered() }), []);
        let hidden = Filter { hidden: vec![PartyId(id(2))], mine: vec![shop::CAROL], ..answered() };
        assert_eq!(listed(&store, &hidden), [1_004, 1_003, 1_002, 1_001, 1_000]);
        let theirs = Filter { mine: vec![shop::BEA], ..hidden };
        assert_eq!(listed(&store, &theirs).last(), Some(&911), "whoever takes part sees it");
        let mut after = None;
        let mut all = Vec::new();
        loop {
            let page = read(&store, |sql| feedback::list(sql, &answered(), after, 2));
            let Some(last) = page.last() else { break };
            after = Some(After { at: last.answered_at.unwrap().as_microsecond(), id: last.id.0 });
            all.extend(page.iter().map(|row| row.id.0.as_u128()));
        }
        assert_eq!(all, listed(&store, &answered()));
        assert_eq!(read(&store, |sql| feedback::count(sql, &answered(), 3)), 3);
    }

    fn a_request_that_follows_an_answer_leads_back_to_it(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| feedback::follow_up(tx, OF_ORDER, shop::OTHER));
        assert_eq!(listed(&store, &Filter { follow_up: Some(shop::OTHER), ..answered() }), [910]);
        assert_eq!(listed(&store, &Filter { follow_up: Some(ORDER), ..answered() }), []);
    }

    fn answers_can_be_kept_that_were_given_before(home: &Home) {
        let store = ready(home);
        let row = AskRow { state: "answered".to_owned(), answered_at: Some(at(15)), poor: Some(false), ..asked(7, PartyId(id(1)), None, 10) };
        let kept = row.clone();
        write(&store, move |tx| {
            ask(tx, &kept, &[])?;
            feedback::keep_answers(tx, &kept, &[(WHY, Answer::Text("fine".to_owned()))])
        });
        assert_eq!(listed(&store, &answered()), [7]);
        assert_eq!(read(&store, |sql| feedback::answers(sql, row.id)), [(WHY, Answer::Text("fine".to_owned()))]);
    }

    fn what_an_erased_customer_wrote_is_gone_and_what_they_chose_stays(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| catena_store::erase::erase_party(tx, ADA, at(500)));
        let answers = read(&store, |sql| feedback::answers(sql, OF_ORDER));
        assert_eq!(answers, [(HOW, satisfied(2)), (WHY, Answer::Text(String::new()))]);
        let other = read(&store, |sql| feedback::answers(sql, AskId(id(911))));
        assert_eq!(other[1].1, Answer::Text("like those of …, with a ribbon".to_owned()));
        assert_eq!(read(&store, |sql| feedback::find_key(sql, id(912).as_bytes())).unwrap().state, "withdrawn");
        assert_eq!(catena_store::examine(home.place()).unwrap().findings, [""; 0]);
    }
}

/// A hundred thousand answers are read by an index: a page, and the count of it, take no table whole.
#[test]
fn a_page_among_many_is_read_by_an_index() {
    let home = Home::sqlite();
    let store = ready(&home);
    for filter in [
        answered(),
        Filter { poor: Some(true), ..answered() },
        Filter { kept: Some(false), ..answered() },
        Filter { survey: Some(SURVEY), ..answered() },
        Filter { customer: Some(ADA), ..answered() },
    ] {
        let plan: Vec<String> = read(&store, |sql| {
            let mut explained = Explained { sql, steps: Vec::new() };
            feedback::list(&mut explained, &filter, Some(After { at: 0, id: Uuid::nil() }), 50)?;
            Ok(explained.steps)
        });
        assert!(
            plan.iter().all(|step| step.starts_with("SEARCH") && step.contains("USING INDEX")),
            "{filter:?} {plan:?}"
        );
    }
}
