//! How lists and counters are read on SQLite: by an index, and never by looking at every request. What is judged is the way
//! that the engine takes, which does not depend on how long it took.

use catena_domain::id::{PartyId, ServiceId};
use catena_store::requests::{self, Filter, Order, RequestRow};
use catena_store::{Error, Sql, Store, parties};

use crate::harness::Home;
use crate::harness::explained::Explained;
use crate::harness::samples::{at, id, person, request, team, write};

/// How many requests there are: enough that the engine knows which are few. Most are over, as in a desk of some years.
const MANY: i64 = 4_000;

fn full(home: &Home) -> Store {
    let store = home.open();
    write(&store, |tx| {
        parties::save(tx, &person(1, "Rosa"))?;
        for number in 2..=9 {
            parties::save(tx, &team(number, "Team"))?;
        }
        for number in 1..=MANY {
            let row = RequestRow {
                customer: PartyId(id(1)),
                provider: PartyId(id(2 + (number % 8) as u128)),
                is_open: number % 100 == 0,
                service: Some(ServiceId(id(50 + (number % 3) as u128))),
                ..request(number)
            };
            requests::save(tx, &row)?;
        }
        Ok(())
    });
    store
}

/// The ways that `read` takes to requests.
fn ways<T>(store: &Store, read: impl FnOnce(&mut dyn Sql) -> Result<T, Error>) -> Vec<String> {
    let explained = store.read(|sql| {
        let mut explained = Explained { sql, steps: Vec::new() };
        read(&mut explained)?;
        Ok::<_, Error>(explained.steps)
    });
    let of_requests = |step: &String| step.contains(" r ") || step.ends_with(" r") || step.contains(" request");
    let found: Vec<String> = explained.unwrap().into_iter().filter(of_requests).collect();
    assert!(!found.is_empty(), "nothing was asked of requests");
    found
}

#[test]
fn no_counter_and_no_list_looks_at_every_request() {
    let home = Home::sqlite();
    let store = full(&home);
    let all = Filter::default;
    let team = || Filter { providers: Some(vec![PartyId(id(3))]), is_open: Some(true), ..all() };
    let cases = [
        ("a team's", team()),
        ("a customer's", Filter { customers: Some(vec![PartyId(id(1))]), is_open: Some(true), ..all() }),
        ("open ones", Filter { is_open: Some(true), ..all() }),
        ("with a tag", Filter { tag: Some("wedding".to_owned()), is_open: Some(true), ..all() }),
        ("of a service", Filter { service: Some(ServiceId(id(51))), is_open: Some(true), ..all() }),
    ];
    for (what, filter) in cases {
        for order in [Order::Urgency, Order::Newest] {
            let list = ways(&store, |sql| requests::list(sql, &filter, order, None, 50));
            let bare = list.iter().find(|step| step.starts_with("SCAN") && !step.contains("INDEX"));
            assert_eq!(bare, None, "{what}, {order:?}: {list:?}");
        }
        let count = ways(&store, |sql| requests::count(sql, &filter, 1001));
        assert!(count.iter().all(|step| step.starts_with("SEARCH")), "{what}: {count:?}");
    }
    let board = ways(&store, |sql| requests::waiting(sql, PartyId(id(3)), at(0)));
    assert!(
        board.iter().all(|step| step.starts_with("SEARCH") && step.contains("provider=? AND is_open=?")),
        "{board:?}"
    );
}
