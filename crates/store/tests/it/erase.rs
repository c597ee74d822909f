//! Erasing a person: no byte of their name, address or words stays, and every count does.

use std::fs;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use catena_domain::event::Fact;
use catena_domain::id::{MessageFileId, MessageId, PartyId, RequestId};
use catena_store::files::{self, OfMessages, OfNotes};
use catena_store::talk::MessageRow;
use catena_store::{
    Place, Store, accounts, args, backup, erase, examine, identities, keep, outbox, parties, requests, search, talk,
};
use proptest::prelude::*;

use crate::harness::samples::{at, begin, event, id, keep as keep_request, person, read, request, with_parties, write};
use crate::harness::shop::{self, ADA, BEA, BINDING, CAROL, OF_ADA, OF_CAROL, ORDER, OTHER};
use crate::harness::{Home, cluster, on_both_engines};

/// What was Ada's alone; also as the search keeps it.
const HERS: &[&str] = &[
    "lovelace",
    "quux",
    "901820",
    "sesquipedalian",
    "floccinaucinihilipilification",
    "antidisestablishmentarianism",
    "$argon2id$ of ada",
    "secret of ada",
    "browser of ada",
    "token of ada",
    "what ada looks at",
    "pseudopseudohypoparathyroidism",
    "honorificabilitudinitatibus",
    "incomprehensibilities",
    "hippopotomonstrosesquippedaliophobia",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "supercalifragilistic",
    "eellogofusciouhipoppokunurious",
    "taumatawhakatangihanga",
];

/// What is Bea's or Carol's and stays.
const OF_OTHERS: &[&str] = &[
    "bea@example.org",
    "the radar is not",
    "tomorrow at noon",
    "tulips",
    "two hundred roses",
    "the back door",
    "with a ribbon",
    "about the orchids",
    "in the place of",
];

/// All bytes that the store keeps, but for the log of a server.
fn bytes_of(place: &Place) -> Vec<u8> {
    let mut bytes = Vec::new();
    match place {
        Place::Folder(folder) => gather(folder, &mut bytes),
        Place::Postgres(url) => {
            let mut client = cluster::client(url);
            client.batch_execute("checkpoint").unwrap();
            let row =
                client.query_one("select oid::text from pg_database where datname = current_database()", &[]).unwrap();
            gather(&cluster::shared().data().join("base").join(row.get::<_, String>(0)), &mut bytes);
        }
    }
    bytes
}

fn gather(folder: &Path, bytes: &mut Vec<u8>) {
    for file in fs::read_dir(folder).unwrap() {
        bytes.extend(fs::read(file.unwrap().path()).unwrap());
    }
}

fn unpacked(place: &Place) -> Vec<u8> {
    let mut archive = Vec::new();
    backup::backup(place, &mut archive, at(0)).unwrap();
    let mut bytes = Vec::new();
    zstd::Decoder::new(&archive[..]).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn holds(bytes: &[u8], words: &str) -> bool {
    let small = bytes.to_ascii_lowercase();
    let found = |wanted: &[u8]| small.windows(wanted.len()).any(|window| window == wanted);
    let wide: Vec<u8> = words.bytes().flat_map(|byte| [byte, 0]).collect();
    found(words.as_bytes()) || found(&wide)
}

/// Bytes stand in a backup in another alphabet.
fn archive_holds(archive: &[u8], words: &str) -> bool {
    holds(archive, words) || holds(archive, &BASE64.encode(words).to_lowercase())
}

fn counts(store: &Store) -> Vec<i64> {
    read(store, |sql| {
        let tables = [
            "request",
            "request_text",
            "event",
            "message",
            "note",
            "party",
            "account",
            "tag",
            "tracking",
            "note_file",
            "outbox",
            "survey_ask",
            "survey_answer",
            "feedback_words",
            "review",
            "heard",
            "outcome",
        ];
        tables.iter().map(|table| sql.query(&format!("select count(*) from {table}"), &[])?[0].int(0)).collect()
    })
}

/// As the engine itself does every now and then.
fn take_samples(place: &Place) {
    if let Place::Postgres(url) = place {
        cluster::client(url).batch_execute("analyze").unwrap();
    }
}

on_both_engines! {
    fn no_byte_of_an_erased_person_stays_in_files_or_new_backups_and_every_count_does(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        take_samples(home.place());
        let before = counts(&store);
        let (bytes, archive) = (bytes_of(home.place()), unpacked(home.place()));
        for words in HERS.iter().chain(OF_OTHERS) {
            assert!(holds(&bytes, words), "the files hold {words} before");
            assert!(archive_holds(&archive, words) || words.starts_with("secret"), "a backup holds {words} before");
        }
        assert!(write(&store, |tx| erase::erase_party(tx, ADA, at(900))));
        // A backup and a reader that are at work do not keep the bytes alive for ever.
        read(&store, |sql| sql.query("select 1 from party", &[]));
        erase::after_erasure(home.place()).unwrap();
        take_samples(home.place());
        let (bytes, archive) = (bytes_of(home.place()), unpacked(home.place()));
        for words in HERS {
            assert!(!holds(&bytes, words), "the files hold {words}");
            assert!(!archive_holds(&archive, words), "a backup holds {words}");
        }
        for words in OF_OTHERS {
            assert!(archive_holds(&archive, words), "{words} was not hers");
        }
        assert_eq!(counts(&store), before);
        assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
        drop(store);
        let bytes = bytes_of(home.place());
        assert!(HERS.iter().all(|words| !holds(&bytes, words)), "nor when it is closed");
    }

    fn an_erased_person_is_a_row_without_a_name_who_cannot_sign_in(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        let row = read(&store, |sql| parties::find(sql, ADA)).unwrap();
        assert_eq!((row.name.as_str(), row.closed, row.erased_at, row.revision), ("", true, Some(at(900)), 2));
        assert_eq!(read(&store, |sql| parties::handles(sql, ADA)), []);
        let account = read(&store, |sql| accounts::find(sql, OF_ADA)).unwrap();
        assert_eq!((account.password, account.secret, account.closed), (None, None, true));
        assert_eq!(account.login, format!("erased-{}", OF_ADA.0));
        assert_eq!(read(&store, |sql| accounts::sessions(sql, OF_ADA)), []);
        assert_eq!(read(&store, |sql| accounts::tokens(sql, OF_ADA)), []);
        assert_eq!(read(&store, |sql| identities::of_account(sql, OF_ADA)), []);
        assert_eq!(read(&store, |sql| accounts::recovery_codes_left(sql, OF_ADA)), 0);
        assert_eq!(read(&store, |sql| talk::drafts(sql, OF_ADA, ORDER)), []);
        assert_eq!(read(&store, |sql| keep::followers(sql, ORDER)), [CAROL]);
        assert!(read(&store, |sql| keep::trackings(sql, ORDER))[0].revoked_at.is_some());
        for words in ["ada love", "lovelace", "quux", "sesquipedalian", "901820"] {
            assert_eq!(read(&store, |sql| search::find(sql, words, None, 10)), [], "{words}");
        }
    }

    fn what_others_wrote_stays_but_for_the_name_and_the_addresses(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        let bodies = |of| read(&store, |sql| talk::messages(sql, of)).into_iter().map(|m| m.body).collect::<Vec<_>>();
        assert_eq!(bodies(ORDER), ["", "Dear …, tomorrow at noon. We write to … then."]);
        assert_eq!(bodies(OTHER), ["I want what … had"]);
        let notes: Vec<String> = read(&store, |sql| talk::notes(sql, ORDER)).into_iter().map(|note| note.body).collect();
        assert_eq!(notes, ["… is picky; the radar is not, adage", ""]);
        let subject = |of| read(&store, |sql| requests::find(sql, of)).unwrap().subject;
        assert_eq!((subject(ORDER), subject(BINDING)), (String::new(), "Bind what … wants".to_owned()));
        assert_eq!(read(&store, |sql| requests::details(sql, OTHER)), "as … had them, call …");
        assert_eq!(read(&store, |sql| talk::drafts(sql, OF_CAROL, ORDER))[0].body, "Dear …, once more");
        let views = read(&store, |sql| keep::views(sql, CAROL));
        assert_eq!(views.iter().map(|view| view.query.as_str()).collect::<Vec<_>>(), ["q=…"]);
        let found = |words: &'static str| read(&store, |sql| search::count(sql, words, 10));
        assert_eq!((found("noon"), found("radar"), found("tulips"), found("twelve")), (1, 1, 1, 1));
        let notices = read(&store, |sql| outbox::list(sql, &outbox::Filter::default(), None, 10));
        let told: Vec<_> = notices.iter().map(|row| (row.address.as_str(), row.subject.as_str(), row.state.as_str())).collect();
        assert_eq!(told, [("carol@example.org", "Roses for …", "waiting"), ("", "", "not_sent"), ("", "", "not_sent")]);
        assert_eq!(notices[1].reason.as_deref(), Some("erased"), "what is about her requests is not sent any more");
        assert_eq!(read(&store, |sql| outbox::choice(sql, OF_ADA)), outbox::Choice::default());
    }

    fn what_an_erased_person_attached_is_gone_and_what_others_attached_loses_their_name(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        let told: Vec<_> = read(&store, |sql| files::of_chain::<OfMessages>(sql, ORDER)).into_iter().map(|file| file.name).collect();
        assert_eq!(told, ["", "Offer for ….pdf"]);
        let noted: Vec<_> = read(&store, |sql| files::of_chain::<OfNotes>(sql, ORDER)).into_iter().map(|file| file.name).collect();
        assert_eq!(noted, ["Back of ….jpg", ""]);
        let bytes = |number| read(&store, |sql| files::bytes::<OfMessages>(sql, MessageFileId(id(number))));
        assert_eq!((bytes(95), bytes(97)), (None, None));
        assert_eq!(bytes(96).as_deref(), Some(&b"two hundred roses"[..]));
        assert_eq!(read(&store, |sql| files::waiting::<OfMessages>(sql, OF_ADA.0)), []);
        let found = |words: &'static str| read(&store, |sql| search::count(sql, words, 10));
        assert_eq!((found("family"), found("offer"), found("offer ada"), found("plan lovelace")), (0, 1, 0, 0));
    }

    fn a_call_that_is_repeated_after_an_erasure_is_not_done_twice(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        let given = read(&store, |sql| keep::given(sql, OF_CAROL, "key")).unwrap();
        assert_eq!((given.status, given.body), (201, vec![]));
        assert_eq!(read(&store, |sql| keep::given(sql, OF_ADA, "key")), None);
    }

    fn a_colleague_who_is_erased_takes_their_words_and_leaves_those_of_customers(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let before = counts(&store);
        write(&store, |tx| erase::erase_party(tx, CAROL, at(900)));
        let bodies: Vec<String> = read(&store, |sql| talk::messages(sql, ORDER)).into_iter().map(|m| m.body).collect();
        assert_eq!(bodies, ["When will my sesquipedalian roses come? Ada", ""]);
        let subject = |of| read(&store, |sql| requests::find(sql, of)).unwrap().subject;
        assert_eq!((subject(ORDER).as_str(), subject(BINDING).as_str()), ("Roses for Ada Lovelace-Quux", ""));
        assert_eq!(counts(&store), before);
    }

    fn nobody_is_erased_who_is_not_there_and_twice_is_once(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        assert!(!write(&store, |tx| erase::erase_party(tx, PartyId(id(999)), at(900))));
        write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
        assert!(write(&store, |tx| erase::erase_party(tx, ADA, at(901))));
        assert_eq!(read(&store, |sql| parties::find(sql, BEA)).unwrap().name, "Bea Müller");
        assert_eq!(read(&store, |sql| search::count(sql, "muller", 10)), 1);
    }

    fn common_words_of_a_name_are_taken_out_of_its_own_chains_alone(home: &Home) {
        let store = home.open();
        with_parties(&store);
        write(&store, |tx| {
            parties::save(tx, &person(1, "Rose de la Cruz"))?;
            parties::save(tx, &person(3, "Bo"))?;
            let of_bo = catena_store::requests::RequestRow { customer: PartyId(id(3)), asked_by: PartyId(id(3)), ..request(2) };
            keep_request(tx, &request(1))?;
            keep_request(tx, &of_bo)?;
            for (number, request) in [(5, request(1)), (6, of_bo)] {
                let body = "Rose, a rose is de la rose; ask rose de la cruz, roses".to_owned();
                let row = MessageRow { id: MessageId(id(number)), request: request.id, author: PartyId(id(2)), outward: true, at: at(1), body };
                talk::add_message(tx, &row)?;
            }
            erase::erase_party(tx, PartyId(id(1)), at(9))
        });
        let body = |of: RequestId| read(&store, |sql| talk::messages(sql, of)).remove(0).body;
        assert_eq!(body(request(1).id), "…, a … is de la …; ask …, roses");
        assert_eq!(body(request(2).id), "Rose, a rose is de la rose; ask …, roses");
    }

    fn bytes_go_wherever_they_stood_among_many_rows(home: &Home) {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 3, ..ProptestConfig::default() });
        let texts = prop::collection::vec((0_usize..3, 1_usize..3_000, 0_usize..4), 60..220);
        runner.run(&texts, |texts| {
            let home = home.another();
            let store = home.open();
            with_parties(&store);
            let many = texts.clone();
            write(&store, |tx| {
                for number in 1..=3 {
                    parties::save(tx, &person(number + 10, "somebody"))?;
                }
                begin(tx, 500, 1)
            });
            let of = RequestId(id(500));
            for (number, (author, length, kind)) in many.into_iter().enumerate() {
                write(&store, move |tx| {
                    let secret = format!("hushed{author} ").repeat(length / 8 + 1);
                    let author = PartyId(id(author as u128 + 11));
                    let number = number as u128 + 1_000;
                    let row = MessageRow { id: MessageId(id(number * 7_919 % 10_007)), request: of, author, outward: false, at: at(1), body: secret.clone() };
                    talk::add_message(tx, &row)?;
                    if kind > 0 {
                        search::put(tx, search::Kind::Message, row.id.0, None, author, &format!("{secret} word{number}"))?;
                    }
                    if kind > 1 {
                        let handle = parties::Handle { id: id(number), party: author, kind: "email".into(), value: format!("{}@example.org", &secret[..7]), evidence: secret, added_at: at(1) };
                        parties::add_handle(tx, &handle)?;
                    }
                    tx.append(vec![event(number, Fact::PartyAdded)])
                });
            }
            assert!(["hushed0", "hushed1", "hushed2"].iter().any(|words| holds(&bytes_of(home.place()), words)));
            for author in 0..3_u128 {
                write(&store, move |tx| erase::erase_party(tx, PartyId(id(author + 11)), at(9)));
            }
            erase::after_erasure(home.place()).unwrap();
            prop_assert!(!holds(&bytes_of(home.place()), "hushed"), "something is left");
            prop_assert_eq!(examine(home.place()).unwrap().findings, [""; 0]);
            Ok(())
        }).unwrap();
    }
}

#[test]
fn a_reader_of_an_old_state_is_waited_for_and_not_overlooked() {
    let home = Home::postgres();
    let store = home.open();
    shop::fill(&store);
    let Place::Postgres(url) = home.place() else { unreachable!() };
    let mut reader = cluster::client(url);
    reader.batch_execute("begin isolation level repeatable read; select 1 from party").unwrap();
    write(&store, |tx| erase::erase_party(tx, ADA, at(900)));
    std::thread::scope(|scope| {
        let after = scope.spawn(|| erase::after_erasure(home.place()));
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' \
                     and pid <> pg_backend_pid()";
        while read(&store, |sql| sql.query(waits, args![]))[0].int(0).unwrap() == 0 {}
        reader.batch_execute("rollback").unwrap();
        after.join().unwrap().unwrap();
    });
    assert!(!holds(&bytes_of(home.place()), "sesquipedalian"));
}
