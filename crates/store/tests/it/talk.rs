//! Messages, notes and drafts.

use catena_domain::id::{AccountId, MessageId, NoteId, PartyId, RequestId};
use catena_store::requests::{self, RequestRow};
use catena_store::talk::{self, Draft, MessageRow, NoteRow};

use crate::harness::samples::{at, id, read, request, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn message(number: u128, of: RequestId, second: i64) -> MessageRow {
    MessageRow {
        id: MessageId(id(number)),
        request: of,
        author: PartyId(id(1)),
        outward: second % 2 == 0,
        at: at(second),
        body: format!("*words* {number}\n\n'; drop table message; --"),
    }
}

fn note(number: u128, of: RequestId, second: i64) -> NoteRow {
    NoteRow { id: NoteId(id(number)), request: of, author: PartyId(id(2)), at: at(second), body: "among us".to_owned() }
}

on_both_engines! {
    fn a_conversation_reads_in_order_and_holds_no_notes(home: &Home) {
        let store = home.open();
        let (of, other) = (request(1).id, request(2).id);
        write(&store, move |tx| {
            talk::add_message(tx, &message(12, of, 4))?;
            talk::add_message(tx, &message(11, of, 3))?;
            talk::add_message(tx, &message(10, of, 4))?;
            talk::add_message(tx, &message(13, other, 1))?;
            talk::add_note(tx, &note(20, of, 2), &[])
        });
        let found = read(&store, |sql| talk::messages(sql, of));
        assert_eq!(found, [message(11, of, 3), message(10, of, 4), message(12, of, 4)]);
        assert_eq!(read(&store, |sql| talk::words_of_message(sql, MessageId(id(11)))), Some(message(11, of, 3).body));
        assert_eq!(read(&store, |sql| talk::words_of_message(sql, MessageId(id(20)))), None, "a note is no message");
    }

    fn a_note_knows_whom_it_mentions(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        write(&store, move |tx| talk::add_note(tx, &note(20, of, 2), &[PartyId(id(7)), PartyId(id(3)), PartyId(id(7))]));
        let mentioned = read(&store, |sql| talk::mentioned(sql, NoteId(id(20))));
        assert_eq!(mentioned, [PartyId(id(3)), PartyId(id(7))]);
        assert_eq!(read(&store, |sql| talk::mentioned(sql, NoteId(id(21)))), []);
    }

    fn notes_of_a_whole_chain_read_in_order(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let root = request(1);
        let child = RequestRow { parent: Some(root.id), root: root.id, ..request(2) };
        let (top, below) = (root.id, child.id);
        write(&store, move |tx| {
            requests::save(tx, &root)?;
            requests::save(tx, &child)?;
            requests::save(tx, &request(3))?;
            talk::add_note(tx, &note(22, below, 5), &[PartyId(id(1)), PartyId(id(1)), PartyId(id(2))])?;
            talk::add_note(tx, &note(21, top, 6), &[])?;
            talk::add_note(tx, &note(23, request(3).id, 1), &[])
        });
        assert_eq!(read(&store, |sql| talk::notes(sql, top)), [note(22, below, 5), note(21, top, 6)]);
        let mentioned = read(&store, |sql| sql.query("select person from mention order by person", &[]));
        assert_eq!(mentioned.len(), 2, "whoever is mentioned twice is mentioned once");
    }

    fn a_mention_waits_until_its_person_looked_at_it(home: &Home) {
        let store = home.open();
        let (me, other) = (PartyId(id(1)), PartyId(id(3)));
        write(&store, move |tx| {
            talk::add_note(tx, &note(20, request(1).id, 2), &[me, other])?;
            talk::add_note(tx, &note(21, request(2).id, 5), &[me])?;
            talk::add_note(tx, &note(22, request(2).id, 6), &[])
        });
        let waiting = |limit| {
            let found = read(&store, |sql| talk::mentions(sql, me, limit));
            found.iter().map(|row| (row.note, row.request)).collect::<Vec<_>>()
        };
        let (first, second) = ((NoteId(id(20)), request(1).id), (NoteId(id(21)), request(2).id));
        assert_eq!((waiting(9), waiting(1)), (vec![second, first], vec![second]));
        let seen = write(&store, move |tx| {
            Ok([
                talk::see_mention(tx, other, NoteId(id(21)), at(9))?,
                talk::see_mention(tx, me, NoteId(id(21)), at(9))?,
                talk::see_mention(tx, me, NoteId(id(21)), at(9))?,
            ])
        });
        assert_eq!(seen, [false, true, false], "only their own, and once");
        assert_eq!(waiting(9), [first]);
        assert_eq!(read(&store, |sql| talk::mentions(sql, other, 9)).len(), 1);
    }

    fn a_draft_is_replaced_and_forgotten_when_it_is_empty(home: &Home) {
        let store = home.open();
        let (me, of) = (AccountId(id(5)), request(1).id);
        let draft = |kind: &str, body: &str| Draft { kind: kind.to_owned(), body: body.to_owned(), changed_at: at(3) };
        let (first, second, third) = (draft("note", "He"), draft("note", "Hello"), draft("message", "Dear"));
        let kept = [third.clone(), second.clone()];
        write(&store, move |tx| {
            [first, second, third].iter().try_for_each(|draft| talk::save_draft(tx, me, of, draft))?;
            talk::save_draft(tx, AccountId(id(6)), of, &Draft { kind: "note".into(), body: "mine".into(), changed_at: at(1) })
        });
        assert_eq!(read(&store, |sql| talk::drafts(sql, me, of)), kept);
        write(&store, move |tx| talk::save_draft(tx, me, of, &Draft { kind: "note".into(), body: String::new(), changed_at: at(4) }));
        assert_eq!(read(&store, |sql| talk::drafts(sql, me, of)), kept[..1]);
    }
}
