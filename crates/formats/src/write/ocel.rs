//! OCEL 2.0 as JSON: hand-offs and parties are objects, their instants are events.
//!
//! An object `hand-off` carries every column as an attribute and refers to the hand-off that it `serves`, to its
//! `customer` and to its `provider`; events `opened`, `started` and `closed` refer to the same three, so that programs
//! for object-centric logs see who was involved when. The reader needs the objects only.

use std::io::{self, BufWriter, Write};

use catena_analysis::names::Names;
use catena_analysis::{Handoff, Handoffs};
use serde::Serialize;

use super::{Rows, fault, further};
use crate::ocel::profile::{ATTRIBUTES, HAND_OFF, PARTY, hand_off_id, party_id};
use crate::rfc_3339;

/// The time of a value that an object has from the beginning.
const ALWAYS: &str = "1970-01-01T00:00:00Z";

/// The types of event: a hand-off has one of each that happened.
const PHASES: [&str; 3] = ["opened", "started", "closed"];

/// Writes `handoffs` as an OCEL 2.0 log.
pub fn ocel_json(handoffs: &Handoffs, into: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(into);
    let own: Vec<&str> = ATTRIBUTES.iter().map(|(name, _)| *name).collect();
    let further = further(handoffs, &own);
    let declared = ATTRIBUTES.iter().copied().chain(further.iter().map(|name| (name.as_str(), "string")));
    let kinds = [
        Type { name: HAND_OFF, attributes: declared.map(|(name, kind)| Declared { name, kind }).collect() },
        Type { name: PARTY, attributes: Vec::new() },
    ];
    let phases = PHASES.map(|name| Type { name, attributes: Vec::new() });
    out.write_all(b"{\"objectTypes\":")?;
    serde_json::to_writer(&mut out, &kinds)?;
    out.write_all(b",\n\"eventTypes\":")?;
    serde_json::to_writer(&mut out, &phases)?;
    out.write_all(b",\n\"objects\":[")?;

    let rows = Rows::new(handoffs);
    let mut parties = Names::default();
    let mut list = List::default();
    for row in 0..handoffs.len() {
        let handoff = handoffs.get(row);
        for name in [handoff.customer, handoff.provider] {
            parties.code(name);
        }
        list.item(&mut out, &object(handoffs, row, &rows, &further))?;
    }
    for name in parties.iter().filter(|name| !name.is_empty()) {
        let party =
            Item { id: party_id(name), kind: PARTY, time: None, attributes: Vec::new(), relationships: Vec::new() };
        list.item(&mut out, &party)?;
    }
    write!(out, "],\n\"events\":[")?;
    let mut list = List::default();
    for row in 0..handoffs.len() {
        let handoff = handoffs.get(row);
        let id = object_id(handoffs, row, &rows);
        for (phase, instant) in PHASES.into_iter().zip([Some(handoff.opened), handoff.started, handoff.closed]) {
            let Some(instant) = instant else { continue };
            let hand_off = Relationship { object: id.clone(), qualifier: HAND_OFF };
            let event = Item {
                id: format!("{phase}:{id}"),
                kind: phase,
                time: Some(rfc_3339(instant)),
                attributes: Vec::new(),
                relationships: std::iter::once(hand_off).chain(roles(&handoff)).collect(),
            };
            list.item(&mut out, &event)?;
        }
    }
    writeln!(out, "]}}")?;
    out.flush()
}

/// A type of object or event.
#[derive(Serialize)]
struct Type<'a> {
    name: &'a str,
    attributes: Vec<Declared<'a>>,
}

/// An attribute that the objects of a type may have.
#[derive(Serialize)]
struct Declared<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

/// An object, or an event if it has a time.
#[derive(Serialize)]
struct Item<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    attributes: Vec<Attribute<'a>>,
    relationships: Vec<Relationship>,
}

#[derive(Serialize)]
struct Attribute<'a> {
    name: &'a str,
    time: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Relationship {
    #[serde(rename = "objectId")]
    object: String,
    qualifier: &'static str,
}

/// One hand-off as an object.
fn object<'a>(handoffs: &'a Handoffs, row: usize, rows: &Rows, further: &'a [String]) -> Item<'a> {
    let handoff = handoffs.get(row);
    let instant = |instant: Option<i64>| instant.map(rfc_3339);
    let flag = |set: bool| set.then(|| "true".to_owned());
    let own = [
        Some(handoff.id.to_owned()),
        handoff.parent.map(str::to_owned),
        instant(Some(handoff.opened)),
        instant(handoff.started),
        instant(handoff.closed),
        instant(handoff.due),
        Some(handoff.awaited.to_string()),
        handoff.rating.map(|rating| rating.to_string()),
        flag(handoff.customer_hold),
        flag(handoff.rework),
        flag(handoff.internal),
        fault(&handoff).map(str::to_owned),
    ];
    let own = ATTRIBUTES.iter().zip(own).filter_map(|((name, _), value)| Some((*name, value?)));
    let further = further.iter().zip(handoffs.attributes());
    let further = further.filter_map(|(name, column)| Some((name.as_str(), column.value(row)?.to_owned())));
    let parent = handoff.parent.filter(|parent| rows.find(handoffs, parent).is_some());
    let serves = parent.map(|parent| Relationship { object: hand_off_id(parent), qualifier: "serves" });
    Item {
        id: object_id(handoffs, row, rows),
        kind: HAND_OFF,
        time: None,
        attributes: own.chain(further).map(|(name, value)| Attribute { name, time: ALWAYS, value }).collect(),
        relationships: serves.into_iter().chain(roles(&handoff)).collect(),
    }
}

/// Who is involved in a hand-off.
fn roles(handoff: &Handoff) -> impl Iterator<Item = Relationship> {
    [("customer", handoff.customer), ("provider", handoff.provider)]
        .into_iter()
        .filter(|(_, name)| !name.is_empty())
        .map(|(qualifier, name)| Relationship { object: party_id(name), qualifier })
}

/// The object's id; a second hand-off of the same id gets one of its own, since ids of objects are unique.
fn object_id(handoffs: &Handoffs, row: usize, rows: &Rows) -> String {
    let id = handoffs.get(row).id;
    match rows.find(handoffs, id) {
        Some(first) if first as usize == row => hand_off_id(id),
        _ => format!("{}#{row}", hand_off_id(id)),
    }
}

/// A JSON list that is written item by item, one a line.
#[derive(Default)]
struct List {
    begun: bool,
}

impl List {
    fn item(&mut self, out: &mut impl Write, item: &Item) -> io::Result<()> {
        out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
        serde_json::to_writer(out, item).map_err(io::Error::from)
    }
}
