//! Backups: one consistent instant, the same from either engine, all or nothing when they come back.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use catena_domain::event::Fact;
use catena_domain::id::PartyId;
use catena_domain::request::Act;
use catena_store::backup::{self, Summary};
use catena_store::parties::{self, PartyRow};
use catena_store::search;
use catena_store::{Error, Place, SCHEMA, examine, keep, requests};

use crate::faults::child;
use crate::harness::samples::{at, begin, event, go_on, id, read, stamp, team, with_parties, write};
use crate::harness::{Home, on_both_engines, shop};

fn taken(home: &Home) -> (Vec<u8>, Summary) {
    let mut archive = Vec::new();
    let summary = backup::backup(home.place(), &mut archive, at(1)).unwrap();
    (archive, summary)
}

fn lines(archive: &[u8]) -> String {
    let mut text = String::new();
    zstd::Decoder::new(archive).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn packed(lines: &str) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 1).unwrap();
    out.write_all(lines.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// The lines with a trailer that fits them.
fn signed(lines: &str) -> String {
    use sha2::Digest;
    let (body, trailer) = lines.trim_end().rsplit_once('\n').unwrap();
    let body = format!("{body}\n");
    let sum: String =
        sha2::Sha256::digest(body.as_bytes()).iter().fold(String::new(), |sum, byte| sum + &format!("{byte:02x}"));
    let mut trailer: serde_json::Value = serde_json::from_str(trailer).unwrap();
    trailer["sha256"] = sum.into();
    format!("{body}{trailer}\n")
}

fn refused(home: &Home, archive: &[u8]) -> String {
    let refused = backup::restore(home.place(), archive).unwrap_err();
    assert!(matches!(refused, Error::BadBackup(_)), "{refused:?}");
    refused.to_string()
}

/// Nothing came into a store: it is as if nobody had tried.
fn is_untouched(home: &Home) {
    if let Some(files) = home.files() {
        assert!(!files.join("catena.db").exists());
    }
    let store = home.open();
    assert_eq!(read(&store, |sql| sql.query("select 1 from event union all select 1 from party", &[])), []);
}

on_both_engines! {
    fn a_store_moves_to_the_other_engine_and_back_and_keeps_every_row(home: &Home) {
        shop::fill(&home.open());
        let (there, back) = (home.other(), home.another());
        let (archive, summary) = taken(home);
        assert_eq!(backup::restore(there.place(), &archive[..]), Ok(summary.clone()));
        let (again, second) = taken(&there);
        assert_eq!(lines(&archive), lines(&again), "the same content gives the same lines");
        assert_eq!(archive, again, "and the same bytes");
        assert_eq!(summary, second);
        backup::restore(back.place(), &again[..]).unwrap();
        let (before, between, after) =
            (shop::everything(home.place()), shop::everything(there.place()), shop::everything(back.place()));
        assert_eq!(before, between);
        assert_eq!(before, after);
        for (table, rows) in &before {
            assert!(!rows.is_empty(), "{table} is empty: this test says nothing about it");
            let schema = usize::from(table == "meta");
            assert_eq!(summary.rows[table] as usize, rows.len() - schema, "{table}");
        }
        assert_eq!(summary.rows.len(), before.len(), "every table is in the backup");
        assert!(examine(there.place()).unwrap().is_sound());
    }

    fn what_was_found_before_is_found_after(home: &Home) {
        shop::fill(&home.open());
        let there = home.other();
        backup::restore(there.place(), &taken(home).0[..]).unwrap();
        let (here, there) = (home.open(), there.open());
        for words in ["ada", "muller", "noon", "901820", "qu", "tulips a"] {
            let before = read(&here, |sql| search::find(sql, words, None, 100));
            assert!(!before.is_empty());
            assert_eq!(read(&there, |sql| search::find(sql, words, None, 100)), before, "{words}");
        }
        write(&there, |tx| tx.append(vec![event(1, Fact::PartyChanged)]));
    }

    fn an_archive_is_lines_that_people_can_read(home: &Home) {
        shop::fill(&home.open());
        let text = lines(&taken(home).0);
        let header: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(header["format"], "catena backup");
        assert_eq!((header["version"].as_i64(), header["schema"].as_i64()), (Some(1), Some(SCHEMA)));
        assert!(text.contains("[\"00000000-0000-0000-0000-000000000001\",\"person\",0,\"Ada Lovelace-Quux\",null,null"));
        assert!(text.contains("[\"demo\",\"no\"]"));
        assert!(!text.contains("[\"schema\","));
    }

    fn rows_may_come_long_before_those_that_they_refer_to(home: &Home) {
        write(&home.open(), |tx| {
            (1..=1_000_u128).rev().try_for_each(|number| {
                let parent = (number < 1_000).then(|| PartyId(id(number + 1)));
                parties::save(tx, &PartyRow { parent, ..team(number, "a department of departments") })
            })
        });
        let there = home.other();
        backup::restore(there.place(), &taken(home).0[..]).unwrap();
        assert_eq!(shop::everything(home.place()), shop::everything(there.place()));
        let orphan = PartyRow { parent: Some(PartyId(id(5_000))), ..team(2_000, "Nowhere") };
        let refused = there.open().write_now(move |tx| parties::save(tx, &orphan));
        assert!(matches!(refused, Err(Error::Conflict(_))), "what was allowed meanwhile is not any more: {refused:?}");
    }

    fn an_empty_store_comes_back_empty(home: &Home) {
        drop(home.open());
        let there = home.other();
        backup::restore(there.place(), &taken(home).0[..]).unwrap();
        is_empty(&there);
        backup::restore(there.place(), &taken(home).0[..]).unwrap();
        is_empty(&there);
    }

    fn a_store_that_was_opened_but_never_used_takes_a_backup_in(home: &Home) {
        shop::fill(&home.open());
        let there = home.other();
        write(&there.open(), |tx| keep::set_fact(tx, "made by", "the first start"));
        backup::restore(there.place(), &taken(home).0[..]).unwrap();
        assert_eq!(shop::everything(home.place()), shop::everything(there.place()));
    }

    fn a_store_with_rows_takes_no_backup_in(home: &Home) {
        shop::fill(&home.open());
        let archive = taken(home).0;
        let before = shop::everything(home.place());
        assert_eq!(backup::restore(home.place(), &archive[..]), Err(Error::NotEmpty));
        assert_eq!(shop::everything(home.place()), before);
        let there = home.other();
        write(&there.open(), |tx| requests::tag(tx, shop::ORDER, "one row"));
        assert_eq!(backup::restore(there.place(), &archive[..]), Err(Error::NotEmpty));
    }

    fn a_store_that_is_open_takes_no_backup_in(home: &Home) {
        shop::fill(&home.open());
        let archive = taken(home).0;
        let there = home.other();
        let store = there.open();
        let held = backup::restore(there.place(), &archive[..]);
        assert!(matches!(held, Err(Error::Held(_))), "{held:?}");
        write(&store, |tx| tx.append(vec![event(1, Fact::PartyAdded)]));
        drop(store);
        assert_eq!(backup::restore(there.place(), &archive[..]), Err(Error::NotEmpty));
    }

    fn nobody_opens_a_store_while_a_backup_comes_in(home: &Home) {
        /// An archive that tries to open the store when half of it was read.
        struct Half<'a> {
            archive: &'a [u8],
            read: usize,
            place: Place,
            tried: bool,
        }
        impl Read for Half<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                if self.read * 2 > self.archive.len() && !self.tried {
                    self.tried = true;
                    let held = catena_store::Store::open(&self.place).err();
                    assert!(matches!(held, Some(Error::Held(_))), "{held:?}");
                }
                let some = buffer.len().min(10_000);
                let count = (&self.archive[self.read..]).read(&mut buffer[..some])?;
                self.read += count;
                Ok(count)
            }
        }
        let store = home.open();
        shop::fill(&store);
        // Enough that it is not read at once, and cannot be packed well.
        write(&store, |tx| {
            use sha2::Digest;
            let blocks = (0..20_000_u32).map(|number| sha2::Sha256::digest(number.to_be_bytes()).to_vec());
            let given = keep::Given { digest: vec![], status: 200, body: blocks.collect::<Vec<_>>().concat() };
            keep::remember(tx, shop::OF_CAROL, "large", &given, at(1))
        });
        drop(store);
        let (archive, there) = (taken(home).0, home.other());
        let mut half = Half { archive: &archive, read: 0, place: there.place().clone(), tried: false };
        backup::restore(there.place(), &mut half).unwrap();
        assert!(half.tried);
        there.open();
    }

    fn a_backup_that_was_cut_off_leaves_nothing(home: &Home) {
        shop::fill(&home.open());
        let (archive, text) = (taken(home).0, lines(&taken(home).0));
        let there = home.other();
        for length in [0, 1, 4, 20, archive.len() / 2, archive.len() - 5, archive.len() - 1] {
            let said = refused(&there, &archive[..length]);
            assert!(said.contains("too early") || said.contains("no backup"), "{length}: {said}");
        }
        let whole: Vec<&str> = text.lines().collect();
        for count in [0, 1, 2, 3, 30, whole.len() - 2, whole.len() - 1] {
            refused(&there, &packed(&format!("{}\n", whole[..count].join("\n"))));
        }
        is_untouched(&there);
    }

    fn a_damaged_backup_leaves_nothing(home: &Home) {
        shop::fill(&home.open());
        let (archive, text) = (taken(home).0, lines(&taken(home).0));
        let there = home.other();
        for place in (8..archive.len()).step_by(archive.len() / 20) {
            let mut damaged = archive.clone();
            damaged[place] ^= 0x10;
            refused(&there, &damaged);
        }
        // Damage that the compression does not notice.
        for (from, to) in [("Ada Lovelace-Quux", "Eve Lovelace-Quux"), ("\"demo\",\"no\"", "\"demo\",\"yes\""), ("sha256\":\"", "sha256\":\"0")] {
            assert!(text.contains(from));
            assert!(refused(&there, &packed(&text.replacen(from, to, 1))).contains("checksum"), "{from}");
        }
        is_untouched(&there);
    }

    fn lines_that_fit_their_checksum_and_not_the_store_leave_nothing(home: &Home) {
        shop::fill(&home.open());
        let text = lines(&taken(home).0);
        let there = home.other();
        let person = text.lines().find(|line| line.contains("\"Bea Müller\"")).unwrap();
        let handle = text.lines().find(|line| line.contains("bea@example.org") && line.contains("email")).unwrap();
        for (what, changed) in [
            ("a row twice", text.replacen(person, &format!("{person}\n{person}"), 1)),
            ("a row of nobody", text.replacen(&format!("{person}\n"), "", 1)),
            ("a value of another kind", text.replacen("\"Bea Müller\"", "7", 1)),
            ("a value too few", text.replacen("\"Bea Müller\",", "", 1)),
            ("no id", text.replacen(&handle[2..38], "nonsense", 1)),
            ("a table of another name", text.replacen("{\"table\":\"handle\"", "{\"table\":\"handles\"", 1)),
            ("a column of another name", text.replacen("[\"evidence\",\"text\"]", "[\"proof\",\"text\"]", 1)),
            ("no JSON", text.replacen(person, "[what is this", 1)),
        ] {
            assert_ne!(text, changed, "{what}");
            refused(&there, &packed(&signed(&changed)));
        }
        refused(&there, &packed(&format!("{text}{person}\n")));
        is_untouched(&there);
        backup::restore(there.place(), &packed(&signed(&text))[..]).unwrap();
    }

    fn what_is_no_backup_or_a_newer_one_is_refused_in_plain_words(home: &Home) {
        assert!(refused(home, b"PK\x03\x04").contains("no backup of Catena"));
        assert!(refused(home, b"").contains("no backup of Catena"));
        assert!(refused(home, &packed("{\"format\":\"something else\"}\n")).contains("no backup of Catena"));
        assert!(refused(home, &packed("hello\n")).contains("no backup of Catena"));
        assert!(refused(home, &packed("{\"format\":\"catena backup\",\"version\":2}\n")).contains("newer"));
        let newer = "{\"format\":\"catena backup\",\"version\":1,\"schema\":999,\"catena\":\"9.0.0\",\"at\":\"2030-01-01T00:00:00Z\"}\n";
        let refused = backup::restore(home.place(), &packed(newer)[..]);
        assert_eq!(refused, Err(Error::Newer { found: 999, known: SCHEMA }));
        is_untouched(home);
    }

    fn there_is_no_backup_of_a_store_that_is_not_there(home: &Home) {
        let none = backup::backup(home.place(), Vec::new(), at(1));
        assert!(matches!(none, Err(Error::Unreachable(_))), "{none:?}");
        if let Some(files) = home.files() {
            assert!(!files.exists(), "nothing is made by looking");
        }
    }

    fn a_disk_that_is_full_is_told_from_other_troubles(home: &Home) {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        shop::fill(&home.open());
        assert_eq!(backup::backup(home.place(), Full, at(1)), Err(Error::Full));
    }

    fn a_backup_taken_while_eight_threads_write_is_of_one_instant(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let over = AtomicBool::new(false);
        let archives: Vec<Vec<u8>> = thread::scope(|scope| {
            for writer in 0..8_u128 {
                let (store, over) = (store.clone(), &over);
                scope.spawn(move || {
                    for number in 0.. {
                        if over.load(Ordering::Relaxed) {
                            break;
                        }
                        let root = 1_000_000 * (writer + 1) + number;
                        let mut chain = write(&store, move |tx| begin(tx, root, 1));
                        for act in [Act::Accept, Act::Finish] {
                            let events = chain.act(chain.root().id(), act, &[], stamp(root + 500_000, 2, 2)).unwrap();
                            let now = chain.clone();
                            write(&store, move |tx| go_on(tx, &now, events));
                        }
                    }
                });
            }
            let mut progress = store.progress();
            let archives = (0..4).map(|_| {
                let enough = *progress.borrow() + 40;
                tokio::runtime::Builder::new_current_thread().build().unwrap()
                    .block_on(progress.wait_for(|last| *last >= enough)).unwrap();
                taken(home).0
            }).collect();
            over.store(true, Ordering::Relaxed);
            archives
        });
        let mut last = 0;
        for archive in archives {
            let there = home.another();
            let summary = backup::restore(there.place(), &archive[..]).unwrap();
            let report = examine(there.place()).unwrap();
            assert_eq!(report.findings, [""; 0], "its chains say what its lists say");
            assert!(report.chains > 0 && summary.rows["event"] > last);
            last = summary.rows["event"];
        }
    }
}

#[test]
fn a_backup_taken_while_another_process_writes_is_of_one_instant() {
    for home in [Home::sqlite(), Home::postgres()] {
        drop(home.open());
        let mut child = child::start(home.place(), &[("THREADS", "8")]);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        for round in 1..=3_i64 {
            while acknowledged < round * 50 {
                let line = lines.next().unwrap().unwrap();
                acknowledged += i64::from(child::acknowledgement(&line).is_some());
            }
            let there = home.another();
            let summary = backup::restore(there.place(), &taken(&home).0[..]).unwrap();
            // Each write of the child is a fact and an event.
            assert!(summary.rows["event"] >= round * 50);
            assert_eq!(summary.rows["event"], summary.rows["meta"]);
            assert!(examine(there.place()).unwrap().is_sound());
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn a_backup_and_its_return_take_no_more_memory_than_a_few_rows() {
    let home = Home::sqlite();
    let store = home.open();
    for number in 0..100_u8 {
        let body = vec![number; 1_000_000];
        write(&store, move |tx| {
            let given = keep::Given { digest: vec![], status: 200, body };
            keep::remember(tx, shop::OF_ADA, &number.to_string(), &given, at(1))
        });
    }
    drop(store);
    let archive = home.folder().join("archive");
    for (home, role) in [(&home, "backup"), (&home.another(), "restore"), (&home.other(), "restore")] {
        let peak = child::peak(home.place(), role, &archive);
        assert!(peak < 80_000, "{role} took {peak} kB for 100 MB");
    }
}

fn is_empty(home: &Home) {
    let rows = shop::everything(home.place());
    assert!(rows.iter().all(|(table, rows)| table == "meta" || rows.is_empty()), "{rows:?}");
}
