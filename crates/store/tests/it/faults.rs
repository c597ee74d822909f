//! What breaks: connections, disks, processes. Nothing that was acknowledged is lost, and all goes on afterwards.

pub mod child;
mod durability;
mod proxy;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use catena_store::{Error, Place, Store, args, examine, keep};

use self::proxy::{Cut, Proxy};
use crate::harness::samples::{read, write};
use crate::harness::{Home, cluster, on_both_engines, shop};

on_both_engines! {
    fn whatever_was_acknowledged_is_there_after_the_process_is_killed(home: &Home) {
        let mut acknowledged = BTreeSet::new();
        drop(home.open());
        for round in 0..5 {
            let mut child = child::start(home.place(), &[("ROUND", &round.to_string()), ("THREADS", "32")]);
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let before = acknowledged.len();
            while acknowledged.len() < before + 200 {
                acknowledged.extend(child::acknowledgement(&lines.next().unwrap().unwrap()));
            }
            child.kill().unwrap();
            // What it said before it was killed counts too.
            acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| child::acknowledgement(&line)));
            child.wait().unwrap();
            let store = home.open();
            let rows = read(&store, |sql| sql.query("select name from meta where name like 'child %'", &[]));
            let there: BTreeSet<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
            let lost: Vec<&String> = acknowledged.difference(&there).collect();
            assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
            let report = examine(home.place()).unwrap();
            assert_eq!(report.findings, [""; 0]);
            assert_eq!(report.rows["event"], there.len() as i64, "each write has its event, and none is there by halves");
        }
    }
}

#[test]
fn a_full_store_says_so_keeps_what_it_has_and_goes_on_when_there_is_room() {
    let home = Home::sqlite();
    let store = home.open();
    let limit = |store: &Store, pages: i64| {
        let set = format!("pragma max_page_count = {pages}");
        write(store, move |tx| tx.sql().query(&set, &[])?[0].int(0))
    };
    let used = read(&store, |sql| sql.query("pragma page_count", &[]))[0].int(0).unwrap();
    limit(&store, used + 20);
    let large = |number: i64| {
        move |tx: &mut catena_store::Tx<'_>| keep::set_fact(tx, &format!("fact {number}"), &"x".repeat(3_000))
    };
    let mut kept = 0;
    let refused = loop {
        match store.write_now(large(kept)) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refused, Error::Full);
    assert!(refused.to_string().contains("the disk is full"), "{refused}");
    let count = |store: &Store| {
        read(store, |sql| sql.query("select count(*) from meta where name like 'fact %'", &[]))[0].int(0).unwrap()
    };
    assert_eq!(count(&store), kept, "all that was acknowledged can be read");
    assert_eq!(store.write_now(large(999)), Err(Error::Full), "and it goes on saying so");
    limit(&store, used + 100);
    write(&store, large(kept));
    drop(store);
    let store = home.open();
    assert_eq!(count(&store), kept + 1);
    assert!(examine(home.place()).unwrap().is_sound());
}

#[test]
fn nothing_is_written_behind_a_transaction_that_the_engine_gave_up() {
    let home = Home::sqlite();
    let store = home.open();
    let used = read(&store, |sql| sql.query("pragma page_count", &[]))[0].int(0).unwrap();
    let set = format!("pragma max_page_count = {}", used + 5);
    write(&store, move |tx| tx.sql().query(&set, &[]).map(|_| ()));
    let answer: Result<(), Error> = store.write_now(|tx| {
        keep::set_fact(tx, "before", "a")?;
        let full = keep::set_fact(tx, "large", &"x".repeat(1_000_000));
        assert_eq!(full, Err(Error::Full));
        // Whoever does not look at errors still cannot write outside of the transaction.
        let _ = keep::set_fact(tx, "behind", "a");
        Ok(())
    });
    assert_eq!(answer, Err(Error::Full));
    assert_eq!(read(&store, |sql| sql.query("select 1 from meta where name in ('before', 'behind')", &[])), []);
    write(&store, |tx| keep::set_fact(tx, "after", "a"));
}

/// Runs a shell script in which `catena` is this test's child; the script may mount and give up rights.
fn in_a_world_of_its_own(place: &Path, script: &str) -> Option<String> {
    let mut world = Command::new("unshare");
    world.arg(if is_root() { "-m" } else { "-rm" }).args(["sh", "-c"]);
    let able = world.arg("mount -t tmpfs none \"$0\"").arg(place).output().ok()?;
    if !able.status.success() {
        return None;
    }
    let mut world = Command::new("unshare");
    world.arg(if is_root() { "-m" } else { "-rm" }).args(["sh", "-ec", script]).arg(place);
    let output = child::of(&mut world, &Place::Folder(place.join("store"))).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().any(|line| line.starts_with("Uid:\t0\t0"))
}

#[test]
fn a_disk_that_fills_up_loses_nothing_and_is_used_again_when_there_is_room() {
    let home = Home::sqlite();
    // The child fills a disk of 3 MB until it is refused, removes what else is on it, and goes on.
    let script = "mount -t tmpfs -o size=3m none \"$0\"; head -c 1000000 /dev/zero >\"$0/ballast\"; \
                  ROLE=fill BALLAST=\"$0/ballast\" \"$CHILD\" faults::child::runs --exact --nocapture";
    match in_a_world_of_its_own(home.folder(), script) {
        Some(said) => {
            for expected in ["refused: Full", "all there", "went on", "sound"] {
                assert!(said.contains(expected), "{expected}: {said}");
            }
        }
        // Where nobody may mount, the test with a limit of pages above stands for this one.
        None => println!("mounting is not permitted here"),
    }
}

#[test]
fn a_disk_that_can_only_be_read_is_read_refuses_writes_and_goes_on_when_it_can_be_written() {
    let home = Home::sqlite();
    let script = "mount -t tmpfs -o size=10m none \"$0\"; mkdir \"$0/store\"; run() { ROLE=$1 \"$CHILD\" faults::child::runs --exact --nocapture; }; \
                  run write-one; mount -o remount,ro \"$0\"; run open; run look; mount -o remount,rw \"$0\"; run write-one";
    match in_a_world_of_its_own(home.folder(), script) {
        Some(said) => {
            assert!(said.contains("opened: Some(ReadOnly)"), "{said}");
            assert!(said.contains("looked: true"), "{said}");
            assert_eq!(said.matches("wrote one").count(), 2, "{said}");
        }
        None => println!("mounting is not permitted here"),
    }
}

#[test]
fn a_store_that_turns_read_only_says_so_keeps_what_it_has_and_goes_on() {
    let home = Home::sqlite();
    let store = home.open();
    write(&store, |tx| keep::set_fact(tx, "before", "a"));
    let refused = store.write_now(|tx| {
        tx.sql().query("pragma query_only = on", &[])?;
        let refused = keep::set_fact(tx, "meanwhile", "a");
        tx.sql().query("pragma query_only = off", &[])?;
        refused
    });
    assert_eq!(refused, Err(Error::ReadOnly));
    assert!(Error::ReadOnly.to_string().contains("read-only"));
    assert_eq!(read(&store, |sql| keep::fact(sql, "before")), Some("a".to_owned()));
    write(&store, |tx| keep::set_fact(tx, "after", "a"));
}

#[test]
fn a_database_that_turns_read_only_says_so_and_goes_on() {
    let home = Home::postgres();
    let store = home.open();
    write(&store, |tx| tx.sql().batch("set default_transaction_read_only = on"));
    assert_eq!(store.write_now(|tx| keep::set_fact(tx, "meanwhile", "a")), Err(Error::ReadOnly));
    let off = store.write_now(|tx| tx.sql().batch("set default_transaction_read_only = off"));
    assert_eq!(off, Ok(()));
    write(&store, |tx| keep::set_fact(tx, "after", "a"));
    assert_eq!(read(&store, |sql| keep::fact(sql, "meanwhile")), None);
}

/// Ends all connections of a database but one's own.
fn cut_all(url: &str) {
    let end = "select pg_terminate_backend(pid, 5000) from pg_stat_activity \
               where datname = current_database() and pid <> pg_backend_pid()";
    cluster::client(url).batch_execute(end).unwrap();
}

#[test]
fn connections_that_broke_while_nobody_used_them_are_made_again_unnoticed() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place() else { unreachable!() };
    let store = home.open();
    shop::fill(&store);
    // Several readers are idle.
    let barrier = std::sync::Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                read(&store, |sql| {
                    barrier.wait();
                    sql.query("select 1", &[])
                })
            });
        }
    });
    for round in 0..3 {
        cut_all(url);
        for _ in 0..6 {
            assert!(read(&store, |sql| keep::fact(sql, "demo")).is_some());
        }
        write(&store, move |tx| keep::set_fact(tx, &format!("round {round}"), "a"));
    }
}

#[test]
fn a_connection_that_breaks_within_a_write_loses_that_write_and_no_later_one() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place().clone() else { unreachable!() };
    let store = home.open();
    let lost = store.write_now(move |tx| {
        keep::set_fact(tx, "lost", "a")?;
        cut_all(&url);
        keep::set_fact(tx, "lost too", "a")
    });
    assert!(matches!(lost, Err(Error::Unreachable(_))), "{lost:?}");
    write(&store, |tx| keep::set_fact(tx, "after", "a"));
    assert_eq!(read(&store, |sql| sql.query("select 1 from meta where name like 'lost%'", &[])), []);
}

#[test]
fn a_commit_whose_answer_is_lost_is_told_as_what_became_of_it() {
    for (cut, expected) in [(Cut::AnswerToCommit, true), (Cut::Commit, false)] {
        let home = Home::postgres();
        let Place::Postgres(url) = home.place() else { unreachable!() };
        let proxy = Proxy::before(url);
        let store = Store::open(&Place::Postgres(proxy.url.clone())).unwrap();
        write(&store, |tx| keep::set_fact(tx, "before", "a"));
        proxy.cut_next(cut);
        let answer = store.write_now(|tx| keep::set_fact(tx, "in doubt", "a"));
        assert!(proxy.has_cut(), "the connection broke");
        let there = read(&home.open(), |sql| keep::fact(sql, "in doubt")).is_some();
        assert_eq!((answer.is_ok(), there), (expected, expected), "{answer:?}");
        write(&store, |tx| keep::set_fact(tx, "after", "a"));
    }
}

#[test]
fn a_commit_of_which_nobody_knows_is_not_told_as_refused() {
    let home = Home::postgres();
    let Place::Postgres(url) = home.place() else { unreachable!() };
    let proxy = Proxy::before(url);
    let store = Store::open(&Place::Postgres(proxy.url.clone())).unwrap();
    proxy.cut_next(Cut::AnswerToCommit);
    proxy.refuse(true);
    assert_eq!(store.write_now(|tx| keep::set_fact(tx, "in doubt", "a")), Err(Error::Unsure));
    let refused = store.write_now(|tx| keep::set_fact(tx, "meanwhile", "a"));
    assert!(matches!(refused, Err(Error::Unreachable(_))), "{refused:?}");
    proxy.refuse(false);
    write(&store, |tx| keep::set_fact(tx, "after", "a"));
    assert_eq!(read(&store, |sql| keep::fact(sql, "in doubt")), Some("a".to_owned()));
}

#[test]
fn the_log_of_a_file_does_not_grow_without_end() {
    let home = Home::sqlite();
    let store = home.open();
    let log = home.files().unwrap().join("catena.db-wal");
    // Somebody who reads for long keeps the log from being taken in …
    read(&store, |sql| {
        sql.query("select 1 from meta", &[])?;
        for number in 0..90 {
            let body = vec![number; 1_000_000];
            write(&store, move |tx| {
                let text =
                    "insert into idempotency (account, key, digest, status, body, at) values ($1, $2, $3, 200, $3, 0)";
                tx.sql().execute(text, args![crate::harness::samples::id(1), number.to_string(), body])
            });
        }
        Ok(())
    });
    assert!(log.metadata().unwrap().len() > 64 << 20);
    // … and it shrinks after they have ended.
    for number in 0..5 {
        write(&store, move |tx| keep::set_fact(tx, "number", &number.to_string()));
    }
    let left = log.metadata().unwrap().len();
    assert!(left <= 64 << 20, "{left} bytes are left");
}
