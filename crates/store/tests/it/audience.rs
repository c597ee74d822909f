//! Whom a survey may ask all at once, and what came of asking.

use catena_domain::feedback::when::Before;
use catena_domain::id::{ActId, PartyId, ServiceId};
use catena_store::audience::{self, Campaign, Filter};
use catena_store::{Store, feedback, parties, requests, surveys};

use crate::harness::samples::{at, id, keep, person, read, request, team, write};
use crate::harness::voices::{HOW, SURVEY, ask, asked, satisfied, survey};
use crate::harness::{Home, on_both_engines};

/// Customers 31 to 34 ordered 1 to 4, the first two with a tag; 35 is closed, 36 a colleague.
fn open(home: &Home) -> Store {
    let store = home.open();
    write(&store, |tx| {
        surveys::save(tx, &survey(1), at(0))?;
        parties::save(tx, &team(2, "Clerks"))?;
        for number in 31..=36 {
            let mut row = person(number, "Somebody");
            row.internal = number == 36;
            row.closed = number == 35;
            parties::save(tx, &row)?;
        }
        for number in 1..=4 {
            let mut row = request(number);
            row.customer = PartyId(id(30 + number as u128));
            row.service = Some(ServiceId(id(50 + (number % 2) as u128)));
            row.asked_at = at(100 * number);
            keep(tx, &row)?;
            if number <= 2 {
                requests::tag(tx, row.id, "wedding")?;
            }
        }
        Ok(())
    });
    store
}

fn found(store: &Store, filter: &Filter) -> Vec<u128> {
    let found = read(store, |sql| audience::customers(sql, filter, None, 100));
    found.iter().map(|party| party.0.as_u128()).collect()
}

on_both_engines! {
    fn customers_are_found_by_what_they_asked_for_and_when_in_one_request(home: &Home) {
        let store = open(home);
        let all = Filter::default;
        assert_eq!(found(&store, &all()), [31, 32, 33, 34], "whoever is still there, and nobody inside");
        assert_eq!(found(&store, &Filter { service: Some(ServiceId(id(51))), ..all() }), [31, 33]);
        assert_eq!(found(&store, &Filter { tag: Some("wedding".to_owned()), ..all() }), [31, 32]);
        assert_eq!(found(&store, &Filter { since: Some(at(200)), until: Some(at(400)), ..all() }), [32, 33]);
        let both = Filter { tag: Some("wedding".to_owned()), since: Some(at(200)), ..all() };
        assert_eq!(found(&store, &both), [32]);
        let hidden = Filter { hidden: vec![request(1).provider], mine: vec![PartyId(id(32))], ..both };
        assert_eq!(found(&store, &hidden), [32], "their own");
        assert_eq!(found(&store, &Filter { mine: vec![PartyId(id(31))], ..hidden }), []);
        let next = read(&store, |sql| audience::customers(sql, &all(), Some(PartyId(id(32))), 1));
        assert_eq!(next, [PartyId(id(33))]);
    }

    fn who_was_asked_not_long_ago_is_left_out_and_counted(home: &Home) {
        let store = open(home);
        write(&store, |tx| {
            for number in 31..=34 {
                let mut row = asked(900 + number, PartyId(id(number)), None, number as i64 * 10);
                "campaign".clone_into(&mut row.moment);
                row.act = ActId(id(if number < 34 { 301 } else { 302 }));
                ask(tx, &row, &[])?;
                if number == 31 {
                    feedback::answer(tx, &row, &[(HOW, satisfied(5))], false, at(400))?;
                }
            }
            feedback::withdraw_act(tx, ActId(id(302)), ActId(id(303)))
        });
        let rested = Filter { rested_since: Some(at(320)), ..Filter::default() };
        assert_eq!(found(&store, &rested), [31, 34], "what was withdrawn does not count");
        let both = [PartyId(id(31)), PartyId(id(33)), PartyId(id(34))];
        let before = read(&store, |sql| audience::before(sql, &both, at(311)));
        assert_eq!(before, [(PartyId(id(33)), Before { survey: SURVEY, at: at(330) })]);
        let campaigns = read(&store, |sql| audience::campaigns(sql, SURVEY, 9));
        assert_eq!(campaigns, [Campaign { act: ActId(id(301)), asked_at: at(310), asked: 3, answered: 1 }]);
    }
}
