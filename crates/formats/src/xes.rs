//! XES, the IEEE standard for event logs, as a stream: one event at a time, whatever the size of the log.
//!
//! An event becomes a record with the columns `case:<key>` for the attributes of its trace and `<key>` for its own, and
//! goes the way of all records of transitions. [`CASE_NUMBER`] counts the traces, for logs whose traces have no name.
//! A log that was written from hand-offs is recognised by an attribute of the log and read back as it was.

mod events;
pub(crate) mod profile;
mod propose;

use crate::ocel::Proposed;
use crate::quality::Rule;
use crate::reason::Reason;
use crate::recipe::Kind;
use crate::transitions::Transitions;
use crate::xml::Bytes;
use crate::{Error, Import, Quality, Recipe};
use events::{Events, Pairs, Step};

/// The column with the number of the trace, from 1.
pub(crate) const CASE_NUMBER: &str = "case:#";
/// What stands before the keys of a trace's attributes.
const OF_CASE: &str = "case:";
/// Events that are looked at to propose a recipe, and to recognise a log that was written from hand-offs.
const SAMPLE: usize = 5000;
/// Bytes of attributes after which fewer events are enough.
const SAMPLE_BYTES: usize = 32 << 20;

/// The first events of a log, kept until it is known how to read them.
#[derive(Debug, Default)]
struct Sample {
    steps: Vec<(Step, Row)>,
    log: Pairs,
}

/// One record, or the end of a trace.
#[derive(Clone, Debug, Default)]
struct Row {
    number: u64,
    line: u32,
    trace: Pairs,
    event: Pairs,
}

/// A log of which the first events were read.
pub(crate) struct Log<'s> {
    file: String,
    sample: Sample,
    events: Events<'s>,
}

impl<'s> Log<'s> {
    /// Reads the first events of `source`.
    pub fn open(file: &str, source: Bytes<'s>) -> Result<Self, Error> {
        let mut events = Events::new(source).map_err(|broken| broken.of(file))?;
        let mut sample = Sample::default();
        let mut bytes = 0;
        while sample.steps.len() < SAMPLE && bytes < SAMPLE_BYTES {
            let step = events.next().map_err(|broken| broken.of(file))?;
            let row = Row {
                number: events.number,
                line: events.line,
                trace: events.trace.clone(),
                event: events.event.clone(),
            };
            bytes += row.trace.len() + row.event.len();
            sample.steps.push((step, row));
            if step == Step::End {
                break;
            }
        }
        sample.log = events.log.clone();
        if !sample.steps.iter().any(|(step, _)| *step == Step::Event) {
            return Err(Error::NothingUsable {
                file: file.to_owned(),
                problem: "the log has no events".to_owned(),
                todo: "check that this is an XES log and that its export is complete".to_owned(),
            });
        }
        Ok(Self { file: file.to_owned(), sample, events })
    }

    /// The recipe by which the log is read where nobody gives one.
    pub fn propose(&self) -> Proposed {
        if profile::fits(&self.sample.log) {
            return Proposed {
                recipe: Recipe { kind: Kind::Native, ..Recipe::default() },
                confidence: 1.0,
                reasons: vec![Reason::FromHandOffs],
            };
        }
        propose::propose(self.sample.steps.iter().filter(|(step, _)| *step == Step::Event).map(|(_, row)| row))
    }

    /// Tells `take` each event and each end of a trace, from the beginning.
    fn each(self, mut take: impl FnMut(Step, u64, u32, &Pairs, &Pairs)) -> Result<(), Error> {
        let Self { file, sample, mut events } = self;
        for (step, row) in &sample.steps {
            take(*step, row.number, row.line, &row.trace, &row.event);
        }
        if sample.steps.last().is_some_and(|(step, _)| *step == Step::End) {
            return Ok(());
        }
        drop(sample);
        loop {
            let step = events.next().map_err(|broken| broken.of(&file))?;
            take(step, events.number, events.line, &events.trace, &events.event);
            if step == Step::End {
                return Ok(());
            }
        }
    }
}

/// Reads the logs that `sources` opens one after the other, by `recipe` or else by the one that the first proposes.
pub(crate) fn read<'s>(
    sources: impl Iterator<Item = Result<(String, Bytes<'s>), Error>>,
    recipe: Option<&Recipe>,
) -> Result<Import, Error> {
    let mut logs = sources.map(|source| source.and_then(|(file, source)| Log::open(&file, source)));
    let Some(first) = logs.next().transpose()? else {
        return Err(Error::in_recipe("there is no file to read".to_owned()));
    };
    let recipe = recipe.cloned().unwrap_or_else(|| first.propose().recipe);
    let logs = std::iter::once(Ok(first)).chain(logs);
    match recipe.kind {
        Kind::Native => profile::read(logs, recipe),
        Kind::Transitions => transitions(logs, recipe),
        _ => Err(Error::in_recipe(
            "kind: an XES log holds events of cases; write kind = \"transitions\" and a table [transitions]".to_owned(),
        )),
    }
}

/// Reads events as transitions.
fn transitions<'s>(logs: impl Iterator<Item = Result<Log<'s>, Error>>, recipe: Recipe) -> Result<Import, Error> {
    let mut transitions = Transitions::new(&recipe)?;
    let columns: Vec<(bool, String)> = transitions
        .columns()
        .iter()
        .map(|column| match column.strip_prefix(OF_CASE) {
            Some(key) if column != CASE_NUMBER => (true, key.to_owned()),
            _ => (false, column.clone()),
        })
        .collect();
    let mut empty = Quality::default();
    let mut seen = vec![false; columns.len()];
    let mut keys = std::collections::BTreeSet::new();
    let mut file = String::new();
    for log in logs {
        let log = log?;
        file.clone_from(&log.file);
        transitions.begin_file(&log.file);
        keys.extend(propose::columns(&log));
        let mut events = 0_u64;
        log.each(|step, number, line, trace, event| match step {
            Step::Event => {
                events += 1;
                let ordinal = number.to_string();
                let values: Vec<&str> = columns
                    .iter()
                    .zip(&mut seen)
                    .map(|((of_case, key), seen)| {
                        let value = match of_case {
                            true => trace.find(key),
                            false if key == CASE_NUMBER => (number > 0).then_some(ordinal.as_str()),
                            false => event.find(key),
                        };
                        *seen |= value.is_some();
                        value.unwrap_or("")
                    })
                    .collect();
                transitions.row(line, &values);
            }
            Step::TraceEnd if events == 0 => {
                let name = trace.find("concept:name").unwrap_or("");
                empty.add(Rule::NoEvents, &file, line, None, name);
            }
            Step::TraceEnd => events = 0,
            Step::End => {}
        })?;
    }
    if let Some(index) = seen.iter().position(|seen| !seen) {
        let column = transitions.columns()[index].clone();
        let columns = keys.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Error::NoSuchColumn { file, column, columns });
    }
    let (handoffs, mut quality) = transitions.finish();
    quality.append(empty);
    quality.hand_offs = handoffs.len() as u64;
    Ok(Import { handoffs, quality, recipe })
}
