//! The one writer: each write alone, all of them durable, none lost.

use std::sync::mpsc;
use std::thread;

use catena_domain::event::Fact;
use catena_domain::id::PartyId;
use catena_store::{Error, Place, Sql, Store, Tx, args, events, keep, parties};

use crate::harness::samples::{event, id, person, read, with_parties, write};
use crate::harness::{Home, on_both_engines};

/// What an action may refuse.
#[derive(Debug, PartialEq)]
enum Refusal {
    NotNow,
    Store(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Keeps the writer busy until the end of the sender, so that what is handed in meanwhile becomes one batch.
fn hold(store: &Store) -> (mpsc::Sender<()>, thread::JoinHandle<()>) {
    let (release, held) = mpsc::channel::<()>();
    let (entered, inside) = mpsc::channel();
    let store = store.clone();
    let holding = thread::spawn(move || {
        write(&store, move |_| {
            entered.send(()).unwrap();
            let _ = held.recv();
            Ok(())
        });
    });
    inside.recv().unwrap();
    (release, holding)
}

type Write<T> = Box<dyn FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send>;

/// Hands writes in so that they come in one batch, in their order.
fn in_one_batch<T: Send + 'static>(store: &Store, writes: Vec<Write<T>>) -> Vec<Result<T, Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (release, holding) = hold(store);
    let mut waiting: Vec<_> = writes.into_iter().map(|write| Box::pin(store.write(write))).collect();
    runtime.block_on(async {
        for write in &mut waiting {
            // The first look hands the write in.
            let handed =
                std::future::poll_fn(|context| std::task::Poll::Ready(write.as_mut().poll(context).is_pending()));
            assert!(handed.await, "nothing is answered before it is written");
        }
        drop(release);
        let mut answers = Vec::new();
        for write in waiting {
            answers.push(write.await);
        }
        holding.join().unwrap();
        answers
    })
}

fn fact(name: &'static str) -> impl FnOnce(&mut Tx<'_>) -> Result<(), Error> + Send {
    move |tx| keep::set_fact(tx, name, "yes")
}

fn facts(store: &Store) -> Vec<String> {
    let rows = read(store, |sql| sql.query("select name from meta where value = 'yes' order by name", &[]));
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

on_both_engines! {
    fn a_write_that_fails_leaves_nothing_and_harms_no_neighbour(home: &Home) {
        let store = home.open();
        let answers = in_one_batch(&store, vec![
            Box::new(fact("before")),
            Box::new(|tx| {
                keep::set_fact(tx, "mine", "yes")?;
                tx.append(vec![event(1, Fact::PartyAdded)])?;
                // A statement that fails ends a transaction of PostgreSQL, but for the savepoint.
                tx.sql().execute("insert into meta (name, value) values ('mine', 'again')", &[])?;
                Ok(())
            }),
            Box::new(|tx| {
                keep::set_fact(tx, "mine", "yes")?;
                Err(Error::Closed)
            }),
            Box::new(|tx| {
                let refused = tx.sql().query("select nothing from nowhere", &[]);
                assert!(refused.is_err());
                Err(Error::NotEmpty)
            }),
            Box::new(fact("behind")),
        ]);
        assert!(matches!(answers[1], Err(Error::Conflict(_))), "{:?}", answers[1]);
        assert_eq!((&answers[0], &answers[2]), (&Ok(()), &Err(Error::Closed)));
        assert_eq!((&answers[3], &answers[4]), (&Err(Error::NotEmpty), &Ok(())));
        assert_eq!(facts(&store), ["before", "behind"]);
        assert_eq!(read(&store, |sql| events::last(sql)), 0);
    }

    fn a_write_that_panics_leaves_nothing_and_harms_no_neighbour(home: &Home) {
        let store = home.open();
        let answers = in_one_batch(&store, vec![
            Box::new(fact("before")),
            Box::new(|tx| {
                keep::set_fact(tx, "mine", "yes")?;
                panic!("on purpose");
            }),
            Box::new(fact("behind")),
        ]);
        assert_eq!(answers, [Ok(()), Err(Error::Panicked), Ok(())]);
        assert_eq!(facts(&store), ["before", "behind"]);
        assert_eq!(write(&store, |_| Ok(7)), 7);
    }

    fn a_write_that_goes_on_after_a_failed_statement_is_not_kept_by_halves(home: &Home) {
        let store = home.open();
        let answer: Result<(), Error> = store.write_now(|tx| {
            keep::set_fact(tx, "first", "yes")?;
            let _ = tx.sql().execute("insert into meta (name, value) values ('first', 'again')", &[]);
            keep::set_fact(tx, "second", "yes")
        });
        // SQLite takes a failed statement back alone; PostgreSQL takes nothing more until the savepoint.
        match answer {
            Ok(()) => assert_eq!(facts(&store), ["first", "second"]),
            Err(_) => assert_eq!(facts(&store), [""; 0]),
        }
    }

    fn an_action_refuses_in_its_own_words(home: &Home) {
        let store = home.open();
        let refused = store.write_now(|tx| {
            keep::set_fact(tx, "mine", "yes")?;
            Err::<(), _>(Refusal::NotNow)
        });
        assert_eq!(refused, Err(Refusal::NotNow));
        let read: Result<(), Refusal> = store.read(|_| Err(Refusal::NotNow));
        assert_eq!(read, Err(Refusal::NotNow));
        assert_eq!(facts(&store), [""; 0]);
    }

    fn a_write_sees_those_before_it_and_what_it_wrote_itself(home: &Home) {
        let store = home.open();
        let answers = in_one_batch(&store, vec![
            Box::new(|tx| Ok(tx.append(vec![event(1, Fact::PartyAdded)])?[0].seq)),
            Box::new(|tx| {
                tx.append(vec![event(1, Fact::PartyAdded)])?;
                Err(Error::Closed)
            }),
            Box::new(|tx| {
                tx.append(vec![event(1, Fact::PartyAdded)])?;
                events::last(tx.sql())
            }),
        ]);
        assert_eq!(answers, [Ok(1), Err(Error::Closed), Ok(2)], "numbers of what failed are given again");
    }

    fn thirty_two_threads_write_and_nothing_is_lost_or_numbered_twice(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let numbers: Vec<i64> = thread::scope(|scope| {
            let writers: Vec<_> = (0..32_u128).map(|writer| {
                let store = store.clone();
                scope.spawn(move || {
                    (0..20).map(|number| write(&store, move |tx| {
                        parties::save(tx, &person(1_000 + writer * 100 + number, "somebody"))?;
                        Ok(tx.append(vec![event(writer, Fact::PartyAdded)])?[0].seq)
                    })).collect::<Vec<_>>()
                })
            }).collect();
            writers.into_iter().flat_map(|writer| {
                let mine = writer.join().unwrap();
                assert!(mine.is_sorted(), "each thread's events are in its order");
                mine
            }).collect()
        });
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=640).collect::<Vec<i64>>());
        let kept = read(&store, |sql| sql.query("select count(*) from party where name = 'somebody'", &[]));
        assert_eq!(kept[0].int(0), Ok(640));
        assert_eq!(*store.progress().borrow(), 640);
    }

    fn progress_tells_of_each_write_and_of_what_was_there_before(home: &Home) {
        let store = home.open();
        let mut progress = store.progress();
        assert_eq!(*progress.borrow_and_update(), 0);
        write(&store, |tx| tx.append(vec![event(1, Fact::PartyAdded), event(1, Fact::PartyChanged)]));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(progress.changed()).unwrap();
        assert_eq!(*progress.borrow_and_update(), 2);
        drop(store);
        let store = home.open();
        assert_eq!(*store.progress().borrow(), 2);
    }

    fn a_read_sees_one_state_whatever_is_written_meanwhile(home: &Home) {
        let store = home.open();
        write(&store, |tx| keep::set_fact(tx, "count", "0"));
        read(&store, |sql| {
            let before = keep::fact(sql, "count")?;
            let other = store.clone();
            thread::spawn(move || write(&other, |tx| keep::set_fact(tx, "count", "1"))).join().unwrap();
            assert_eq!(keep::fact(sql, "count")?, before);
            Ok(())
        });
        assert_eq!(read(&store, |sql| keep::fact(sql, "count")), Some("1".to_owned()));
    }

    fn two_rows_that_change_together_are_never_seen_apart(home: &Home) {
        let store = home.open();
        let both = |tx: &mut Tx<'_>, value: i64| {
            keep::set_fact(tx, "left", &value.to_string())?;
            keep::set_fact(tx, "right", &value.to_string())
        };
        write(&store, move |tx| both(tx, 0));
        thread::scope(|scope| {
            let writing = scope.spawn(|| (1..200).for_each(|value| write(&store, move |tx| both(tx, value))));
            while !writing.is_finished() {
                let (left, right) = read(&store, |sql| Ok((keep::fact(sql, "left")?, keep::fact(sql, "right")?)));
                assert_eq!(left, right);
            }
        });
    }

    fn many_who_read_at_once_wait_for_each_other_and_all_are_served(home: &Home) {
        let store = home.open();
        with_parties(&store);
        thread::scope(|scope| {
            for _ in 0..64 {
                let store = &store;
                scope.spawn(move || {
                    let found = read(store, |sql| parties::find(sql, PartyId(id(1))));
                    assert_eq!(found.unwrap().name, "Ada Lovelace");
                });
            }
        });
        if let Place::Postgres(_) = home.place() {
            let count = "select count(*) from pg_stat_activity where datname = current_database()";
            let connections = read(&store, |sql| sql.query(count, &[])).remove(0).int(0).unwrap();
            assert!(connections <= 10, "{connections} connections: one that writes, one that listens and a few that read");
        }
    }

    fn a_read_that_panics_takes_no_place_from_others(home: &Home) {
        let store = home.open();
        for _ in 0..20 {
            let store = store.clone();
            let panicked = thread::spawn(move || {
                let _: Result<(), Error> = store.read(|_| panic!("on purpose"));
            });
            assert!(panicked.join().is_err());
        }
        assert_eq!(read(&store, |sql| events::last(sql)), 0);
    }

    fn a_read_cannot_write(home: &Home) {
        let store = home.open();
        let tried = store.read(|sql| sql.execute("insert into meta (name, value) values ('a', 'b')", &[]));
        assert_eq!(tried, Err(Error::ReadOnly));
    }

    fn what_was_handed_in_is_written_before_the_store_is_closed(home: &Home) {
        let store = home.open();
        let (release, holding) = hold(&store);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for number in 0..50 {
                let handed = Box::pin(store.write(move |tx| keep::set_fact(tx, &format!("fact {number:02}"), "yes")));
                tokio::select! { biased; _ = handed => {} () = std::future::ready(()) => {} }
            }
        });
        drop(release);
        holding.join().unwrap();
        drop(store);
        let store = home.open();
        assert_eq!(facts(&store).len(), 50, "nobody waited for the answers, and all is written");
    }

    fn a_store_can_be_closed_on_the_runtime_and_within_a_write(home: &Home) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let store = home.open();
        read(&store, |sql| events::last(sql));
        runtime.block_on(async { drop(store) });

        let store = home.open();
        let last = store.clone();
        let (release, go) = mpsc::channel::<()>();
        let (ended, end) = mpsc::channel();
        let writing = thread::spawn(move || {
            let inside = store.clone();
            let handed = Box::pin(async move {
                store.write(move |_| {
                    let _ = go.recv();
                    drop(inside);
                    ended.send(()).unwrap();
                    Ok::<_, Error>(())
                }).await
            });
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            // Handed in and given up: the write holds the last clone but one.
            runtime.block_on(async { tokio::select! { biased; _ = handed => {} () = std::future::ready(()) => {} } });
        });
        writing.join().unwrap();
        drop(last);
        release.send(()).unwrap();
        end.recv().unwrap();
    }

    fn bytes_numbers_and_texts_of_all_kinds_read_back(home: &Home) {
        let store = home.open();
        let text = "e\u{301} \u{1F98B} \u{202E} '\"\\ \n\t\r \u{7f}".to_owned();
        let expected = text.clone();
        write(&store, move |tx| {
            tx.sql().execute(
                "insert into idempotency (account, key, digest, status, body, at) values ($4, $1, $2, $5, $3, $6)",
                args![&text, Vec::<u8>::new(), (0..=255).collect::<Vec<u8>>(), id(5), i64::MAX, i64::MIN],
            )
        });
        let row = read(&store, |sql| {
            sql.query("select key, digest, body, account, status, at from idempotency", &[])
        }).remove(0);
        assert_eq!(row.text(0), Ok(expected));
        assert_eq!((row.bytes(1), row.bytes(2)), (Ok(vec![]), Ok((0..=255).collect())));
        assert_eq!((row.id(3), row.int(4), row.int(5)), (Ok(id(5)), Ok(i64::MAX), Ok(i64::MIN)));
    }
}

#[test]
fn arguments_are_known_by_their_numbers_and_not_by_the_order_in_which_they_come() {
    for home in [Home::sqlite(), Home::postgres()] {
        let store = home.open();
        write(&store, |tx| {
            let text = "insert into meta (value, name) values ($2, $1)";
            tx.sql().execute(text, args!["name", "value"])?;
            tx.sql().execute("update meta set value = $2 || $2 where name = $1", args!["name", "twice"])
        });
        assert_eq!(read(&store, |sql: &mut dyn Sql| keep::fact(sql, "name")), Some("twicetwice".to_owned()));
    }
}
