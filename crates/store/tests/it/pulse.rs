//! The pulse: what is kept of a wave, and that nothing is left of its ledgers.

use std::fs;

use catena_domain::id::PartyId;
use catena_store::pulse::{self, BatchRows, GivenRow, LedgerRows, Look};
use catena_store::{Error, Place, Sql, Store, backup, examine, parties};
use uuid::Uuid;

use crate::harness::pulse::{KEEPER, batch, hash, issued, over, release, wave};
use crate::harness::samples::{at, id, person, read, write};
use crate::harness::{Home, cluster, on_both_engines};

const ANN: PartyId = PartyId(uuid::Uuid::from_u128(3));
const OTHER: Uuid = Uuid::from_u128(971);

fn launched(home: &Home) -> Store {
    let store = home.open();
    write(&store, |tx| {
        pulse::launch(tx, &wave(1), b"thesecretofthiswave", &issued())?;
        assert!(pulse::hold(tx, wave(1).id, KEEPER)?);
        Ok(())
    });
    store
}

fn written(store: &Store, batch: BatchRows) -> Result<(), Error> {
    store.write_now(move |tx| pulse::write(tx, wave(1).id, KEEPER, &batch))
}

/// All bytes of the files in which a store is kept.
fn bytes(place: &Place) -> Vec<u8> {
    let folder = match place {
        Place::Folder(folder) => folder.clone(),
        Place::Postgres(url) => {
            let mut client = cluster::client(url);
            client.batch_execute("checkpoint").unwrap();
            let row =
                client.query_one("select oid::text from pg_database where datname = current_database()", &[]).unwrap();
            cluster::shared().data().join("base").join(row.get::<_, String>(0))
        }
    };
    fs::read_dir(folder).unwrap().flat_map(|file| fs::read(file.unwrap().path()).unwrap_or_default()).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

on_both_engines! {
    fn waves_are_listed_in_order_and_one_is_open(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            pulse::record(tx, &over(1), &release(1))?;
            pulse::launch(tx, &wave(2), b"secret", &issued())
        });
        assert_eq!(read(&store, |sql| pulse::waves(sql)), [over(1), wave(2)]);
        assert_eq!(read(&store, |sql| pulse::open(sql)), Some(wave(2)));
        assert_eq!(read(&store, |sql| pulse::find(sql, over(1).id)), Some(over(1)));
        assert_eq!(read(&store, |sql| pulse::find(sql, id(1))), None);
        let is_open = |wave| read(&store, |sql| pulse::is_open(sql, wave));
        assert_eq!([over(1).id, wave(2).id, id(1)].map(is_open), [false, true, false]);
        assert_eq!(read(&store, |sql| pulse::secret(sql, wave(2).id)), Some(b"secret".to_vec()));
        let second = store.write_now(|tx| pulse::launch(tx, &wave(3), b"secret", &[]));
        assert!(matches!(second, Err(Error::Conflict(_))), "{second:?}");
        write(&store, |tx| pulse::remind(tx, wave(2).id, at(210)));
        assert_eq!(read(&store, |sql| pulse::open(sql)).unwrap().reminded_at, Some(at(210)));
    }

    fn a_batch_is_written_once_and_whole(home: &Home) {
        let store = launched(home);
        written(&store, batch(1)).unwrap();
        let before = read(&store, |sql| pulse::ledgers(sql));
        let LedgerRows { issued: all, used, answers, comments } = before.clone();
        assert_eq!((all.len(), used.len(), answers.len(), comments.len()), (20, 6, 6, 6));
        assert_eq!(used, (1..=6).map(hash).collect::<Vec<_>>());
        assert_eq!(comments[1].given.as_deref(), Some("wordsofnumber2end"));
        assert_eq!(comments[0], GivenRow { given: None, ..batch(1).comments[0].clone() });
        written(&store, batch(1)).unwrap();
        assert_eq!(read(&store, |sql| pulse::ledgers(sql)), before, "the same batch again changes nothing");
        let mut overlapping = batch(7);
        overlapping.used[0] = hash(6);
        let overlapping = written(&store, overlapping);
        assert!(matches!(overlapping, Err(Error::Conflict(_))), "{overlapping:?}");
        assert_eq!(read(&store, |sql| pulse::ledgers(sql)), before, "a slip does not count twice");
        written(&store, batch(7)).unwrap();
        assert_eq!(read(&store, |sql| pulse::ledgers(sql)).used.len(), 12);
    }

    fn who_took_over_writes_and_nobody_else(home: &Home) {
        let store = launched(home);
        assert!(write(&store, |tx| pulse::hold(tx, wave(1).id, OTHER)));
        let late = written(&store, batch(1));
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        let ended = store.write_now(|tx| pulse::end(tx, KEEPER, &release(1), at(150)));
        assert!(matches!(ended, Err(Error::Conflict(_))), "{ended:?}");
        write(&store, |tx| pulse::write(tx, wave(1).id, OTHER, &batch(1)));
        assert!(!write(&store, |tx| pulse::hold(tx, wave(9).id, KEEPER)), "there is no such wave");
    }

    fn of_a_wave_that_ended_the_release_stays_and_no_byte_of_the_ledgers(home: &Home) {
        let store = launched(home);
        written(&store, batch(1)).unwrap();
        written(&store, batch(7)).unwrap();
        let parts: [&[u8]; 4] = [b"wordsofnumber8end", b"thesecretofthiswave", b"{\"enps\":12}", &[9; 32]];
        let before = bytes(home.place());
        assert!(parts.iter().all(|part| holds(&before, part)), "they stand there until then");
        write(&store, |tx| pulse::end(tx, KEEPER, &release(1), at(150)));
        let nothing = LedgerRows { issued: vec![], used: vec![], answers: vec![], comments: vec![] };
        assert_eq!(read(&store, |sql| pulse::ledgers(sql)), nothing);
        assert_eq!(read(&store, |sql| pulse::secret(sql, wave(1).id)), None);
        assert_eq!(read(&store, |sql| pulse::releases(sql)), [release(1)]);
        assert_eq!(read(&store, |sql| pulse::waves(sql)), [over(1)]);
        pulse::overwrite(home.place()).unwrap();
        let after = bytes(home.place());
        for part in parts {
            assert!(!holds(&after, part), "{} is still there", String::from_utf8_lossy(part));
        }
        let late = written(&store, batch(13));
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    }

    fn a_backup_of_an_open_wave_goes_on_where_it_was_taken(home: &Home) {
        let store = launched(home);
        written(&store, batch(1)).unwrap();
        let before = read(&store, |sql| pulse::ledgers(sql));
        let mut archive = Vec::new();
        backup::backup(home.place(), &mut archive, at(0)).unwrap();
        let there = home.other();
        backup::restore(there.place(), &archive[..]).unwrap();
        let there = there.open();
        assert_eq!(read(&there, |sql| pulse::ledgers(sql)), before);
        assert_eq!(read(&there, |sql| pulse::secret(sql, wave(1).id)), Some(b"thesecretofthiswave".to_vec()));
    }

    fn who_looked_is_kept_the_last_first(home: &Home) {
        let store = home.open();
        write(&store, |tx| {
            parties::save(tx, &person(3, "Ann"))?;
            pulse::record(tx, &over(1), &release(1))?;
            pulse::look(tx, wave(1).id, Look { viewer: ANN, at: at(1) })?;
            pulse::look(tx, wave(1).id, Look { viewer: ANN, at: at(1) })?;
            pulse::look(tx, wave(1).id, Look { viewer: ANN, at: at(2) })
        });
        let looks = |limit| read(&store, |sql| pulse::looks(sql, wave(1).id, limit));
        assert_eq!(looks(10), [Look { viewer: ANN, at: at(2) }, Look { viewer: ANN, at: at(1) }]);
        assert_eq!(looks(1).len(), 1);
    }

    fn ledgers_that_do_not_fit_are_found(home: &Home) {
        let store = launched(home);
        written(&store, batch(1)).unwrap();
        assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
        write(&store, |tx| {
            tx.sql().execute("insert into pulse_used (hash) values ($1)", catena_store::args![hash(99)])?;
            pulse::record(tx, &over(2), &release(2))?;
            tx.sql().execute("delete from pulse_release", &[])?;
            Ok::<_, Error>(())
        });
        let findings = examine(home.place()).unwrap().findings;
        for expected in [
            format!("The wave {} is over and has no release.", wave(2).id),
            format!("The wave {} has slips that were used and never issued.", wave(1).id),
            format!("The wave {} has another number of used slips than of answers.", wave(1).id),
        ] {
            assert!(findings.contains(&expected), "{expected} {findings:?}");
        }
        write(&store, |tx| tx.sql().execute("delete from pulse_wave", &[]));
        let left = format!("The ledgers hold {}, and no wave is open.", batch(1).answers[0].id);
        assert!(examine(home.place()).unwrap().findings.contains(&left));
    }
}

#[test]
fn of_two_nodes_one_takes_the_answers_until_it_ends() {
    let home = Home::postgres();
    let (one, other) = (launched(&home), home.open());
    assert!(!write(&other, |tx| pulse::hold(tx, wave(1).id, OTHER)));
    written(&one, batch(1)).unwrap();
    drop(one);
    assert!(write(&other, |tx| pulse::hold(tx, wave(1).id, OTHER)));
    let late = written(&other, batch(7));
    assert!(matches!(late, Err(Error::Conflict(_))), "the number of the one that ended no longer counts");
    write(&other, |tx| pulse::write(tx, wave(1).id, OTHER, &batch(7)));
}

#[test]
fn the_ledgers_keep_no_number_of_rows() {
    let home = Home::sqlite();
    let store = launched(&home);
    for table in ["pulse_secret", "pulse_issued", "pulse_used", "pulse_answer", "pulse_comment"] {
        let order = |sql: &mut dyn Sql| sql.query(&format!("select rowid from {table}"), &[]);
        assert!(store.read(order).is_err(), "{table}");
    }
}
