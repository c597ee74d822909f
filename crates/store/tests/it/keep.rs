//! What people keep beside requests, and facts about the store.

use catena_domain::id::{AccountId, PartyId};
use catena_store::Error;
use catena_store::keep::{self, Given, SavedView, Tracking};

use crate::harness::samples::{at, id, read, request, write};
use crate::harness::{Home, on_both_engines};

const ME: PartyId = PartyId(uuid::Uuid::from_u128(1));

fn view(number: u128, owner: u128, name: &str, shared: bool) -> SavedView {
    SavedView {
        id: id(number),
        owner: PartyId(id(owner)),
        name: name.to_owned(),
        query: "open=true".to_owned(),
        shared,
    }
}

on_both_engines! {
    fn facts_about_the_store_are_written_down_and_replaced(home: &Home) {
        let store = home.open();
        assert_eq!(read(&store, |sql| keep::fact(sql, "demo")), None);
        write(&store, |tx| {
            keep::set_fact(tx, "demo", "yes")?;
            keep::set_fact(tx, "demo", "no")
        });
        assert_eq!(read(&store, |sql| keep::fact(sql, "demo")), Some("no".to_owned()));
    }

    fn requests_are_followed_and_no_longer_followed(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        write(&store, move |tx| {
            keep::follow(tx, of, PartyId(id(2)))?;
            keep::follow(tx, of, ME)?;
            keep::follow(tx, of, ME)?;
            keep::unfollow(tx, of, PartyId(id(2)))?;
            keep::unfollow(tx, of, PartyId(id(3)))
        });
        assert_eq!(read(&store, |sql| keep::followers(sql, of)), [ME]);
    }

    fn a_request_is_set_aside_longer_and_taken_up_again(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        write(&store, move |tx| {
            keep::snooze(tx, of, ME, Some(at(5)))?;
            keep::snooze(tx, of, ME, Some(at(9)))
        });
        assert_eq!(read(&store, |sql| keep::snoozed_until(sql, of, ME)), Some(at(9)));
        write(&store, move |tx| keep::snooze(tx, of, ME, None));
        assert_eq!(read(&store, |sql| keep::snoozed_until(sql, of, ME)), None);
    }

    fn people_see_their_views_and_those_that_are_shared(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            keep::save_view(tx, &view(1, 1, "mine", false))?;
            keep::save_view(tx, &view(2, 2, "ours", true))?;
            keep::save_view(tx, &view(3, 2, "theirs", false))?;
            keep::save_view(tx, &SavedView { query: "open=false".to_owned(), ..view(1, 1, "a", false) })
        });
        let changed = SavedView { query: "open=false".to_owned(), ..view(1, 1, "a", false) };
        assert_eq!(read(&store, |sql| keep::views(sql, ME)), [changed, view(2, 2, "ours", true)]);
        let removed =
            write(&store, |tx| Ok((keep::remove_view(tx, ME, id(2))?, keep::remove_view(tx, ME, id(1))?)));
        assert_eq!(removed, (false, true), "only its owner removes a view");
        assert_eq!(read(&store, |sql| keep::views(sql, ME)).len(), 1);
    }

    fn links_for_customers_work_until_they_are_revoked(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        let link = move |number: u128, second| Tracking { id: id(number), request: of, made_at: at(second), revoked_at: None };
        write(&store, move |tx| {
            keep::add_tracking(tx, &[1; 32], &link(1, 1))?;
            keep::add_tracking(tx, &[2; 32], &link(2, 2))
        });
        assert_eq!(read(&store, |sql| keep::trackings(sql, of)), [link(2, 2), link(1, 1)]);
        assert_eq!(read(&store, |sql| keep::find_tracking(sql, &[1; 32])), Some(link(1, 1)));
        assert_eq!(read(&store, |sql| keep::find_tracking(sql, &[3; 32])), None);
        let revoked = write(&store, move |tx| {
            Ok((
                keep::revoke_tracking(tx, request(2).id, id(1), at(5))?,
                keep::revoke_tracking(tx, of, id(1), at(5))?,
                keep::revoke_tracking(tx, of, id(1), at(6))?,
            ))
        });
        assert_eq!(revoked, (false, true, false));
        assert_eq!(read(&store, |sql| keep::find_tracking(sql, &[1; 32])).unwrap().revoked_at, Some(at(5)));
    }

    fn an_answer_is_kept_under_its_key_until_it_is_forgotten(home: &Home) {
        let store = home.open();
        let (me, other) = (AccountId(id(5)), AccountId(id(6)));
        let answer = Given { digest: vec![7; 32], status: 201, body: b"{\"\xFF\0".to_vec() };
        let kept = answer.clone();
        write(&store, move |tx| keep::remember(tx, me, "k", &kept, at(10)));
        assert_eq!(read(&store, |sql| keep::given(sql, me, "k")), Some(answer.clone()));
        assert_eq!(read(&store, |sql| keep::given(sql, other, "k")), None);
        let twice = store.write_now(move |tx| keep::remember(tx, me, "k", &answer, at(11)));
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        write(&store, |tx| keep::forget_given(tx, at(10)));
        assert!(read(&store, |sql| keep::given(sql, me, "k")).is_some());
        write(&store, |tx| keep::forget_given(tx, at(11)));
        assert!(read(&store, |sql| keep::given(sql, me, "k")).is_none());
    }
}
