//! OCEL 2.0 as JSON: hand-offs and parties are objects, their instants are events.
//!
//! An object `hand-off` carries every column as an attribute and refers to the hand-off that it `serves`, to its
//! `customer` and to its `provider`; events `opened`, `started` and `closed` refer to the same three, so that programs
//! for object-centric logs see who was involved when. The reader needs the objects only.

use std::io::{self, BufWriter, Write};

use catena_analysis::names::Names;
use catena_analysis::{Handoff, Handoffs};
use serde_json::{Value, json};

use super::{Rows, fault, further, rfc_3339};
use crate::ocel::profile::{ATTRIBUTES, HAND_OFF, PARTY, hand_off_id, party_id};

/// The time of a value that an object has from the beginning.
const ALWAYS: &str = "1970-01-01T00:00:00Z";

/// Writes `handoffs` as an OCEL 2.0 log.
pub fn ocel_json(handoffs: &Handoffs, into: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(into);
    let own: Vec<&str> = ATTRIBUTES.iter().map(|(name, _)| *name).collect();
    let further = further(handoffs, &own);
    let declared: Vec<Value> = ATTRIBUTES
        .iter()
        .copied()
        .chain(further.iter().map(|name| (name.as_str(), "string")))
        .map(|(name, kind)| json!({"name": name, "type": kind}))
        .collect();
    let kinds = json!([{"name": HAND_OFF, "attributes": declared}, {"name": PARTY, "attributes": []}]);
    let phases = json!(["opened", "started", "closed"].map(|name| json!({"name": name, "attributes": []})));
    write!(out, "{{\"objectTypes\":{kinds},\n\"eventTypes\":{phases},\n\"objects\":[")?;

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
        list.item(&mut out, &json!({"id": party_id(name), "type": PARTY, "attributes": [], "relationships": []}))?;
    }
    write!(out, "],\n\"events\":[")?;
    let mut list = List::default();
    for row in 0..handoffs.len() {
        let handoff = handoffs.get(row);
        let id = object_id(handoffs, row, &rows);
        let phases = [("opened", Some(handoff.opened)), ("started", handoff.started), ("closed", handoff.closed)];
        for (phase, instant) in phases {
            let Some(instant) = instant else { continue };
            let mut related = vec![json!({"objectId": id, "qualifier": HAND_OFF})];
            related.extend(roles(&handoff));
            let event = json!({
                "id": format!("{phase}:{id}"), "type": phase, "time": rfc_3339(instant),
                "attributes": [], "relationships": related,
            });
            list.item(&mut out, &event)?;
        }
    }
    writeln!(out, "]}}")?;
    out.flush()
}

/// One hand-off as an object.
fn object(handoffs: &Handoffs, row: usize, rows: &Rows, further: &[String]) -> Value {
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
    let attributes: Vec<Value> =
        own.chain(further).map(|(name, value)| json!({"name": name, "time": ALWAYS, "value": value})).collect();
    let mut related = Vec::new();
    if let Some(parent) = handoff.parent.filter(|parent| rows.find(handoffs, parent).is_some()) {
        related.push(json!({"objectId": hand_off_id(parent), "qualifier": "serves"}));
    }
    related.extend(roles(&handoff));
    json!({"id": object_id(handoffs, row, rows), "type": HAND_OFF, "attributes": attributes, "relationships": related})
}

/// Who is involved in a hand-off.
fn roles(handoff: &Handoff) -> impl Iterator<Item = Value> {
    [("customer", handoff.customer), ("provider", handoff.provider)]
        .into_iter()
        .filter(|(_, name)| !name.is_empty())
        .map(|(role, name)| json!({"objectId": party_id(name), "qualifier": role}))
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
    fn item(&mut self, out: &mut impl Write, item: &Value) -> io::Result<()> {
        out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
        serde_json::to_writer(out, item).map_err(io::Error::from)
    }
}
