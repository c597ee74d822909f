//! Accounts, sessions, one-time links, recovery codes and tokens.

use catena_domain::id::{AccountId, PartyId};
use catena_store::accounts::{self, AccountRow, LinkRow, Purpose, SessionRow, TokenRow};
use catena_store::{Error, Store};

use crate::harness::samples::{at, id, read, with_parties, write};
use crate::harness::{Home, on_both_engines};

const ME: AccountId = AccountId(uuid::Uuid::from_u128(5));

fn account(number: u128, party: u128, login: &str) -> AccountRow {
    AccountRow {
        id: AccountId(id(number)),
        party: PartyId(id(party)),
        login: login.to_owned(),
        password: None,
        role: "member".to_owned(),
        secret: None,
        second_factor: false,
        closed: false,
        created_at: at(0),
    }
}

fn with_account(home: &Home) -> Store {
    let store = home.open();
    with_parties(&store);
    write(&store, |tx| {
        accounts::save(tx, &account(5, 1, "ada"))?;
        accounts::save(tx, &account(6, 2, "binders"))
    });
    store
}

fn session(key: u8, number: u128, seen: i64) -> SessionRow {
    SessionRow {
        key: vec![key; 32],
        id: id(number),
        account: ME,
        created_at: at(0),
        seen_at: at(seen),
        expires_at: at(seen + 100),
        agent: "Firefox".to_owned(),
        outdated: false,
    }
}

fn token(number: u128, second: i64) -> TokenRow {
    TokenRow {
        id: id(number),
        account: ME,
        name: "the shop's website".to_owned(),
        scopes: "write".to_owned(),
        created_at: at(second),
        used_at: None,
        expires_at: (second > 1).then(|| at(second + 50)),
        revoked_at: None,
    }
}

on_both_engines! {
    fn an_account_is_found_by_id_party_and_login_in_any_case(home: &Home) {
        let store = with_account(home);
        let changed = AccountRow {
            password: Some("$argon2id$…".to_owned()),
            role: "administrator".to_owned(),
            secret: Some(vec![0, 255, 7]),
            second_factor: true,
            closed: true,
            login: "ada2".to_owned(),
            ..account(5, 1, "ada")
        };
        let saved = changed.clone();
        write(&store, move |tx| accounts::save(tx, &saved));
        let expected = Some(changed.clone());
        assert_eq!(read(&store, |sql| accounts::find(sql, ME)), expected);
        assert_eq!(read(&store, |sql| accounts::find_login(sql, "ADA2")), expected);
        assert_eq!(read(&store, |sql| accounts::of_party(sql, PartyId(id(1)))), expected);
        assert_eq!(read(&store, |sql| accounts::find_login(sql, "ada")), None);
        assert_eq!(read(&store, |sql| accounts::all(sql)), [changed, account(6, 2, "binders")]);
    }

    fn a_login_belongs_to_one_account(home: &Home) {
        let store = with_account(home);
        let taken = store.write_now(|tx| accounts::save(tx, &account(6, 2, "ada")));
        assert!(matches!(taken, Err(Error::Conflict(_))), "{taken:?}");
    }

    fn sessions_begin_are_used_and_end(home: &Home) {
        let store = with_account(home);
        write(&store, |tx| {
            [session(1, 1, 10), session(2, 2, 30), session(3, 3, 20)].iter().try_for_each(|s| accounts::add_session(tx, s))
        });
        let mine = || read(&store, |sql| accounts::sessions(sql, ME)).iter().map(|s| s.id.as_u128()).collect::<Vec<_>>();
        assert_eq!(mine(), [2, 3, 1], "the last used first");
        assert_eq!(read(&store, |sql| accounts::find_session(sql, &[1; 32])), Some(session(1, 1, 10)));
        assert_eq!(read(&store, |sql| accounts::find_session(sql, &[9; 32])), None);
        write(&store, |tx| accounts::touch_session(tx, &[1; 32], at(40), at(140)));
        assert_eq!(mine(), [1, 2, 3]);
        let ended = write(&store, |tx| {
            Ok((accounts::end_session(tx, AccountId(id(6)), id(3))?, accounts::end_session(tx, ME, id(3))?))
        });
        assert_eq!(ended, (false, true), "nobody ends the session of another");
        write(&store, |tx| accounts::sweep_sessions(tx, at(130)));
        assert_eq!(mine(), [1], "what ended by itself is forgotten");
        write(&store, |tx| {
            accounts::add_session(tx, &session(4, 4, 1))?;
            accounts::end_sessions(tx, ME, Some(id(4)))
        });
        assert_eq!(mine(), [4]);
        write(&store, |tx| accounts::end_sessions(tx, ME, None));
        assert_eq!(mine(), [0; 0]);
    }

    fn a_session_whose_rights_changed_gets_another_key_once(home: &Home) {
        let store = with_account(home);
        write(&store, |tx| {
            accounts::add_session(tx, &session(1, 1, 10))?;
            accounts::add_session(tx, &SessionRow { account: AccountId(id(6)), ..session(2, 2, 10) })
        });
        assert!(!write(&store, |tx| accounts::renew_session(tx, &[1; 32], &[9; 32], at(20))), "nothing changed");
        write(&store, |tx| accounts::outdate_sessions(tx, ME));
        let find = |key: u8| read(&store, |sql| accounts::find_session(sql, &[key; 32]));
        assert_eq!(find(1), Some(SessionRow { outdated: true, ..session(1, 1, 10) }));
        assert_eq!(find(2).map(|other| other.outdated), Some(false));
        let renewed = write(&store, |tx| {
            Ok((accounts::renew_session(tx, &[1; 32], &[9; 32], at(20))?, accounts::renew_session(tx, &[1; 32], &[8; 32], at(20))?))
        });
        assert_eq!(renewed, (true, false));
        assert_eq!((find(1), find(9)), (None, Some(session(9, 1, 10))));
        let before = |since| read(&store, |sql| accounts::find_renewed(sql, &[1; 32], at(since)));
        assert_eq!(before(19), Some(session(9, 1, 10)), "the key before works for a moment");
        assert_eq!(before(20), None);
    }

    fn a_one_time_link_works_once_and_only_the_last_one_does(home: &Home) {
        let store = with_account(home);
        let link = |purpose| LinkRow { account: ME, purpose, expires_at: at(9), used_at: None };
        write(&store, move |tx| {
            accounts::add_link(tx, &[1; 32], &link(Purpose::Password), at(1))?;
            accounts::add_link(tx, &[2; 32], &link(Purpose::SecondFactor), at(2))
        });
        assert_eq!(read(&store, |sql| accounts::find_link(sql, &[1; 32])), None);
        assert_eq!(read(&store, |sql| accounts::find_link(sql, &[2; 32])), Some(link(Purpose::SecondFactor)));
        let used = write(&store, |tx| {
            Ok((accounts::use_link(tx, &[2; 32], at(3))?, accounts::use_link(tx, &[2; 32], at(4))?))
        });
        assert_eq!(used, (true, false));
        let found = read(&store, |sql| accounts::find_link(sql, &[2; 32])).unwrap();
        assert_eq!(found.used_at, Some(at(3)));
        write(&store, move |tx| accounts::add_link(tx, &[3; 32], &link(Purpose::Password), at(5)));
        assert_eq!(read(&store, |sql| accounts::find_link(sql, &[3; 32])), Some(link(Purpose::Password)));
    }

    fn each_recovery_code_works_once_until_they_are_replaced(home: &Home) {
        let store = with_account(home);
        let left = || read(&store, |sql| accounts::recovery_codes_left(sql, ME));
        write(&store, |tx| accounts::set_recovery_codes(tx, ME, &[vec![1], vec![2], vec![3]]));
        let used = write(&store, |tx| {
            Ok((
                accounts::use_recovery_code(tx, ME, &[2])?,
                accounts::use_recovery_code(tx, ME, &[2])?,
                accounts::use_recovery_code(tx, AccountId(id(6)), &[3])?,
            ))
        });
        assert_eq!((used, left()), ((true, false, false), 2));
        write(&store, |tx| accounts::set_recovery_codes(tx, ME, &[vec![4]]));
        assert_eq!(left(), 1);
    }

    fn a_step_of_the_second_factor_is_used_once_and_never_an_earlier_one(home: &Home) {
        let store = with_account(home);
        let tries = write(&store, |tx| {
            [0, 7, 7, 6, 8].iter().map(|&step| accounts::use_factor_step(tx, ME, step)).collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(tries, [true, true, false, false, true]);
    }

    fn what_changes_who_may_do_what_is_told_and_the_use_of_a_key_is_not(home: &Home) {
        let store = with_account(home);
        write(&store, |tx| {
            accounts::add_session(tx, &session(1, 1, 10))?;
            accounts::add_token(tx, &[1; 32], &token(1, 1))
        });
        // Where other nodes may write too nothing is told, and nothing remembered.
        let Some(before) = store.rights() else { return };
        write(&store, |tx| accounts::touch_session(tx, &[1; 32], at(40), at(140)));
        write(&store, |tx| accounts::touch_token(tx, &[1; 32], at(8)));
        assert_eq!(store.rights(), Some(before));
        write(&store, |tx| accounts::outdate_sessions(tx, ME));
        assert_eq!(store.rights(), Some(before + 1));
        let _: Result<(), Error> = store.write_now(|tx| {
            accounts::outdate_sessions(tx, ME)?;
            Err(Error::Full)
        });
        assert_eq!(store.rights(), Some(before + 1), "what left nothing behind changed nothing");
    }

    fn tokens_are_made_used_and_revoked(home: &Home) {
        let store = with_account(home);
        write(&store, |tx| {
            accounts::add_token(tx, &[1; 32], &token(1, 1))?;
            accounts::add_token(tx, &[2; 32], &token(2, 2))
        });
        assert_eq!(read(&store, |sql| accounts::tokens(sql, ME)), [token(2, 2), token(1, 1)]);
        assert_eq!(read(&store, |sql| accounts::find_token(sql, &[1; 32])), Some(token(1, 1)));
        assert_eq!(read(&store, |sql| accounts::find_token(sql, &[7; 32])), None);
        write(&store, |tx| accounts::touch_token(tx, &[1; 32], at(8)));
        let revoked = write(&store, |tx| {
            Ok((
                accounts::revoke_token(tx, AccountId(id(6)), id(1), at(9))?,
                accounts::revoke_token(tx, ME, id(1), at(9))?,
                accounts::revoke_token(tx, ME, id(1), at(10))?,
            ))
        });
        assert_eq!(revoked, (false, true, false));
        let expected = TokenRow { used_at: Some(at(8)), revoked_at: Some(at(9)), ..token(1, 1) };
        assert_eq!(read(&store, |sql| accounts::find_token(sql, &[1; 32])), Some(expected));
        write(&store, |tx| accounts::revoke_tokens(tx, ME, at(11)));
        let at_last: Vec<_> = read(&store, |sql| accounts::tokens(sql, ME)).iter().map(|t| t.revoked_at).collect();
        assert_eq!(at_last, [Some(at(11)), Some(at(9))]);
    }
}
