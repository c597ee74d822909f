//! By what providers know accounts, and for whom they vouched.

use catena_domain::event::Fact;
use catena_domain::id::{AccountId, PartyId};
use catena_store::accounts::{self, AccountRow};
use catena_store::identities::{self, Identity};
use catena_store::parties::{self, Handle};
use catena_store::{Error, Store};

use crate::harness::samples::{at, event, id, read, with_parties, write};
use crate::harness::{Home, on_both_engines};

const ADA: AccountId = AccountId(uuid::Uuid::from_u128(5));
const BEA: AccountId = AccountId(uuid::Uuid::from_u128(6));
const ISSUER: &str = "https://id.example.org";

fn with_accounts(home: &Home) -> Store {
    let store = home.open();
    with_parties(&store);
    write(&store, |tx| {
        [(ADA, 1, "ada@example.org"), (BEA, 2, "bea")].into_iter().try_for_each(|(account, party, login)| {
            let row = AccountRow {
                id: account,
                party: PartyId(id(party)),
                login: login.to_owned(),
                password: None,
                role: "member".to_owned(),
                secret: None,
                second_factor: false,
                closed: false,
                created_at: at(0),
            };
            accounts::save(tx, &row)
        })
    });
    store
}

fn identity(subject: &str, account: AccountId) -> Identity {
    Identity { issuer: ISSUER.to_owned(), subject: subject.to_owned(), account, linked_at: at(1) }
}

on_both_engines! {
    fn an_account_is_found_by_the_providers_own_name_for_it(home: &Home) {
        let store = with_accounts(home);
        write(&store, |tx| identities::link(tx, &identity("a-1", ADA)));
        assert_eq!(read(&store, |sql| identities::find(sql, ISSUER, "a-1")), Some(ADA));
        assert_eq!(read(&store, |sql| identities::find(sql, ISSUER, "A-1")), None, "names are told apart by every letter");
        assert_eq!(read(&store, |sql| identities::find(sql, "https://other.example.org", "a-1")), None);
        assert_eq!(read(&store, |sql| identities::of_account(sql, ADA)), [identity("a-1", ADA)]);
        assert_eq!(read(&store, |sql| identities::of_account(sql, BEA)), []);
        assert!(write(&store, |tx| identities::unlink(tx, ADA)));
        assert!(!write(&store, |tx| identities::unlink(tx, ADA)));
        assert_eq!(read(&store, |sql| identities::find(sql, ISSUER, "a-1")), None);
    }

    fn a_provider_knows_an_account_by_one_name_and_by_a_name_one_account(home: &Home) {
        let store = with_accounts(home);
        write(&store, |tx| identities::link(tx, &identity("a-1", ADA)));
        for taken in [identity("a-1", BEA), identity("a-2", ADA)] {
            let refused = store.write_now(move |tx| identities::link(tx, &taken));
            assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        }
    }

    fn an_address_is_of_whoever_signs_in_with_it_or_has_it_recorded_by_somebody(home: &Home) {
        let store = with_accounts(home);
        write(&store, |tx| {
            let (kind, value, evidence) = ("email".to_owned(), "bea@example.org".to_owned(), String::new());
            let handle = Handle { id: id(30), party: PartyId(id(2)), kind, value, evidence, added_at: event(2, Fact::HandleAdded).at };
            parties::add_handle(tx, &handle)?;
            tx.append(vec![event(2, Fact::PartyChanged), event(2, Fact::HandleAdded)])
        });
        let by = event(2, Fact::HandleAdded).by;
        assert_eq!(read(&store, |sql| identities::holders(sql, "Ada@Example.org")), [(ADA, None)]);
        assert_eq!(read(&store, |sql| identities::holders(sql, "bea@example.org")), [(BEA, Some(by))]);
        assert_eq!(read(&store, |sql| identities::holders(sql, "nobody@example.org")), []);
    }

    fn what_a_provider_vouched_for_is_used_once_and_forgotten_in_time(home: &Home) {
        let store = with_accounts(home);
        write(&store, |tx| identities::vouch(tx, &[1; 32], ADA, at(0), at(10)));
        assert_eq!(read(&store, |sql| identities::vouched(sql, &[1; 32], at(9))), Some(ADA));
        assert_eq!(read(&store, |sql| identities::vouched(sql, &[1; 32], at(10))), None);
        assert_eq!(read(&store, |sql| identities::vouched(sql, &[2; 32], at(9))), None);
        let used = write(&store, |tx| Ok((identities::use_vouched(tx, &[1; 32])?, identities::use_vouched(tx, &[1; 32])?)));
        assert_eq!(used, (true, false));
        write(&store, |tx| identities::vouch(tx, &[3; 32], ADA, at(0), at(10)));
        write(&store, |tx| identities::vouch(tx, &[4; 32], BEA, at(10), at(20)));
        assert!(!write(&store, |tx| identities::use_vouched(tx, &[3; 32])), "what is too old is swept away");
        write(&store, |tx| identities::end_vouched(tx, BEA));
        assert!(!write(&store, |tx| identities::use_vouched(tx, &[4; 32])));
    }
}
