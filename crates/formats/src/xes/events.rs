//! The events of an XES log, one at a time, each with the attributes of its trace.
//!
//! Extensions, globals and classifiers are passed over, and so are attributes inside attributes and lists: a record has
//! the attributes that stand directly in its trace or event. Traces without events leave no record, but are told.

use crate::xml::{Broken, Bytes, Document, Element, Node};

/// Bytes of all attributes of one trace or event.
const LARGEST: usize = 16 << 20;

/// Attributes in the order of the file, in one run of bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    text: String,
    /// Where each key ends, and where its value ends.
    ends: Vec<(usize, usize)>,
}

impl Pairs {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, key: &str, value: &str) {
        self.text.push_str(key);
        let key = self.text.len();
        self.text.push_str(value);
        self.ends.push((key, self.text.len()));
    }

    /// How many bytes they take.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(key, value)| {
            let pair = (&self.text[start..key], &self.text[key..value]);
            start = value;
            pair
        })
    }

    /// The first value of `key`.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

/// What was read last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An event; its trace and its own attributes are in the reader.
    Event,
    /// The end of a trace.
    TraceEnd,
    /// The end of the log.
    End,
}

/// Reads a log event by event.
pub(super) struct Events<'s> {
    document: Document<'s>,
    /// Attributes of the log that came so far.
    pub log: Pairs,
    /// Attributes of the current trace.
    pub trace: Pairs,
    /// Attributes of the current event.
    pub event: Pairs,
    /// The number of the current trace, from 1; 0 for events outside of any.
    pub number: u64,
    /// The line on which the current trace or event begins.
    pub line: u32,
    /// Traces so far.
    traces: u64,
    /// The depth of the open `<event>`, or 0.
    within: usize,
}

impl<'s> Events<'s> {
    /// Reads `source` from its start.
    pub fn new(source: Bytes<'s>) -> Result<Self, Broken> {
        Ok(Self {
            document: Document::new(source)?,
            log: Pairs::default(),
            trace: Pairs::default(),
            event: Pairs::default(),
            number: 0,
            line: 0,
            traces: 0,
            within: 0,
        })
    }

    /// Reads until an event or a trace is complete.
    pub fn next(&mut self) -> Result<Step, Broken> {
        loop {
            let depth = self.document.depth() + 1;
            match self.document.next()? {
                Node::Start(element) => match (element.name(), depth) {
                    ("log", 1) => {}
                    (other, 1) => {
                        let what = format!("the document is a <{other}>, not the <log> of XES");
                        return Err(Broken::at(element.line, what));
                    }
                    ("trace", 2) => {
                        self.traces += 1;
                        self.number = self.traces;
                        self.line = element.line;
                        self.trace.clear();
                    }
                    ("event", 2 | 3) if self.within == 0 => {
                        self.line = element.line;
                        self.within = depth;
                        self.event.clear();
                    }
                    (name, _) if is_attribute(name) => {
                        let into = match depth {
                            _ if self.within > 0 && depth == self.within + 1 => &mut self.event,
                            2 => &mut self.log,
                            3 if self.number > 0 && self.within == 0 => &mut self.trace,
                            _ => continue,
                        };
                        keep(&element, into)?;
                    }
                    _ => {}
                },
                Node::End if self.within == depth - 1 && self.within > 0 => {
                    self.within = 0;
                    return Ok(Step::Event);
                }
                Node::End if depth - 1 == 2 && self.number > 0 => {
                    self.number = 0;
                    return Ok(Step::TraceEnd);
                }
                Node::Over => return Ok(Step::End),
                _ => {}
            }
        }
    }
}

/// Whether an element holds one value; lists and containers do not.
fn is_attribute(name: &str) -> bool {
    matches!(name, "string" | "date" | "int" | "float" | "boolean" | "id")
}

fn keep(element: &Element, into: &mut Pairs) -> Result<(), Broken> {
    let key = element.attribute("key")?;
    let value = element.attribute("value")?;
    if let (Some(key), Some(value)) = (key, value) {
        if into.len() + key.len() + value.len() > LARGEST {
            return Err(Broken::at(
                element.line,
                format!("one trace or event with more than {LARGEST} bytes of attributes"),
            ));
        }
        into.push(&key, &value);
    }
    Ok(())
}
