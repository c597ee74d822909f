//! The schema: laid down once, in one piece, and never by two at a time.

use std::thread;

use catena_store::{Error, Place, SCHEMA, Store, examine, keep};

use crate::harness::samples::{read, write};
use crate::harness::{Home, on_both_engines, shop};

on_both_engines! {
    fn a_new_store_has_the_schema_of_this_program(home: &Home) {
        let store = home.open();
        assert_eq!(read(&store, |sql| keep::fact(sql, "schema")), Some(SCHEMA.to_string()));
        assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
    }

    fn opening_a_store_again_changes_nothing(home: &Home) {
        shop::fill(&home.open());
        let before = shop::everything(home.place());
        drop(home.open());
        assert_eq!(shop::everything(home.place()), before);
    }

    fn a_store_that_a_newer_program_wrote_is_refused_and_left_alone(home: &Home) {
        write(&home.open(), |tx| keep::set_fact(tx, "schema", "999"));
        let newer = Error::Newer { found: 999, known: SCHEMA };
        assert_eq!(Store::open(home.place()).err(), Some(newer.clone()));
        assert_eq!(examine(home.place()).err(), Some(newer.clone()));
        let backup = catena_store::backup::backup(home.place(), Vec::new(), crate::harness::samples::at(0));
        assert_eq!(backup.err(), Some(newer));
    }

    fn both_engines_have_the_same_tables_and_columns(home: &Home) {
        let (here, there) = (home.open(), home.other());
        let there = there.open();
        let layout = |store: &Store| read(store, |sql| {
            Ok(shop::tables(sql).into_iter().map(|table| {
                let columns: Vec<String> = shop::columns(sql, &table).into_iter().map(|(name, _)| name).collect();
                (table, columns)
            }).collect::<Vec<_>>())
        });
        assert_eq!(layout(&here), layout(&there));
    }
}

#[test]
fn nodes_that_start_at_once_lay_the_schema_down_once() {
    let home = Home::postgres();
    thread::scope(|scope| {
        let nodes: Vec<_> = (0..6).map(|_| scope.spawn(|| Store::open(home.place()))).collect();
        for node in nodes {
            node.join().unwrap().unwrap();
        }
    });
    assert!(examine(home.place()).unwrap().is_sound());
}

#[test]
fn a_folder_is_served_by_one_process_and_free_as_soon_as_it_is_closed() {
    let home = Home::sqlite();
    for _ in 0..20 {
        let store = home.open();
        let held = Store::open(home.place()).err();
        assert!(matches!(held, Some(Error::Held(_))), "{held:?}");
        write(&store, |tx| keep::set_fact(tx, "a", "b"));
        drop(store);
    }
}

#[test]
fn nodes_share_a_database_and_take_turns() {
    let home = Home::postgres();
    let nodes: Vec<Store> = (0..4).map(|_| home.open()).collect();
    thread::scope(|scope| {
        for node in &nodes {
            scope.spawn(|| {
                for _ in 0..25 {
                    write(node, |tx| {
                        let event = crate::harness::samples::event(1, catena_domain::event::Fact::PartyChanged);
                        tx.append(vec![event])
                    });
                }
            });
        }
    });
    let report = examine(home.place()).unwrap();
    assert_eq!((report.rows["event"], report.findings), (100, vec![]));
}

#[test]
fn a_database_that_cannot_be_reached_is_told_in_plain_words() {
    for url in ["postgres://nobody@%2Fnowhere/none", "postgres://postgres@127.0.0.1:1/none", "what is this"] {
        let refused = Store::open(&Place::Postgres(url.to_owned())).err();
        assert!(matches!(refused, Some(Error::Unreachable(_))), "{refused:?}");
    }
    let Place::Postgres(url) = Home::postgres().place().clone() else { unreachable!() };
    let refused = Store::open(&Place::Postgres(format!("{url}_missing"))).err();
    assert!(matches!(refused, Some(Error::Unreachable(_))), "{refused:?}");
}
