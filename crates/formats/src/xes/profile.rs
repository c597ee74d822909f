//! Hand-offs that were written as XES: recognised by an attribute of the log and read back as they were.
//!
//! Each hand-off has an event `schedule` at its opening, which carries all of its columns, an event `start` where it
//! was started, and an event `complete` where it was closed. [`ROW`] says which events are one hand-off.

use std::collections::BTreeMap;

use catena_analysis::{Fault, Handoff, Handoffs, Instant};

use super::events::{Pairs, Step};
use super::{Log, Recipe};
use crate::quality::Rule;
use crate::{Error, Import, Quality, instants};

/// The attribute of the log that marks it, and its value.
pub(crate) const MARK: (&str, &str) = ("catena:log", "hand-offs");
/// The hand-off's row: events of one hand-off carry the same, and so does a trace whose root is in the log.
pub(crate) const ROW: &str = "catena:row";
/// The hand-off's id.
pub(crate) const ID: &str = "catena:id";
/// The id of the hand-off that it serves.
pub(crate) const PARENT: &str = "catena:parent";
/// Who relies on it.
pub(crate) const CUSTOMER: &str = "catena:customer";
/// When it was promised for.
pub(crate) const DUE: &str = "catena:due";
/// Whether the parent needs it; true where it is not said.
pub(crate) const AWAITED: &str = "catena:awaited";
/// The customer's verdict.
pub(crate) const RATING: &str = "catena:rating";
/// Whether it is a wait for the external customer.
pub(crate) const CUSTOMER_HOLD: &str = "catena:customer_hold";
/// Whether it was returned or reopened.
pub(crate) const REWORK: &str = "catena:rework";
/// Whether a colleague asked for it.
pub(crate) const INTERNAL: &str = "catena:internal";
/// What a reader found wrong with it.
pub(crate) const FAULT: &str = "catena:fault";
/// The provider, in the words of the standard.
pub(crate) const PROVIDER: &str = "org:group";
/// When an event happened, in the words of the standard.
pub(crate) const TIME: &str = "time:timestamp";
/// Which of its events it is, in the words of the standard.
pub(crate) const PHASE: &str = "lifecycle:transition";
/// The name of a trace or an event, in the words of the standard.
pub(crate) const NAME: &str = "concept:name";

/// All keys that are no further attributes.
pub(crate) const OWN: [&str; 15] = [
    ROW,
    ID,
    PARENT,
    CUSTOMER,
    DUE,
    AWAITED,
    RATING,
    CUSTOMER_HOLD,
    REWORK,
    INTERNAL,
    FAULT,
    PROVIDER,
    TIME,
    PHASE,
    NAME,
];

/// Whether a log with these attributes was written from hand-offs.
pub(super) fn fits(log: &Pairs) -> bool {
    log.find(MARK.0) == Some(MARK.1)
}

/// What is known of a hand-off before its trace ends.
#[derive(Default)]
struct Collected {
    line: u32,
    pairs: Pairs,
    opened: Option<Instant>,
    started: Option<Instant>,
    closed: Option<Instant>,
    fault: Option<Fault>,
}

impl Collected {
    /// Adds what `event` says.
    fn add(&mut self, event: &Pairs, line: u32) {
        let instant = event.find(TIME).and_then(instants::parse);
        if instant.is_none() {
            self.fault = Some(Fault::BadTime);
        }
        match event.find(PHASE) {
            Some("start") => self.started = instant,
            Some("complete") => self.closed = instant,
            _ => {
                self.opened = instant;
                self.line = line;
                self.pairs = event.clone();
            }
        }
    }
}

/// Reads the hand-offs back, in the order in which they were written.
pub(super) fn read<'s>(logs: impl Iterator<Item = Result<Log<'s>, Error>>, recipe: Recipe) -> Result<Import, Error> {
    let mut handoffs = Handoffs::default();
    let mut quality = Quality::default();
    for log in logs {
        let log = log?;
        if !fits(&log.sample.log) {
            return Err(Error::in_recipe(format!(
                "kind: {} was not written from hand-offs; write kind = \"transitions\" and a table [transitions], or let `catena recipe` propose them",
                log.file
            )));
        }
        handoffs.append(&mut read_one(log, &mut quality)?);
    }
    quality.hand_offs = handoffs.len() as u64;
    Ok(Import { handoffs, quality, recipe })
}

fn read_one(log: Log, quality: &mut Quality) -> Result<Handoffs, Error> {
    let file = log.file.clone();
    let mut all = Handoffs::default();
    all.begin_file(&file);
    let mut part = Part::default();
    let mut chain: BTreeMap<u64, Collected> = BTreeMap::new();
    log.each(|step, _, line, trace, event| match step {
        Step::Event => {
            quality.rows += 1;
            let Some(row) = event.find(ROW).and_then(|row| row.parse().ok()) else {
                quality.add(Rule::NoId, &file, line, Some(ROW), "");
                return;
            };
            chain.entry(row).or_default().add(event, line);
        }
        Step::TraceEnd | Step::End => {
            let root = trace.find(ROW).and_then(|row| row.parse().ok());
            for (row, collected) in std::mem::take(&mut chain) {
                if collected.pairs.find(ID).is_none() {
                    quality.add(Rule::NoId, &file, collected.line, Some(ID), "");
                    continue;
                }
                let handoff = hand_off(&collected);
                if let Some(fault) = handoff.fault {
                    quality.add(fault.into(), &file, handoff.line, None, handoff.id);
                }
                let further = (root == Some(row)).then_some(trace);
                part.push(&handoff, &collected.pairs, further, &mut all);
            }
        }
    })?;
    all.append(&mut part.handoffs);
    Ok(all)
}

/// Hand-offs that have the same further attributes, so far.
#[derive(Default)]
struct Part {
    names: Vec<String>,
    handoffs: Handoffs,
}

impl Part {
    /// Pushes one hand-off; where it has an attribute that none had before, those before it go to `all`.
    fn push(&mut self, handoff: &Handoff, pairs: &Pairs, trace: Option<&Pairs>, all: &mut Handoffs) {
        let own = |key: &str| OWN.contains(&key);
        let further = || pairs.iter().chain(trace.into_iter().flat_map(Pairs::iter)).filter(|(key, _)| !own(key));
        let known = self.names.len();
        for (key, _) in further() {
            if !self.names.iter().any(|name| name == key) {
                self.names.push(key.to_owned());
            }
        }
        if self.names.len() > known {
            let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            all.append(&mut self.handoffs);
            self.handoffs = Handoffs::new(&names);
        }
        let mut values: Vec<Option<&str>> = vec![None; self.names.len()];
        for (key, value) in further() {
            if let Some(place) = self.names.iter().position(|name| name == key) {
                values[place] = Some(value);
            }
        }
        self.handoffs.push(handoff, &values);
    }
}

fn hand_off(collected: &Collected) -> Handoff<'_> {
    let value = |key: &str| collected.pairs.find(key);
    let flag = |key: &str| value(key) == Some("true");
    let said = value(FAULT).and_then(|code| Fault::ALL.into_iter().find(|fault| fault.code() == code));
    let due = value(DUE).map(instants::parse);
    let rating = value(RATING).map(str::parse::<f32>);
    let missing = collected.opened.is_none().then_some(Fault::MissingValue);
    let unreadable = matches!(due, Some(None)).then_some(Fault::BadTime);
    let strange = matches!(rating, Some(Err(_))).then_some(Fault::BadValue);
    let fault = said.or(collected.fault).or(missing).or(unreadable).or(strange);
    Handoff {
        id: value(ID).unwrap_or(""),
        parent: value(PARENT),
        customer: value(CUSTOMER).unwrap_or(""),
        provider: value(PROVIDER).unwrap_or(""),
        opened: collected.opened.unwrap_or_default(),
        started: collected.started,
        closed: collected.closed,
        due: due.flatten(),
        awaited: value(AWAITED) != Some("false"),
        rating: rating.and_then(Result::ok),
        customer_hold: flag(CUSTOMER_HOLD),
        rework: flag(REWORK),
        internal: flag(INTERNAL),
        fault,
        is_timed: fault == Some(Fault::BadValue),
        line: collected.line,
    }
}
