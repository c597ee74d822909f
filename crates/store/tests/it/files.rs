//! Files that wait, are attached, and are gone; those of messages and of notes never meet.

use catena_domain::id::{MessageFileId, MessageId, NoteFileId, NoteId, PartyId};
use catena_store::files::{self, FileRow, OfMessages, OfNotes, Side};
use catena_store::requests;

use crate::harness::samples::{at, id, read, request, with_parties, write};
use crate::harness::{Home, on_both_engines};

fn file<S: Side>(number: u128, holder: u128, second: i64) -> FileRow<S> {
    FileRow {
        id: S::file(id(number)),
        text: None,
        request: Some(request(1).id),
        author: Some(PartyId(id(1))),
        holder: id(holder),
        name: "'; drop table message_file; -- Ünïcode.png".to_owned(),
        kind: "image/png".to_owned(),
        size: 4,
        at: at(second),
    }
}

/// Every byte there is, and a zero in front.
fn all_bytes() -> Vec<u8> {
    (0..=u8::MAX).cycle().take(300_000).collect()
}

on_both_engines! {
    fn a_file_waits_until_it_is_attached_and_is_attached_once(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let (of, child) = (request(1).id, requests::RequestRow { parent: Some(request(1).id), root: request(1).id, ..request(2) });
        let of_child = child.id;
        write(&store, move |tx| {
            requests::save(tx, &request(1))?;
            requests::save(tx, &child)?;
            files::add(tx, &file::<OfMessages>(21, 5, 2), all_bytes())?;
            files::add(tx, &file::<OfMessages>(20, 5, 1), vec![1, 2, 3, 4])?;
            files::add(tx, &FileRow { request: None, author: None, ..file::<OfMessages>(22, 6, 1) }, vec![5])
        });
        let waiting = |holder| read(&store, |sql| files::waiting::<OfMessages>(sql, id(holder)));
        assert_eq!(waiting(5), [file(20, 5, 1), file(21, 5, 2)]);
        assert_eq!(read(&store, |sql| files::of_chain::<OfMessages>(sql, of)), [], "what waits is attached to nothing");
        let attach = |number, to| write(&store, move |tx| {
            files::attach::<OfMessages>(tx, MessageFileId(id(number)), MessageId(id(to)), of_child, PartyId(id(2)))
        });
        assert!(attach(20, 40));
        assert!(!attach(20, 41), "it is attached already");
        assert!(!attach(99, 41));
        let attached = FileRow { text: Some(MessageId(id(40))), request: Some(of_child), author: Some(PartyId(id(2))), ..file(20, 5, 1) };
        assert_eq!(waiting(5), [file(21, 5, 2)]);
        assert_eq!(read(&store, |sql| files::of_chain::<OfMessages>(sql, of)).as_slice(), std::slice::from_ref(&attached));
        assert_eq!(read(&store, |sql| files::find::<OfMessages>(sql, MessageFileId(id(20)))), Some(attached));
        assert_eq!(read(&store, |sql| files::bytes::<OfMessages>(sql, MessageFileId(id(21)))), Some(all_bytes()));
        assert_eq!(read(&store, |sql| files::bytes::<OfMessages>(sql, MessageFileId(id(99)))), None);
    }

    fn what_is_attached_to_notes_is_no_file_of_the_conversation(home: &Home) {
        let store = home.open();
        with_parties(&store);
        let of = request(1).id;
        write(&store, move |tx| {
            requests::save(tx, &request(1))?;
            files::add(tx, &file::<OfNotes>(30, 5, 1), vec![9])?;
            files::attach::<OfNotes>(tx, NoteFileId(id(30)), NoteId(id(50)), of, PartyId(id(2)))
        });
        assert_eq!(read(&store, |sql| files::of_chain::<OfNotes>(sql, of)).len(), 1);
        assert_eq!(read(&store, |sql| files::of_chain::<OfMessages>(sql, of)), []);
        assert_eq!(read(&store, |sql| files::find::<OfMessages>(sql, MessageFileId(id(30)))), None);
        assert_eq!(read(&store, |sql| files::bytes::<OfMessages>(sql, MessageFileId(id(30)))), None);
        let attached = write(&store, move |tx| {
            files::attach::<OfMessages>(tx, MessageFileId(id(30)), MessageId(id(40)), of, PartyId(id(2)))
        });
        assert!(!attached);
    }

    fn only_what_waits_is_discarded_or_swept(home: &Home) {
        let store = home.open();
        let of = request(1).id;
        write(&store, move |tx| {
            for (number, second) in [(20, 1), (21, 1), (22, 1), (23, 5)] {
                files::add(tx, &file::<OfNotes>(number, 5, second), vec![1])?;
            }
            files::attach::<OfNotes>(tx, NoteFileId(id(20)), NoteId(id(50)), of, PartyId(id(2)))
        });
        let discard = |number| write(&store, move |tx| files::discard::<OfNotes>(tx, NoteFileId(id(number))));
        assert_eq!((discard(20), discard(21), discard(21)), (false, true, false));
        write(&store, |tx| files::sweep::<OfNotes>(tx, at(5)));
        let left = |number| read(&store, |sql| files::bytes::<OfNotes>(sql, NoteFileId(id(number)))).is_some();
        assert_eq!([20, 21, 22, 23].map(left), [true, false, false, true]);
        assert_eq!(read(&store, |sql| files::waiting::<OfNotes>(sql, id(5))), [file(23, 5, 5)]);
    }
}
