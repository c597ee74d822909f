//! The doctor finds what is wrong, says it plainly, and changes nothing.

use std::fs;

use catena_domain::id::{NoteId, PartyId};
use catena_store::talk::{self, NoteRow};
use catena_store::{Error, Place, SCHEMA, examine, requests, search};

use crate::harness::samples::{at, id, keep, read, request, write};
use crate::harness::shop::{self, BINDING, ORDER};
use crate::harness::{Home, on_both_engines};

/// Breaks a store behind its back, and returns what the doctor says of it.
fn after(home: &Home, breaking: &'static str) -> Vec<String> {
    let store = home.open();
    shop::fill(&store);
    write(&store, move |tx| tx.sql().batch(breaking));
    examine(home.place()).unwrap().findings
}

on_both_engines! {
    fn a_sound_store_is_sound_also_while_it_is_open(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        let report = examine(home.place()).unwrap();
        assert_eq!(report.findings, [""; 0]);
        assert!(report.is_sound());
        assert_eq!((report.schema, report.chains, report.rows["request"]), (SCHEMA, 2, 3));
        let tables = read(&store, |sql| Ok(shop::tables(sql)));
        assert_eq!(report.rows.keys().cloned().collect::<Vec<_>>(), tables, "every table is counted");
    }

    fn looking_changes_nothing(home: &Home) {
        shop::fill(&home.open());
        let before = shop::everything(home.place());
        examine(home.place()).unwrap();
        assert_eq!(shop::everything(home.place()), before);
    }

    fn a_store_that_is_not_there_is_not_made_by_looking(home: &Home) {
        assert!(matches!(examine(home.place()), Err(Error::Unreachable(_))));
        assert!(home.files().is_none_or(|files| !files.exists()));
    }

    fn a_gap_in_the_record_is_found(home: &Home) {
        let findings = after(home, "update event set seq = 99 where kind = 'party_added'");
        assert_eq!(findings, ["From number 1 on the record has 10 events up to number 99: some are missing."]);
    }

    fn lists_that_say_something_else_than_the_record_are_found(home: &Home) {
        let of = BINDING.0;
        for (breaking, what) in [
            ("update request set status = 'accepted' where parent is not null", "status"),
            ("update request set provider = customer where parent is not null", "provider"),
            ("update request set done_at = done_at + 1 where parent is not null", "end"),
            ("update request set accepted_at = null where parent is not null", "acceptance"),
            ("update request set is_open = 1 where parent is not null", "openness"),
            ("update request set priority = 9 where parent is not null", "priority"),
        ] {
            let findings = after(&home.another(), breaking);
            assert_eq!(findings, [format!("Lists say another {what} of the request {of} than its events.")]);
        }
    }

    fn requests_without_events_and_events_without_requests_are_found(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| {
            keep(tx, &request(900))?;
            tx.sql().batch("delete from request where parent is not null")
        });
        let findings = examine(home.place()).unwrap().findings;
        for expected in [
            format!("The chain {} has no events.", request(900).id.0),
            format!("The request {} has events and stands in no list.", BINDING.0),
            format!("There is a subject for the request {}, which is not there.", BINDING.0),
        ] {
            assert!(findings.contains(&expected), "{expected} {findings:?}");
        }
    }

    fn texts_and_requests_that_have_lost_each_other_are_found(home: &Home) {
        let store = home.open();
        shop::fill(&store);
        write(&store, |tx| {
            let lost = NoteRow { id: NoteId(id(990)), request: request(991).id, author: PartyId(id(3)), at: at(1), body: String::new() };
            talk::add_note(tx, &lost, &[])?;
            requests::tag(tx, request(992).id, "lost")?;
            tx.sql().execute("delete from request_text where request = $1", catena_store::args![ORDER])?;
            search::remove(tx, ORDER.0)
        });
        let findings = examine(home.place()).unwrap().findings;
        assert_eq!(findings, [
            format!("The request {} has no subject.", ORDER.0),
            format!("The note {} belongs to a request that is not there.", id(990)),
            format!("The request {} is not there and has a tag.", request(992).id.0),
        ]);
    }

    fn files_without_their_bytes_or_what_they_are_attached_to_are_found(home: &Home) {
        let lost = |number| format!("The file {} has lost its bytes, or some of them.", id(number));
        let findings = after(&home.another(), "delete from message_file_bytes where file in (select id from message_file where message is null)");
        assert_eq!(findings, [lost(97)]);
        let findings = after(&home.another(), "update note_file set size = 7, note = null");
        assert_eq!(findings, [lost(98), lost(99)]);
        let strange = "update message_file set message = request where message is not null; update note_file set note = request";
        let findings = after(home, strange);
        assert_eq!(findings.iter().filter(|finding| finding.ends_with("belongs to a message that is not there.")).count(), 2);
        assert_eq!(findings.iter().filter(|finding| finding.ends_with("belongs to a note that is not there.")).count(), 2);
    }

    fn answers_and_words_that_have_lost_each_other_are_found(home: &Home) {
        let findings = after(&home.another(), "update survey_ask set request = act where request is not null");
        assert_eq!(findings[0], format!("The question {} was asked about a request that is not there.", id(910)), "{findings:?}");
        let findings = after(&home.another(), "delete from review");
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].starts_with("There are words about "), "{findings:?}");
        let lost = "delete from feedback_words where customer in (select customer from customer_owner)";
        assert_eq!(after(&home.another(), lost), [format!("The answer {} has no text, and should.", id(910))]);
        let findings = after(home, "delete from survey_answer");
        assert_eq!(findings, [910, 911].map(|number| format!("The question {} was answered and has no answers.", id(number))));
    }

    fn a_search_that_knows_too_much_or_too_little_is_found(home: &Home) {
        let findings = after(home, "delete from message where body like 'Dear%'; delete from search_entry where entry = 1");
        let says = |begin: &str| findings.iter().any(|finding| finding.starts_with(begin));
        assert!(says("The search knows words of the text 1, which is not there."), "{findings:?}");
        assert!(says(&format!("The search knows {}, of which there is no text.", id(41))), "{findings:?}");
        let lost = match home.place() {
            Place::Folder(_) => "delete from search where rowid = 2",
            Place::Postgres(_) => "delete from search where entry = 2",
        };
        let findings = after(&home.another(), lost);
        assert_eq!(findings, ["The text 2 cannot be found: the search has lost its words."]);
    }

    fn an_event_that_cannot_be_read_is_found_and_the_rest_is_looked_at(home: &Home) {
        let findings = after(home, "update event set data = '{}' where seq = 2; update request set priority = 7 where number = 50");
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].starts_with(&format!("The chain {} cannot be rebuilt", ORDER.0)), "{findings:?}");
        assert!(findings[1].starts_with("Lists say another priority"), "{findings:?}");
    }

    fn tables_that_are_missing_changed_or_strange_are_found(home: &Home) {
        assert_eq!(after(&home.another(), "create table theirs (a text)"), ["The table theirs does not belong to Catena."]);
        assert_eq!(after(&home.another(), "drop table follower"), ["The table follower is missing."]);
        let added = after(home, "alter table tag add column more text");
        assert_eq!(added, ["The table tag has other columns than it should."]);
    }

    fn what_happens_a_thousand_times_is_told_twenty_times_and_counted(home: &Home) {
        let store = home.open();
        write(&store, |tx| (0..1_000).try_for_each(|number| requests::tag(tx, request(number).id, "lost")));
        let findings = examine(home.place()).unwrap().findings;
        assert_eq!(findings.len(), 21);
        assert_eq!(findings[20], "The same is wrong 980 times more.");
    }
}

#[test]
fn a_damaged_file_is_found() {
    let home = Home::sqlite();
    shop::fill(&home.open());
    let file = home.files().unwrap().join("catena.db");
    let mut bytes = fs::read(&file).unwrap();
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    // Somewhere in the middle a page is overwritten.
    let middle = bytes.len() / size / 2;
    bytes[middle * size..(middle + 3) * size].fill(0x55);
    fs::write(&file, bytes).unwrap();
    match examine(home.place()) {
        Ok(report) => {
            assert!(report.findings.iter().any(|finding| finding.contains("damaged")), "{:?}", report.findings);
        }
        Err(error) => assert!(matches!(error, Error::Database(_)), "{error}"),
    }
}

#[test]
fn rows_that_refer_to_nothing_are_found() {
    let home = Home::sqlite();
    let store = home.open();
    shop::fill(&store);
    write(&store, |tx| {
        tx.sql().batch(
            "commit; pragma foreign_keys = off; begin immediate; delete from party where id = x'00000000000000000000000000000004'; \
             commit; pragma foreign_keys = on; begin immediate; savepoint job",
        )
    });
    let findings = examine(home.place()).unwrap().findings;
    assert!(
        findings.contains(&"1 rows of handle refer to rows of party that are not there.".to_owned()),
        "{findings:?}"
    );
}
