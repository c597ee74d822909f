//! Hand-offs that were written as OCEL: recognised by their types of object and read back as they were.

use catena_analysis::{Fault, Handoff, Handoffs};

use super::model::Ocel;
use crate::{Quality, instants};

/// The type of the objects that are hand-offs.
pub(crate) const HAND_OFF: &str = "hand-off";
/// The type of the objects that are customers or providers.
pub(crate) const PARTY: &str = "party";
/// The attributes of a hand-off that are columns of its own, with their types; all further ones are attributes.
pub(crate) const ATTRIBUTES: [(&str, &str); 12] = [
    ("id", "string"),
    ("parent", "string"),
    ("opened", "time"),
    ("started", "time"),
    ("closed", "time"),
    ("due", "time"),
    ("awaited", "boolean"),
    ("rating", "float"),
    ("customer_hold", "boolean"),
    ("rework", "boolean"),
    ("internal", "boolean"),
    ("fault", "string"),
];

/// The id of the object that stands for the hand-off `id`.
pub(crate) fn hand_off_id(id: &str) -> String {
    format!("{HAND_OFF}:{id}")
}

/// The id of the object that stands for the party `name`.
pub(crate) fn party_id(name: &str) -> String {
    format!("{PARTY}:{name}")
}

/// Whether the log was written from hand-offs.
pub(super) fn fits(ocel: &Ocel) -> bool {
    let Some(hand_off) = ocel.kind(HAND_OFF) else { return false };
    let first = ocel.declared.iter().find(|&&object| ocel.object_types[object as usize] == hand_off);
    first.is_some_and(|&object| ["id", "opened"].iter().all(|key| ocel.object_value(object, key).is_some()))
}

/// Reads the hand-offs back, in the order of their objects.
pub(super) fn read(ocel: &Ocel, file: &str, quality: &mut Quality) -> Handoffs {
    let further: Vec<&str> = ocel
        .attribute_names(ocel.kind(HAND_OFF))
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| ATTRIBUTES.iter().all(|(own, _)| own != name))
        .collect();
    let mut handoffs = Handoffs::new(&further);
    handoffs.begin_file(file);
    for &object in &ocel.declared {
        if Some(ocel.object_types[object as usize]) != ocel.kind(HAND_OFF) {
            continue;
        }
        let handoff = hand_off(ocel, object);
        if let Some(fault) = handoff.fault {
            quality.add(fault.into(), file, 0, None, handoff.id);
        }
        let values: Vec<Option<&str>> = further.iter().map(|name| ocel.object_value(object, name)).collect();
        handoffs.push(&handoff, &values);
    }
    handoffs
}

fn hand_off(ocel: &Ocel, object: u32) -> Handoff<'_> {
    let value = |key: &str| ocel.object_value(object, key);
    let flag = |key: &str| value(key) == Some("true");
    let mut fault = value("fault").and_then(|code| Fault::ALL.into_iter().find(|fault| fault.code() == code));
    let mut instant = |key: &str| {
        let text = value(key)?;
        let instant = instants::parse(text);
        if instant.is_none() {
            fault.get_or_insert(Fault::BadTime);
        }
        instant
    };
    let (opened, started, closed, due) = (instant("opened"), instant("started"), instant("closed"), instant("due"));
    let rating = value("rating").map(str::parse::<f32>);
    if matches!(rating, Some(Err(_))) {
        fault.get_or_insert(Fault::BadValue);
    }
    let id = value("id").unwrap_or_else(|| ocel.objects.name(object));
    if opened.is_none() {
        fault.get_or_insert(Fault::MissingValue);
    }
    Handoff {
        id,
        parent: value("parent"),
        customer: party(ocel, object, "customer"),
        provider: party(ocel, object, "provider"),
        opened: opened.unwrap_or_default(),
        started,
        closed,
        due,
        awaited: value("awaited") != Some("false"),
        rating: rating.and_then(Result::ok),
        customer_hold: flag("customer_hold"),
        rework: flag("rework"),
        internal: flag("internal"),
        fault,
        is_timed: fault == Some(Fault::BadValue),
        line: 0,
    }
}

/// Who takes the part `role` in the hand-off.
fn party<'a>(ocel: &'a Ocel, object: u32, role: &str) -> &'a str {
    let Some(qualifier) = ocel.qualifiers.find(role) else { return "" };
    let link = ocel.outgoing.of(object).iter().find(|link| link.qualifier == qualifier);
    let id = link.map_or("", |link| ocel.objects.name(link.to));
    id.strip_prefix(PARTY).and_then(|rest| rest.strip_prefix(':')).unwrap_or(id)
}
