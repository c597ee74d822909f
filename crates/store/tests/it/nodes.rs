//! Several nodes on one database: how each learns what the others wrote.

use std::time::Duration;

use catena_domain::event::Fact;
use catena_store::{Place, Progress, Store, parties};
use tokio::runtime::Builder;

use crate::harness::samples::{event, person, write};
use crate::harness::{Home, cluster};

fn something_happens(node: &Store) -> i64 {
    write(node, |tx| tx.append(vec![event(1, Fact::PartyChanged)])).last().unwrap().seq
}

/// Waits until somebody knows that the record has come to `seq`.
fn hears(progress: &mut Progress, seq: i64) {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let heard = progress.wait_for(|known| *known >= seq);
        tokio::time::timeout(Duration::from_mins(1), heard).await.expect("it is told").unwrap();
    });
}

#[test]
fn a_node_hears_what_another_one_wrote() {
    let home = Home::postgres();
    let (here, there) = (home.open(), home.open());
    let (mut here_heard, mut there_heard) = (here.progress(), there.progress());
    for _ in 0..3 {
        hears(&mut there_heard, something_happens(&here));
        hears(&mut here_heard, something_happens(&there));
    }
}

#[test]
fn a_node_that_lost_the_connection_misses_nothing() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place().clone() else { unreachable!() };
    let (here, there) = (home.open(), home.open());
    let mut heard = there.progress();
    hears(&mut heard, something_happens(&here));
    let mut server = cluster::client(&url);
    for _ in 0..3 {
        // Both may be between two connections now.
        server
            .batch_execute(
                "select pg_terminate_backend(pid) from pg_stat_activity \
                 where application_name = 'catena listener' and datname = current_database()",
            )
            .unwrap();
        hears(&mut heard, something_happens(&here));
    }
}

#[test]
fn what_was_not_written_is_not_told() {
    let home = Home::postgres();
    let (here, there) = (home.open(), home.open());
    let mut heard = there.progress();
    let before = something_happens(&here);
    let refused: Result<(), _> = here.write_now(|tx| {
        tx.append(vec![event(1, Fact::PartyChanged)])?;
        Err(catena_store::Error::NotEmpty)
    });
    assert!(refused.is_err());
    hears(&mut heard, before);
    assert_eq!(something_happens(&here), before + 1);
    hears(&mut heard, before + 1);
    assert_eq!(*heard.borrow(), before + 1);
}

#[test]
fn a_store_that_is_closed_listens_no_more() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place().clone() else { unreachable!() };
    let node = home.open();
    let mut heard = node.progress();
    hears(&mut heard, something_happens(&node));
    drop(node);
    let runtime = Builder::new_current_thread().build().unwrap();
    assert!(runtime.block_on(async {
        while heard.changed().await.is_ok() {}
        heard.has_changed().is_err()
    }));
    let mut server = cluster::client(&url);
    // The server needs a moment to notice.
    let left = "select count(*) from pg_stat_activity \
                where application_name = 'catena listener' and datname = current_database()";
    while server.query_one(left, &[]).unwrap().get::<_, i64>(0) > 0 {}
}

/// What a write reads of a party's name.
fn name_of(node: &Store, number: u128) -> String {
    write(node, move |tx| parties::find(tx.sql(), person(number, "").id)).unwrap().name
}

fn rename(node: &Store, number: u128, name: &str) {
    let row = person(number, name);
    write(node, move |tx| parties::save(tx, &row));
}

#[test]
fn a_write_never_rests_on_what_another_node_has_changed_since() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place().clone() else { unreachable!() };
    let (here, there) = (home.open(), home.open());
    rename(&here, 1, "Ida");
    // Asked again and again, so that it is remembered where it may be.
    assert_eq!([name_of(&here, 1), name_of(&there, 1)], ["Ida", "Ida"]);
    for round in 0..20 {
        let (writes, reads) = if round % 2 == 0 { (&here, &there) } else { (&there, &here) };
        let name = format!("Ida {round}");
        rename(writes, 1, &name);
        assert_eq!([name_of(reads, 1), name_of(writes, 1), name_of(reads, 1)], [&*name, &*name, &*name]);
    }
    // Somebody who does not wait for their turn, and is under way while others write.
    let mut server = cluster::client(&url);
    server.batch_execute("begin; update party set name = 'by hand'").unwrap();
    assert_eq!(name_of(&here, 1), "Ida 19");
    server.batch_execute("commit").unwrap();
    assert_eq!(name_of(&here, 1), "by hand");
}

#[test]
fn a_write_never_rests_on_what_a_refused_one_has_changed() {
    let home = Home::postgres();
    let node = home.open();
    rename(&node, 1, "Ida");
    for _ in 0..3 {
        let refused: Result<(), catena_store::Error> = node.write_now(|tx| {
            parties::save(tx, &person(1, "nobody"))?;
            assert_eq!(parties::find(tx.sql(), person(1, "").id)?.unwrap().name, "nobody");
            Err(catena_store::Error::NotEmpty)
        });
        assert!(refused.is_err());
        assert_eq!(name_of(&node, 1), "Ida");
    }
}
