//! Addresses that are told of events: who is at work on which, and what became of each delivery.

use catena_domain::event::Fact;
use catena_store::Store;
use catena_store::webhooks::{self, DeliveryRow, WebhookRow};
use uuid::Uuid;

use crate::harness::samples::{at, event, id, read, write};
use crate::harness::{Home, on_both_engines};

/// No webhook at all.
const NOBODY: [Uuid; 0] = [];

fn webhook(number: u128, kinds: &[&str]) -> WebhookRow {
    WebhookRow {
        id: id(number),
        url: format!("https://receiver.example/{number}"),
        secret: vec![7; 32],
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        state: "active".to_owned(),
        reason: None,
        failures: 0,
        seen: 0,
        held_until: None,
        made_at: at(number as i64),
    }
}

fn add(store: &Store, row: WebhookRow) {
    write(store, move |tx| webhooks::save(tx, &row));
}

fn happen(store: &Store, facts: Vec<Fact>) {
    write(store, move |tx| tx.append(facts.into_iter().map(|fact| event(1, fact)).collect()));
}

fn claim(store: &Store, now: i64) -> Vec<Uuid> {
    let due = read(store, |sql| webhooks::is_due(sql, at(now)));
    let found = write(store, move |tx| webhooks::claim(tx, at(now), at(now + 60)));
    assert_eq!(due, !found.is_empty(), "looking says what taking finds");
    found
}

fn take_in(store: &Store, number: u128, limit: i64) -> i64 {
    write(store, move |tx| {
        let row = webhooks::find(tx.sql(), id(number))?.unwrap();
        webhooks::take_in(tx, &row, at(5), limit)
    })
}

fn next(store: &Store, number: u128) -> Option<DeliveryRow> {
    read(store, |sql| webhooks::next(sql, id(number)))
}

fn settle(store: &Store, row: DeliveryRow) {
    write(store, move |tx| webhooks::settle(tx, &row));
}

on_both_engines! {
    fn webhooks_are_kept_changed_and_removed_with_their_deliveries(home: &Home) {
        let store = home.open();
        add(&store, webhook(2, &["asked", "did"]));
        add(&store, webhook(1, &[]));
        assert!(read(&store, |sql| webhooks::all(sql)) == [webhook(1, &[]), webhook(2, &["asked", "did"])]);
        happen(&store, vec![Fact::PartyAdded]);
        take_in(&store, 1, 9);
        let changed = WebhookRow {
            url: "https://other.example".to_owned(),
            secret: vec![8; 32],
            state: "paused".to_owned(),
            reason: Some("failing".to_owned()),
            failures: 20,
            ..webhook(1, &["did"])
        };
        add(&store, WebhookRow { seen: 0, ..changed.clone() });
        let found = read(&store, |sql| webhooks::find(sql, id(1)));
        assert!(found == Some(WebhookRow { seen: 1, ..changed }), "what people change leaves alone how far it has come");
        assert!(write(&store, |tx| webhooks::remove(tx, id(1))));
        assert!(!write(&store, |tx| webhooks::remove(tx, id(1))));
        assert_eq!(next(&store, 1), None);
        assert!(read(&store, |sql| webhooks::find(sql, id(1))).is_none());
    }

    fn one_at_a_time_is_at_work_on_a_webhook_until_they_let_it_go_or_their_time_is_over(home: &Home) {
        let store = home.open();
        add(&store, webhook(1, &[]));
        assert_eq!(claim(&store, 0), NOBODY, "nothing happened yet");
        happen(&store, vec![Fact::PartyAdded]);
        assert_eq!(claim(&store, 0), [id(1)]);
        assert_eq!(claim(&store, 59), NOBODY);
        assert_eq!(claim(&store, 60), [id(1)], "whoever held it died");
        write(&store, |tx| webhooks::hold(tx, id(1), None));
        assert_eq!(claim(&store, 61), [id(1)]);
        write(&store, |tx| webhooks::hold(tx, id(1), Some(at(500))));
        assert_eq!(claim(&store, 499), NOBODY);
    }

    fn what_is_paused_or_waits_for_its_time_is_left_alone(home: &Home) {
        let store = home.open();
        add(&store, webhook(1, &[]));
        add(&store, WebhookRow { state: "paused".to_owned(), ..webhook(2, &[]) });
        happen(&store, vec![Fact::PartyAdded, Fact::PartyChanged]);
        assert_eq!(claim(&store, 0), [id(1)]);
        take_in(&store, 1, 9);
        write(&store, |tx| webhooks::hold(tx, id(1), None));
        let first = next(&store, 1).unwrap();
        settle(&store, DeliveryRow { next_at: at(300), attempts: 1, ..first });
        assert_eq!(claim(&store, 299), NOBODY, "the second one waits for the first");
        assert_eq!(claim(&store, 300), [id(1)]);
    }

    fn each_event_of_the_chosen_kinds_is_taken_in_once_and_in_order(home: &Home) {
        let store = home.open();
        add(&store, webhook(1, &["party_added", "signed_in"]));
        happen(&store, vec![Fact::PartyAdded, Fact::PartyChanged, Fact::SignedIn, Fact::PartyAdded]);
        assert_eq!((take_in(&store, 1, 2), take_in(&store, 1, 9), take_in(&store, 1, 9)), (2, 2, 0));
        assert_eq!(read(&store, |sql| webhooks::waiting(sql, id(1))), 3);
        let mut told = Vec::new();
        while let Some(row) = next(&store, 1) {
            told.push((row.seq, row.kind.clone()));
            settle(&store, DeliveryRow { state: "delivered".to_owned(), status: Some(204), ..row });
        }
        let told: Vec<_> = told.iter().map(|(seq, kind)| (*seq, kind.as_str())).collect();
        assert_eq!(told, [(1, "party_added"), (3, "signed_in"), (4, "party_added")]);
        assert_eq!(read(&store, |sql| webhooks::waiting(sql, id(1))), 0);
    }

    fn how_a_delivery_went_is_told_and_what_was_delivered_does_not_wait_again(home: &Home) {
        let store = home.open();
        add(&store, webhook(1, &[]));
        happen(&store, vec![Fact::PartyAdded, Fact::PartyAdded, Fact::PartyAdded]);
        take_in(&store, 1, 9);
        let tried = DeliveryRow {
            state: "given_up".to_owned(),
            reason: Some("status".to_owned()),
            status: Some(500),
            attempts: 10,
            tried_at: Some(at(7)),
            next_at: at(8),
            ..next(&store, 1).unwrap()
        };
        settle(&store, tried.clone());
        let second = DeliveryRow { state: "delivered".to_owned(), ..next(&store, 1).unwrap() };
        settle(&store, second.clone());
        settle(&store, DeliveryRow { state: "waiting".to_owned(), ..second.clone() });
        assert_eq!(read(&store, |sql| webhooks::deliveries(sql, id(1), 3, 9)), [second.clone(), tried.clone()]);
        assert_eq!(read(&store, |sql| webhooks::deliveries(sql, id(1), 9, 1)).len(), 1);
        assert_eq!(read(&store, |sql| webhooks::delivery(sql, id(1), 1)), Some(tried));
        assert_eq!(read(&store, |sql| webhooks::delivery(sql, id(2), 1)), None);
        write(&store, |tx| webhooks::forget(tx, at(5)));
        assert_eq!(read(&store, |sql| webhooks::deliveries(sql, id(1), 9, 9)).len(), 3);
        write(&store, |tx| webhooks::forget(tx, at(6)));
        let left = read(&store, |sql| webhooks::deliveries(sql, id(1), 9, 9));
        assert_eq!(left.iter().map(|row| row.seq).collect::<Vec<_>>(), [3], "what waits is kept");
    }
}
