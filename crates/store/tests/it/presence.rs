//! Who is at a request right now.

use catena_domain::id::{AccountId, PartyId};
use catena_store::accounts::{self, AccountRow};
use catena_store::presence::{self, Presence};

use crate::harness::samples::{at, id, read, request, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn account(number: u128) -> AccountRow {
    AccountRow {
        id: AccountId(id(number + 5)),
        party: PartyId(id(number)),
        login: format!("name {number}"),
        password: None,
        role: "member".to_owned(),
        secret: None,
        second_factor: false,
        closed: false,
        created_at: at(0),
    }
}

on_both_engines! {
    fn whoever_is_at_a_request_is_seen_there_until_they_leave_or_are_silent(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        with_parties(&store);
        let there = |number: u128, writing| {
            Presence { account: AccountId(id(number + 5)), person: PartyId(id(number)), writing }
        };
        write(&store, move |tx| {
            for number in 1..3 {
                accounts::save(tx, &account(number))?;
            }
            presence::arrive(tx, of, AccountId(id(6)), false, at(10), at(0))?;
            presence::arrive(tx, of, AccountId(id(7)), true, at(12), at(0))?;
            presence::arrive(tx, request(2).id, AccountId(id(6)), true, at(12), at(0))
        });
        assert_eq!(read(&store, |sql| presence::present(sql, of, at(0))), [there(2, true), there(1, false)]);
        assert_eq!(read(&store, |sql| presence::present(sql, of, at(11))), [there(2, true)]);
        write(&store, move |tx| presence::arrive(tx, of, AccountId(id(7)), false, at(50), at(20)));
        assert_eq!(read(&store, |sql| presence::present(sql, of, at(0))), [there(2, false)], "the silent one is forgotten");
        write(&store, move |tx| presence::leave(tx, of, AccountId(id(7))));
        assert_eq!(read(&store, |sql| presence::present(sql, of, at(0))), []);
    }
}
