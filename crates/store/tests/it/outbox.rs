//! Notices on their way out, and what people chose to be told.

use catena_domain::id::{AccountId, ActId, PartyId};
use catena_store::outbox::{self, Choice, Filter, Notice};

use crate::harness::samples::{at, id, read, request, write};
use crate::harness::{Home, on_both_engines};

fn notice(number: u128, kind: &str, state: &str) -> Notice {
    Notice {
        id: id(number),
        request: (number > 1).then(|| request(1).id),
        act: ActId(id(700 + number % 2)),
        recipient: PartyId(id(1 + number % 2)),
        kind: kind.to_owned(),
        address: "ada@example.org".to_owned(),
        subject: "Your flowers".to_owned(),
        body: "are on their way".to_owned(),
        state: state.to_owned(),
        reason: (state == "failed").then(|| "nobody there".to_owned()),
        attempts: 3,
        made_at: at(1),
        next_at: at(60),
    }
}

on_both_engines! {
    fn the_outbox_shows_the_newest_notices_first_page_by_page(home: &Home) {
        let store = home.open();
        let all = [notice(1, "done", "waiting"), notice(2, "done", "failed"), notice(3, "received", "waiting")];
        let kept = all.clone();
        write(&store, move |tx| kept.iter().try_for_each(|notice| outbox::save(tx, notice)));
        let ids = |filter: Filter, before: Option<u128>, limit| {
            let found = read(&store, |sql| outbox::list(sql, &filter, before.map(id), limit));
            found.iter().map(|notice| notice.id.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(ids(Filter::default(), None, 2), [3, 2]);
        assert_eq!(ids(Filter::default(), Some(2), 2), [1]);
        assert_eq!(ids(Filter { state: Some("waiting".to_owned()), ..Filter::default() }, None, 9), [3, 1]);
        assert_eq!(ids(Filter { kind: Some("done".to_owned()), ..Filter::default() }, Some(2), 9), [1]);
        let mine = Filter { recipient: Some(PartyId(id(2))), kind: Some("done".to_owned()), ..Filter::default() };
        assert_eq!(ids(mine, None, 9), [1]);
        assert_eq!(read(&store, |sql| outbox::find(sql, id(2))), Some(all[1].clone()));
        assert_eq!(read(&store, |sql| outbox::find(sql, id(9))), None);
    }

    fn what_became_of_a_notice_is_written_down_and_its_words_stay(home: &Home) {
        let store = home.open();
        let later = Notice {
            address: "new@example.org".to_owned(),
            state: "not_sent".to_owned(),
            reason: Some("cancelled".to_owned()),
            attempts: 4,
            next_at: at(99),
            ..notice(1, "done", "waiting")
        };
        let (first, second) = (notice(1, "done", "waiting"), Notice { body: "other".to_owned(), ..later.clone() });
        write(&store, move |tx| {
            outbox::save(tx, &first)?;
            outbox::save(tx, &second)
        });
        assert_eq!(read(&store, |sql| outbox::find(sql, id(1))), Some(later));
    }

    fn what_an_act_caused_is_not_sent_once_it_is_taken_back_unless_it_is_out(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            for row in [notice(1, "done", "waiting"), notice(2, "done", "waiting"), notice(3, "done", "sent")] {
                outbox::save(tx, &row)?;
            }
            outbox::take_back(tx, ActId(id(701)), "taken_back")
        });
        let states: Vec<_> = read(&store, |sql| outbox::list(sql, &Filter::default(), None, 9))
            .into_iter()
            .map(|notice| (notice.state, notice.reason))
            .collect();
        let gone = ("not_sent".to_owned(), Some("taken_back".to_owned()));
        assert_eq!(states, [("sent".to_owned(), None), ("waiting".to_owned(), None), gone]);
    }

    fn nothing_is_off_until_somebody_chooses_so_and_changes_their_mind(home: &Home) {
        let store = home.open();
        let account = AccountId(id(5));
        assert_eq!(read(&store, |sql| outbox::choice(sql, account)), Choice::default());
        let choice = Choice { language: Some("fr".to_owned()), off: vec!["done".to_owned(), "offered".to_owned()] };
        let (first, second) = (choice.clone(), Choice { language: None, off: vec!["done".to_owned()] });
        write(&store, move |tx| outbox::set_choice(tx, account, &first));
        assert_eq!(read(&store, |sql| outbox::choice(sql, account)), choice);
        let again = second.clone();
        write(&store, move |tx| outbox::set_choice(tx, account, &again));
        assert_eq!(read(&store, |sql| outbox::choice(sql, account)), second);
        assert_eq!(read(&store, |sql| outbox::choice(sql, AccountId(id(6)))), Choice::default());
    }
}
