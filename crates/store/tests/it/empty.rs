//! Removing a demonstration.

use catena_domain::event::Fact;
use catena_store::{Store, accounts, empty, events, examine, parties, search};

use crate::harness::samples::{event, read, write};
use crate::harness::shop::{self, ADA, BEA, OF_ADA};
use crate::harness::{Home, on_both_engines};

/// What may stay: those who sign in, with what, and what is known of the store itself.
const STAYS: &[&str] = &[
    "account",
    "event",
    "handle",
    "identity",
    "meta",
    "notice_choice",
    "one_time_link",
    "party",
    "recovery_code",
    "session",
    "token",
    "vouched",
];

fn emptied(home: &Home) -> Store {
    let store = home.open();
    shop::fill(&store);
    write(&store, |tx| {
        tx.append(vec![event(0, Fact::DemoChanged(false))])?;
        empty::all_but_accounts(tx)
    });
    store
}

on_both_engines! {
    fn everything_goes_but_those_who_can_sign_in(home: &Home) {
        let store = emptied(home);
        let left: Vec<String> = read(&store, |sql| {
            let filled = |table: &String, sql: &mut dyn catena_store::Sql| {
                sql.query(&format!("select 1 from {table} limit 1"), &[]).is_ok_and(|rows| !rows.is_empty())
            };
            Ok(shop::tables(sql).into_iter().filter(|table| filled(table, sql)).collect())
        });
        assert_eq!(left, STAYS, "a table that is new is emptied too");
        assert_eq!(read(&store, |sql| parties::find(sql, BEA)), None);
        assert!(read(&store, |sql| parties::find(sql, ADA)).is_some());
        assert!(read(&store, |sql| accounts::find(sql, OF_ADA)).unwrap().password.is_some());
        assert_eq!(read(&store, |sql| search::count(sql, "roses", 10)), 0);
        assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
    }

    fn numbers_of_events_that_went_are_not_given_again(home: &Home) {
        let store = emptied(home);
        let last = read(&store, |sql| events::last(sql));
        let next = write(&store, |tx| tx.append(vec![event(1, Fact::PartyAdded)]))[0].seq;
        assert_eq!(next, last + 1);
        assert_eq!(*store.progress().borrow(), next);
        assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
    }
}
