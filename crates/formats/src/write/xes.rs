//! XES: a trace for each chain, and for each of its hand-offs the events `schedule`, `start` and `complete`.
//!
//! The events carry the keys of the standard (`concept:name`, `org:group`, `lifecycle:transition`, `time:timestamp`),
//! so that any program for event logs can show them; `schedule` also carries the columns that the standard does not
//! know, under `catena:`. A hand-off that leads to no root has a trace with those that lead to the same place.
//! Characters that XML cannot hold are written as U+FFFD.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use catena_analysis::{Handoff, Handoffs};
use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::name::QName;

use super::{Rows, fault, further};
use crate::rfc_3339;
use crate::xes::profile;

/// The attribute with the type of an event in an object-centric log, which is what other programs call an activity.
const STEP: &str = "step";
const NONE: u32 = u32::MAX;
const ASKED: u32 = u32::MAX - 1;

/// Writes `handoffs` as an XES log.
pub fn xes(handoffs: &Handoffs, into: impl Write) -> io::Result<()> {
    let heads = heads(handoffs);
    let mut order: Vec<u32> = (0..handoffs.len() as u32).collect();
    order.sort_by_key(|&row| heads[row as usize]);
    let mut log = Log {
        xml: Writer::new_with_indent(BufWriter::new(into), b'\t', 1),
        handoffs,
        further: further(handoffs, &profile::OWN),
    };
    log.xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    log.open("log", &[("xes.version", "1849-2016"), ("xes.features", "")])?;
    for (name, prefix) in
        [("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time")]
    {
        let uri = format!("http://www.xes-standard.org/{prefix}.xesext");
        log.empty("extension", &[("name", name), ("prefix", prefix), ("uri", &uri)])?;
    }
    log.empty("classifier", &[("name", "Activity"), ("keys", "concept:name lifecycle:transition")])?;
    log.value("string", profile::MARK.0, profile::MARK.1)?;
    for chain in order.chunk_by(|&a, &b| heads[a as usize] == heads[b as usize]) {
        log.trace(heads[chain[0] as usize], chain)?;
    }
    log.close("log")?;
    log.xml.into_inner().flush()
}

/// For each row the one at the head of its chain: its root, or where its parents lead to no root the last one that is
/// known.
fn heads(handoffs: &Handoffs) -> Vec<u32> {
    let rows = Rows::new(handoffs);
    let mut heads = vec![NONE; handoffs.len()];
    let mut path = Vec::new();
    for row in 0..handoffs.len() as u32 {
        let mut at = row;
        let head = loop {
            match heads[at as usize] {
                NONE => {}
                // Parents that lead back to themselves have no root; any of them will do.
                ASKED => break at,
                head => break head,
            }
            heads[at as usize] = ASKED;
            path.push(at);
            let parent = handoffs.get(at as usize).parent.and_then(|parent| rows.find(handoffs, parent));
            match parent {
                Some(parent) => at = parent,
                None => break at,
            }
        };
        for row in path.drain(..) {
            heads[row as usize] = head;
        }
    }
    heads
}

/// The document that is being written.
struct Log<'a, W: Write> {
    xml: Writer<BufWriter<W>>,
    handoffs: &'a Handoffs,
    further: Vec<String>,
}

impl<W: Write> Log<'_, W> {
    /// One chain, its events in the order of time.
    fn trace(&mut self, head: u32, chain: &[u32]) -> io::Result<()> {
        let root = self.handoffs.get(head as usize);
        let is_root = root.parent.is_none();
        self.open("trace", &[])?;
        self.value("string", profile::NAME, root.id)?;
        if is_root {
            self.value("int", profile::ROW, &head.to_string())?;
            self.attributes(head)?;
        }
        let mut events = Vec::new();
        for &row in chain {
            let handoff = self.handoffs.get(row as usize);
            let phases = [Some(handoff.opened), handoff.started, handoff.closed];
            events.extend((0..).zip(phases).filter_map(|(phase, instant)| Some((instant?, row, phase))));
        }
        events.sort_unstable();
        for (instant, row, phase) in events {
            self.event(row, phase, instant, is_root && row == head)?;
        }
        self.close("trace")
    }

    /// One event of the hand-off `row`; the further attributes of a root stand in its trace.
    fn event(&mut self, row: u32, phase: usize, instant: i64, root: bool) -> io::Result<()> {
        let handoff = self.handoffs.get(row as usize);
        let step = self.handoffs.attributes().iter().find(|attribute| attribute.name == STEP);
        let step = step.and_then(|attribute| attribute.value(row as usize));
        self.open("event", &[])?;
        self.value("string", profile::NAME, step.unwrap_or(handoff.provider))?;
        self.value("string", profile::PROVIDER, handoff.provider)?;
        self.value("string", profile::PHASE, ["schedule", "start", "complete"][phase])?;
        self.value("date", profile::TIME, &rfc_3339(instant))?;
        self.value("int", profile::ROW, &row.to_string())?;
        if phase == 0 {
            self.columns(&handoff)?;
            if !root {
                self.attributes(row)?;
            }
        }
        self.close("event")
    }

    /// The columns that the standard has no key for, where they say anything.
    fn columns(&mut self, handoff: &Handoff) -> io::Result<()> {
        self.value("string", profile::ID, handoff.id)?;
        if let Some(parent) = handoff.parent {
            self.value("string", profile::PARENT, parent)?;
        }
        self.value("string", profile::CUSTOMER, handoff.customer)?;
        if let Some(due) = handoff.due {
            self.value("date", profile::DUE, &rfc_3339(due))?;
        }
        if let Some(rating) = handoff.rating {
            self.value("float", profile::RATING, &rating.to_string())?;
        }
        if !handoff.awaited {
            self.value("boolean", profile::AWAITED, "false")?;
        }
        let marks = [
            (profile::CUSTOMER_HOLD, handoff.customer_hold),
            (profile::REWORK, handoff.rework),
            (profile::INTERNAL, handoff.internal),
        ];
        for (key, _) in marks.into_iter().filter(|(_, set)| *set) {
            self.value("boolean", key, "true")?;
        }
        if let Some(fault) = fault(handoff) {
            self.value("string", profile::FAULT, fault)?;
        }
        Ok(())
    }

    /// The further attributes of a row.
    fn attributes(&mut self, row: u32) -> io::Result<()> {
        let handoffs = self.handoffs;
        for (place, attribute) in handoffs.attributes().iter().enumerate() {
            if let Some(value) = attribute.value(row as usize) {
                let key = std::mem::take(&mut self.further[place]);
                let written = self.value("string", &key, value);
                self.further[place] = key;
                written?;
            }
        }
        Ok(())
    }

    fn value(&mut self, kind: &str, key: &str, value: &str) -> io::Result<()> {
        self.empty(kind, &[("key", key), ("value", value)])
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.xml.write_event(Event::Start(tag(name, attributes)))
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.xml.write_event(Event::Empty(tag(name, attributes)))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.xml.write_event(Event::End(BytesStart::new(name).to_end()))
    }
}

fn tag<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut tag = BytesStart::new(name);
    for &(key, value) in attributes {
        tag.push_attribute(Attribute { key: QName(key), value: escaped(value) });
    }
    tag
}

/// A text as it stands in an attribute. White space is written by number, since XML would read it as plain spaces.
fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |character: char| !matches!(character, '<' | '>' | '&' | '"' | '\'') && allowed(character);
    if text.chars().all(|character| plain(character) && character >= ' ') {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other if allowed(other) => escaped.push(other),
            _ => escaped.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(escaped)
}

/// Whether XML 1.0 can hold the character.
fn allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
