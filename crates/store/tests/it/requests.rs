//! Requests as lists need them.

use std::collections::BTreeSet;

use catena_domain::id::{PartyId, RequestId, ServiceId, StepId};
use catena_store::keep;
use catena_store::parties;
use catena_store::requests::{self, After, Filter, NEVER, Order, RequestRow};
use catena_store::{Error, Store};

use crate::harness::samples::{at, id, keep as keep_request, read, request, team, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn party(number: u128) -> PartyId {
    PartyId(id(number))
}

fn kept(home: &Home, rows: Vec<RequestRow>) -> Store {
    let store = home.open();
    with_parties(&store);
    write(&store, move |tx| {
        parties::save(tx, &team(3, "Vans"))?;
        rows.iter().try_for_each(|row| keep_request(tx, row))
    });
    store
}

fn list(store: &Store, filter: &Filter) -> Vec<i64> {
    let rows = read(store, |sql| requests::list(sql, filter, Order::Newest, None, 100));
    let mut numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    numbers.reverse();
    let counted = read(store, |sql| requests::count(sql, filter, 100));
    assert_eq!(counted, numbers.len() as i64, "a list and its count agree");
    numbers
}

fn pages(store: &Store, filter: &Filter, order: Order, size: i64) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = read(store, |sql| requests::list(sql, filter, order, after, size));
        let Some(last) = page.last() else { return seen };
        assert!(page.len() as i64 <= size);
        let key = match order {
            Order::Urgency => last.urgency,
            Order::Newest => last.number,
        };
        after = Some(After { key, id: last.id });
        seen.extend(page.iter().map(|row| row.number));
    }
}

on_both_engines! {
    fn what_was_joined_to_a_request_is_found_from_it_and_in_no_list(home: &Home) {
        let joined = |number: i64| RequestRow { merged: Some(request(1).id), ..request(number) };
        let step = RequestRow { parent: Some(request(3).id), root: request(3).id, ..joined(4) };
        let store = kept(home, vec![request(1), request(2), joined(3), step, joined(5)]);
        let parts = read(&store, |sql| requests::parts(sql, request(1).id));
        assert_eq!(parts.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 5], "roots, by number");
        assert_eq!(read(&store, |sql| requests::parts(sql, request(2).id)), []);
        assert_eq!(list(&store, &Filter::default()), [1, 2]);
    }

    fn a_request_reads_back_as_it_was_saved_and_changed(home: &Home) {
        let full = RequestRow {
            parent: Some(request(9).id),
            root: request(9).id,
            external: false,
            service: Some(ServiceId(id(7))),
            step: Some(StepId(id(8))),
            rests: Some("customer".to_owned()),
            awaited: true,
            accepted_at: Some(at(2)),
            done_at: Some(at(3)),
            due_at: Some(at(4)),
            kept: Some(false),
            urgency: -5,
            expected_at: Some(at(6)),
            critical: true,
            merged: Some(request(9).id),
            ..request(1)
        };
        let store = kept(home, vec![full.clone(), request(2)]);
        assert_eq!(read(&store, |sql| requests::find(sql, full.id)), Some(full.clone()));
        assert_eq!(read(&store, |sql| requests::find_number(sql, 2)), Some(request(2)));
        assert_eq!(read(&store, |sql| requests::find_number(sql, 3)), None);
        assert_eq!(read(&store, |sql| requests::details(sql, full.id)), "details of request 1");
        assert_eq!(read(&store, |sql| requests::details(sql, request(5).id)), "");

        let empty = RequestRow {
            provider: party(3),
            priority: 1,
            status: "withdrawn".to_owned(),
            rests: None,
            is_open: false,
            awaited: false,
            opened_at: None,
            accepted_at: None,
            done_at: None,
            due_at: None,
            kept: Some(true),
            urgency: NEVER,
            expected_at: None,
            critical: false,
            merged: None,
            revision: 9,
            changed_at: at(9),
            subject: "anew".to_owned(),
            ..full
        };
        let saved = empty.clone();
        write(&store, move |tx| {
            requests::save(tx, &saved)?;
            requests::describe(tx, saved.id, "anew", "")
        });
        assert_eq!(read(&store, |sql| requests::find(sql, empty.id)), Some(empty));
    }

    fn whatever_changes_of_a_request_is_there_afterwards(home: &Home) {
        let before = RequestRow { kept: None, merged: None, ..request(1) };
        let changes = [
            RequestRow { provider: party(3), ..before.clone() },
            RequestRow { priority: 5, ..before.clone() },
            RequestRow { status: "received".to_owned(), ..before.clone() },
            RequestRow { rests: Some("agreed".to_owned()), ..before.clone() },
            RequestRow { is_open: !before.is_open, ..before.clone() },
            RequestRow { awaited: !before.awaited, ..before.clone() },
            RequestRow { opened_at: Some(at(31)), ..before.clone() },
            RequestRow { accepted_at: Some(at(32)), ..before.clone() },
            RequestRow { done_at: Some(at(33)), ..before.clone() },
            RequestRow { due_at: Some(at(34)), ..before.clone() },
            RequestRow { kept: Some(true), ..before.clone() },
            RequestRow { urgency: 35, ..before.clone() },
            RequestRow { expected_at: Some(at(36)), ..before.clone() },
            RequestRow { critical: !before.critical, ..before.clone() },
            RequestRow { merged: Some(RequestId(id(37))), ..before.clone() },
            RequestRow { revision: 38, ..before.clone() },
            RequestRow { changed_at: at(39), ..before.clone() },
        ];
        let store = kept(home, vec![before.clone()]);
        for after in changes {
            let (from, to) = (before.clone(), after.clone());
            write(&store, move |tx| requests::change(tx, &from, &to));
            assert_eq!(read(&store, |sql| requests::find(sql, after.id)), Some(after.clone()));
            let back = before.clone();
            write(&store, move |tx| requests::change(tx, &after, &back));
            assert_eq!(read(&store, |sql| requests::find(sql, before.id)), Some(before.clone()));
        }
    }

    fn numbers_grow_and_none_is_given_twice(home: &Home) {
        let store = kept(home, vec![]);
        assert_eq!(read(&store, |sql| requests::next_number(sql)), 1);
        write(&store, |tx| keep_request(tx, &request(7)));
        assert_eq!(read(&store, |sql| requests::next_number(sql)), 8);
        let twice = store.write_now(|tx| requests::save(tx, &RequestRow { id: RequestId(id(5)), ..request(7) }));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
    }

    fn a_chain_and_the_roots_are_listed_by_number(home: &Home) {
        let below = |number| RequestRow { parent: Some(request(1).id), root: request(1).id, ..request(number) };
        let store = kept(home, vec![request(1), below(3), below(2), request(4)]);
        let chain = read(&store, |sql| requests::of_chain(sql, request(1).id));
        assert_eq!(chain, [request(1), below(2), below(3)]);
        assert_eq!(read(&store, |sql| requests::roots(sql)), [request(1).id, request(4).id]);
        let both = read(&store, |sql| requests::find_all(sql, &[request(4).id.0, id(1), request(2).id.0]));
        assert_eq!(both, [request(4), below(2)]);
    }

    fn roots_are_read_page_by_page_by_their_ids(home: &Home) {
        let below = RequestRow { parent: Some(request(1).id), root: request(1).id, ..request(2) };
        let store = kept(home, vec![request(3), below, request(1), request(4)]);
        let page = |after| read(&store, |sql| requests::roots_after(sql, after, 2));
        assert_eq!(page(RequestId(id(0))), [request(1).id, request(3).id]);
        assert_eq!(page(request(3).id), [request(4).id]);
        assert_eq!(page(request(4).id), []);
    }

    fn past_chains_of_a_service_come_whole_and_the_last_first(home: &Home) {
        let service = Some(ServiceId(id(50)));
        let done = |number, second| RequestRow { service, done_at: Some(at(second)), ..request(number) };
        let below = |number: i64, of: i64| {
            let step = Some(StepId(id(51)));
            RequestRow { parent: Some(request(of).id), root: request(of).id, step, service, done_at: Some(at(9)), ..request(number) }
        };
        let store = kept(home, vec![
            done(1, 20),
            done(2, 40),
            done(3, 30),
            below(4, 2),
            below(5, 3),
            below(6, 1),
            RequestRow { service, ..request(7) },
            RequestRow { service: None, ..done(8, 50) },
        ]);
        let past = |limit| {
            let rows = read(&store, |sql| requests::past(sql, ServiceId(id(50)), limit));
            rows.iter().map(|row| row.number).collect::<Vec<_>>()
        };
        assert_eq!(past(2), [2, 4, 3, 5]);
        assert_eq!(past(9), [2, 4, 3, 5, 1, 6]);
    }

    fn every_filter_chooses_what_it_says(home: &Home) {
        let store = kept(home, vec![
            request(1),
            RequestRow { provider: party(3), ..request(2) },
            RequestRow { customer: party(3), external: false, ..request(3) },
            RequestRow { is_open: false, status: "done".to_owned(), kept: Some(true), ..request(4) },
            RequestRow { parent: Some(request(1).id), root: request(1).id, ..request(5) },
            RequestRow { service: Some(ServiceId(id(50))), priority: 1, ..request(6) },
            RequestRow { due_at: Some(at(100)), kept: Some(false), ..request(7) },
            RequestRow { merged: Some(request(1).id), ..request(8) },
        ]);
        write(&store, |tx| {
            requests::tag(tx, request(1).id, "wedding")?;
            requests::tag(tx, request(1).id, "wedding")?;
            keep::snooze(tx, request(1).id, party(2), Some(at(50)))
        });
        let all = Filter::default();
        assert_eq!(list(&store, &all), [1, 2, 3, 4, 5, 6, 7], "what is part of another one is in no list");
        for (filter, expected) in [
            (Filter { providers: Some(vec![party(3), party(9)]), ..all.clone() }, &[2][..]),
            (Filter { providers: Some(vec![]), ..all.clone() }, &[]),
            (Filter { customers: Some(vec![party(3)]), ..all.clone() }, &[3]),
            (Filter { is_open: Some(false), ..all.clone() }, &[4]),
            (Filter { is_open: Some(true), ..all.clone() }, &[1, 2, 3, 5, 6, 7]),
            (Filter { roots: Some(true), ..all.clone() }, &[1, 2, 3, 4, 6, 7]),
            (Filter { roots: Some(false), ..all.clone() }, &[5]),
            (Filter { status: Some("done".to_owned()), ..all.clone() }, &[4]),
            (Filter { service: Some(ServiceId(id(50))), ..all.clone() }, &[6]),
            (Filter { priority: Some(1), ..all.clone() }, &[6]),
            (Filter { tag: Some("wedding".to_owned()), ..all.clone() }, &[1]),
            (Filter { tag: Some("' or 1 = 1".to_owned()), ..all.clone() }, &[]),
            (Filter { due_before: Some(at(100)), ..all.clone() }, &[7]),
            (Filter { due_before: Some(at(99)), ..all.clone() }, &[]),
            (Filter { kept: Some(true), ..all.clone() }, &[4]),
            (Filter { kept: Some(false), ..all.clone() }, &[7]),
            (Filter { external: Some(false), ..all.clone() }, &[3]),
            (Filter { not_snoozed: Some((party(2), at(49))), ..all.clone() }, &[2, 3, 4, 5, 6, 7]),
            (Filter { not_snoozed: Some((party(2), at(50))), ..all.clone() }, &[1, 2, 3, 4, 5, 6, 7]),
            (Filter { not_snoozed: Some((party(1), at(1))), ..all.clone() }, &[1, 2, 3, 4, 5, 6, 7]),
            (Filter { hidden: vec![party(3)], ..all.clone() }, &[1, 4, 5, 6, 7]),
            (Filter { hidden: vec![party(3)], mine: vec![party(3)], ..all.clone() }, &[1, 2, 3, 4, 5, 6, 7]),
            (Filter { hidden: vec![party(3)], mine: vec![party(1)], ..all.clone() }, &[1, 2, 4, 5, 6, 7]),
            (
                Filter { is_open: Some(true), roots: Some(true), external: Some(true), priority: Some(2), ..all.clone() },
                &[1, 2, 7],
            ),
        ] {
            assert_eq!(list(&store, &filter), expected, "{filter:?}");
        }
        assert_eq!(read(&store, |sql| requests::count(sql, &all, 3)), 3, "counted up to a limit");
    }

    fn pages_in_either_order_meet_without_gaps_or_doubles(home: &Home) {
        let urgency = |number: i64| [5, NEVER, 5, -3, 8][number as usize % 5];
        let store = kept(home, (1..=23).map(|number| RequestRow { urgency: urgency(number), ..request(number) }).collect());
        let mut by_urgency: Vec<i64> = (1..=23).collect();
        by_urgency.sort_by_key(|&number| (urgency(number), number));
        let newest: Vec<i64> = (1..=23).rev().collect();
        for size in [1, 4, 23, 50] {
            assert_eq!(pages(&store, &Filter::default(), Order::Urgency, size), by_urgency);
            assert_eq!(pages(&store, &Filter::default(), Order::Newest, size), newest);
        }
    }

    fn rows_that_come_and_go_between_pages_harm_no_other(home: &Home) {
        let store = kept(home, (1..=10).map(|number| RequestRow { urgency: number * 10, ..request(number) }).collect());
        let first = read(&store, |sql| requests::list(sql, &Filter::default(), Order::Urgency, None, 5));
        let last = first.last().unwrap();
        let after = Some(After { key: last.urgency, id: last.id });
        write(&store, |tx| {
            keep_request(tx, &RequestRow { urgency: 5, ..request(11) })?;
            keep_request(tx, &RequestRow { is_open: false, urgency: 1, ..request(7) })?;
            keep_request(tx, &RequestRow { urgency: 55, ..request(12) })
        });
        let second = read(&store, |sql| requests::list(sql, &Filter::default(), Order::Urgency, after, 50));
        let numbers: Vec<i64> = first.iter().chain(&second).map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 12, 6, 8, 9, 10]);
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    }

    fn what_waits_for_a_team_is_counted_with_what_is_late(home: &Home) {
        let urgent = |number: i64, second: i64| RequestRow { urgency: at(second).as_microsecond(), ..request(number) };
        let store = kept(home, vec![
            urgent(1, 10),
            urgent(2, 30),
            RequestRow { status: "planned".to_owned(), ..urgent(3, 1) },
            RequestRow { is_open: false, ..urgent(4, 1) },
            RequestRow { provider: party(3), ..urgent(5, 1) },
            RequestRow { merged: Some(request(1).id), ..urgent(6, 1) },
            request(7),
        ]);
        assert_eq!(read(&store, |sql| requests::waiting(sql, party(2), at(30))), (3, 1));
        assert_eq!(read(&store, |sql| requests::waiting(sql, party(9), at(30))), (0, 0));
    }

    fn tags_are_put_on_taken_off_and_counted(home: &Home) {
        let store = kept(home, vec![request(1), request(2)]);
        write(&store, |tx| {
            requests::tag(tx, request(1).id, "blue")?;
            requests::tag(tx, request(1).id, "red")?;
            requests::tag(tx, request(2).id, "red")?;
            requests::tag(tx, request(2).id, "green")?;
            requests::untag(tx, request(2).id, "green")
        });
        assert_eq!(read(&store, |sql| requests::tags(sql, request(1).id)), ["blue", "red"]);
        let all = read(&store, |sql| requests::all_tags(sql));
        assert_eq!(all, [("red".to_owned(), 2), ("blue".to_owned(), 1)]);
    }
}
