//! Native CSV: one row for each hand-off, in the order of the rows.

use std::io::{self, Write};

use catena_analysis::{Fault, Handoff, Handoffs};
use simd_csv::{ErrorKind, Writer};

use super::further;
use crate::rfc_3339;

/// The columns that every file has.
const COLUMNS: [&str; 10] =
    ["id", "parent", "customer", "provider", "opened", "started", "closed", "due", "awaited", "rating"];
/// A column of booleans that a file has only where a row needs it.
type Mark = (&'static str, fn(&Handoff) -> bool);
const MARKS: [Mark; 3] = [
    ("customer_hold", |handoff| handoff.customer_hold),
    ("rework", |handoff| handoff.rework),
    ("internal", |handoff| handoff.internal),
];
/// Stands in a field whose text could not be read, so that it cannot be read again.
const UNREADABLE: &str = "?";

/// Writes `handoffs` in the native format.
pub fn native_csv(handoffs: &Handoffs, into: impl Write) -> io::Result<()> {
    let mut csv = Writer::from_writer(into);
    let marks: Vec<Mark> =
        MARKS.into_iter().filter(|(_, marked)| (0..handoffs.len()).any(|row| marked(&handoffs.get(row)))).collect();
    let own: Vec<&str> = COLUMNS.into_iter().chain(MARKS.iter().map(|(name, _)| *name)).collect();
    let further = further(handoffs, &own);
    let header = COLUMNS.into_iter().chain(marks.iter().map(|(name, _)| *name));
    csv.write_record(header.chain(further.iter().map(String::as_str))).map_err(io_error)?;

    for row in 0..handoffs.len() {
        let handoff = handoffs.get(row);
        let instants = [Some(handoff.opened), handoff.started, handoff.closed, handoff.due]
            .map(|instant| instant.map_or_else(String::new, rfc_3339));
        let rating = handoff.rating.map_or_else(String::new, |rating| rating.to_string());
        let [opened, started, closed, due] = instants.each_ref().map(String::as_str);
        let rating = rating.as_str();
        let (opened, started, rating) = match (handoff.fault, handoff.is_timed) {
            (Some(Fault::MissingValue), false) => ("", started, rating),
            (Some(Fault::BadTime), false) => (UNREADABLE, started, rating),
            (Some(Fault::BadTime), true) => (opened, UNREADABLE, rating),
            (Some(Fault::BadValue), _) => (opened, started, UNREADABLE),
            _ => (opened, started, rating),
        };
        let own = [
            handoff.id,
            handoff.parent.unwrap_or(""),
            handoff.customer,
            handoff.provider,
            opened,
            started,
            closed,
            due,
            boolean(handoff.awaited),
            rating,
        ];
        let marks = marks.iter().map(|(_, marked)| boolean(marked(&handoff)));
        let further = handoffs.attributes().iter().map(|attribute| attribute.value(row).unwrap_or(""));
        csv.write_record(own.into_iter().chain(marks).chain(further)).map_err(io_error)?;
    }
    csv.flush()
}

fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The error of the writer below, so that whoever wrote into a closed pipe can tell.
fn io_error(error: simd_csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
