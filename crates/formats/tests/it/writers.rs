//! What is written and read again is what was there before, in every format.

use std::fs;

use catena_analysis::{Fault, Handoff, Handoffs};
use catena_formats::{read, write};
use proptest::prelude::*;

use crate::golden;

type Writer = fn(&Handoffs, &mut Vec<u8>) -> std::io::Result<()>;

const NATIVE: (&str, Writer) = ("chains.csv", |handoffs, into| write::native_csv(handoffs, into));
const OCEL: (&str, Writer) = ("chains.json", |handoffs, into| write::ocel_json(handoffs, into));
const XES: (&str, Writer) = ("chains.xes", |handoffs, into| write::xes(handoffs, into));
const FORMATS: [(&str, Writer); 3] = [NATIVE, OCEL, XES];

fn bytes(handoffs: &Handoffs, writer: Writer) -> Vec<u8> {
    let mut bytes = Vec::new();
    writer(handoffs, &mut bytes).unwrap();
    bytes
}

fn reread(name: &str, bytes: &[u8]) -> Handoffs {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&[path], None, &()).unwrap_or_else(|error| panic!("{error}")).handoffs
}

/// Every hand-off with its attributes, without where it stood, in the order of ids.
fn content(handoffs: &Handoffs) -> Vec<String> {
    let mut rows: Vec<String> = (0..handoffs.len())
        .map(|row| {
            let handoff = Handoff { line: 0, ..handoffs.get(row) };
            let mut attributes: Vec<(&str, &str)> = handoffs
                .attributes()
                .iter()
                .filter_map(|attribute| Some((attribute.name.as_str(), attribute.value(row)?)))
                .collect();
            attributes.sort_unstable();
            format!("{handoff:?} {attributes:?}")
        })
        .collect();
    rows.sort_unstable();
    rows
}

#[test]
fn each_format_is_written_as_its_golden_file_and_read_back_the_same() {
    let handoffs = read(&[golden("chains.csv")], None, &()).unwrap().handoffs;
    for (name, writer) in FORMATS {
        let path = golden(name);
        let written = bytes(&handoffs, writer);
        assert_eq!(String::from_utf8(written).unwrap(), fs::read_to_string(&path).unwrap(), "{name}");
        let again = read(&[path], None, &()).unwrap();
        assert_eq!(content(&again.handoffs), content(&handoffs), "{name}");
        assert!(again.quality.rows > 0, "{name}");
    }
}

#[test]
fn columns_that_would_be_taken_for_others_are_renamed() {
    let mut handoffs = Handoffs::new(&["id", "ID", "", "org:group"]);
    let root = Handoff { id: "1", customer: "c", provider: "p", closed: Some(1), ..Handoff::default() };
    handoffs.push(&root, &[Some("a"), Some("b"), Some("c"), Some("d")]);
    for (name, writer) in FORMATS {
        let again = reread(name, &bytes(&handoffs, writer));
        assert_eq!(again.get(0).provider, "p", "{name}");
        let mut values: Vec<_> = again.attributes().iter().filter_map(|attribute| attribute.value(0)).collect();
        values.sort_unstable();
        assert_eq!(values, ["a", "b", "c", "d"], "{name}");
    }
}

#[test]
fn hand_offs_whose_parents_lead_nowhere_are_kept() {
    let mut handoffs = Handoffs::new(&[]);
    let row = |id, parent| Handoff { id, parent, customer: "c", provider: "p", closed: Some(1), ..Handoff::default() };
    // A cycle, a child of it, a parent that is not there, an id that comes twice.
    for (id, parent) in [("a", "b"), ("b", "a"), ("c", "a"), ("d", "nobody"), ("d", "c")] {
        handoffs.push(&row(id, Some(parent)), &[]);
    }
    for (name, writer) in FORMATS {
        assert_eq!(content(&reread(name, &bytes(&handoffs, writer))), content(&handoffs), "{name}");
    }
}

#[test]
fn what_could_not_be_read_stays_unreadable() {
    let mut handoffs = Handoffs::new(&[]);
    handoffs.push(&Handoff { id: "0", customer: "c", provider: "p", closed: Some(1), ..Handoff::default() }, &[]);
    for (id, fault) in [("a", Fault::BadTime), ("b", Fault::MissingValue), ("c", Fault::BadValue)] {
        let row =
            Handoff { id, customer: "c", provider: "p", closed: Some(1), fault: Some(fault), ..Handoff::default() };
        handoffs.push(&row, &[]);
    }
    for (name, writer) in FORMATS {
        let again = reread(name, &bytes(&handoffs, writer));
        let mut faults: Vec<_> = (0..again.len()).map(|row| (again.get(row).id, again.get(row).fault)).collect();
        faults.sort_unstable_by_key(|(id, _)| *id);
        let expected =
            [("0", None), ("a", Some(Fault::BadTime)), ("b", Some(Fault::MissingValue)), ("c", Some(Fault::BadValue))];
        assert_eq!(faults, expected, "{name}");
    }
}

/// A name with whatever the formats have to protect.
fn name() -> impl Strategy<Value = String> {
    "[a-cÄ😀\"',;<>&\\]/#:=|\\\\%{}-]([ a-c\"',;<>&\n\t\r]{0,4}[a-cß\"'<>&-])?"
}

fn instant() -> impl Strategy<Value = i64> {
    -10_000_000_000_i64..100_000_000_000
}

/// A hand-off without id and parent.
fn hand_off() -> impl Strategy<Value = Own> {
    let instants = (instant(), prop::option::of(instant()), prop::option::of(instant()), prop::option::of(instant()));
    let rating = prop::option::of(prop_oneof![-10.0_f32..10.0, Just(f32::MIN_POSITIVE), Just(1e30)]);
    let values = prop::collection::vec(prop::option::of(name()), 2);
    (name(), name(), instants, rating, prop::array::uniform4(any::<bool>()), values)
}

type Own = (String, String, (i64, Option<i64>, Option<i64>, Option<i64>), Option<f32>, [bool; 4], Vec<Option<String>>);

fn handoffs() -> impl Strategy<Value = Handoffs> {
    let rows = prop::collection::vec((hand_off(), any::<prop::sample::Index>(), 0..4_u8), 1..20);
    (rows, name(), name()).prop_map(|(rows, first, second)| {
        let second = format!("{second}x");
        let mut handoffs = Handoffs::new(&[&first, &second]);
        let ids: Vec<String> = (0..rows.len()).map(|row| format!("{row}{}", rows[row].0.0)).collect();
        for (row, (own, parent, kind)) in rows.iter().enumerate() {
            let (customer, provider, (opened, started, closed, due), rating, flags, values) = own;
            let parent = match kind {
                0 => None,
                1 => Some("nobody"),
                _ => Some(ids[parent.index(ids.len())].as_str()),
            };
            let [awaited, customer_hold, rework, internal] = *flags;
            let handoff = Handoff {
                id: &ids[row],
                parent,
                customer,
                provider,
                opened: *opened,
                started: *started,
                closed: *closed,
                due: *due,
                awaited,
                rating: *rating,
                customer_hold,
                rework,
                internal,
                ..Handoff::default()
            };
            handoffs.push(&handoff, &[values[0].as_deref(), values[1].as_deref()]);
        }
        handoffs
    })
}

proptest! {
    #[test]
    fn whatever_is_written_reads_the_same(handoffs in handoffs()) {
        for (name, writer) in FORMATS {
            let written = bytes(&handoffs, writer);
            prop_assert_eq!(content(&reread(name, &written)), content(&handoffs), "{}", String::from_utf8_lossy(&written));
        }
    }

    #[test]
    fn native_csv_keeps_the_order_of_rows(handoffs in handoffs()) {
        let again = reread(NATIVE.0, &bytes(&handoffs, NATIVE.1));
        let ids = |handoffs: &Handoffs| (0..handoffs.len()).map(|row| handoffs.get(row).id.to_owned()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&again), ids(&handoffs));
    }
}
