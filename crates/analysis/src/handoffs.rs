//! Hand-offs as columns: what every reader fills and every finding starts from.
//!
//! A [`Handoffs`] holds rows in the order in which they were pushed and judges nothing: a row that breaks a rule is
//! kept with its [`Fault`], so that the chain it belongs to can be left out and counted. Strings are stored once:
//! names in a dictionary, ids in one run of bytes.

use crate::names::Names;
use crate::texts::Texts;

/// Whole seconds since 1970-01-01T00:00:00Z. Fractions are cut off by the readers.
pub type Instant = i64;

/// What a missing instant looks like inside a column.
pub(crate) const NEVER: Instant = Instant::MIN;

/// Why a hand-off cannot be used. The chain it belongs to is left out and counted under its first fault, in the order
/// of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A field that has to be there is empty, or the row has too few fields.
    MissingValue,
    /// An instant that cannot be read.
    BadTime,
    /// Another field that cannot be read: `awaited`, `rating`, …
    BadValue,
    /// Two hand-offs carry the same id.
    DuplicateId,
    /// The parent is not among the hand-offs.
    UnknownParent,
    /// The hand-off is its own ancestor.
    Cycle,
    /// Closed before it opened.
    ClosesBeforeOpens,
}

impl Fault {
    /// All faults, in the order in which they take precedence.
    pub const ALL: [Self; 7] = [
        Self::MissingValue,
        Self::BadTime,
        Self::BadValue,
        Self::DuplicateId,
        Self::UnknownParent,
        Self::Cycle,
        Self::ClosesBeforeOpens,
    ];

    /// The name in reports: `bad_time`, `unknown_parent`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingValue => "missing_value",
            Self::BadTime => "bad_time",
            Self::BadValue => "bad_value",
            Self::DuplicateId => "duplicate_id",
            Self::UnknownParent => "unknown_parent",
            Self::Cycle => "cycle",
            Self::ClosesBeforeOpens => "closes_before_opens",
        }
    }
}

/// One hand-off as a reader hands it over. A root is a hand-off without a parent.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the input")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handoff<'a> {
    /// Unique in the input.
    pub id: &'a str,
    /// The hand-off that this one serves; `None` for a root.
    pub parent: Option<&'a str>,
    /// Who relies on the result.
    pub customer: &'a str,
    /// Who gives it: a team, or the step of a person.
    pub provider: &'a str,
    /// When it was asked for.
    pub opened: Instant,
    /// When somebody began to work on it.
    pub started: Option<Instant>,
    /// When it was done; `None` while it is open.
    pub closed: Option<Instant>,
    /// When it was promised for.
    pub due: Option<Instant>,
    /// Whether the parent needs the result.
    pub awaited: bool,
    /// The customer's verdict, on the scale of the input.
    pub rating: Option<f32>,
    /// A wait for the external customer, given as a hold of its own: no budget, never charged, never a link. One that
    /// has a due instant was granted: the promise moved by its length.
    pub customer_hold: bool,
    /// Work that was returned or reopened.
    pub rework: bool,
    /// A root whose customer is a colleague. Such chains are analysed alike and counted apart.
    pub internal: bool,
    /// What is wrong with the row, if the reader could not read all of it.
    pub fault: Option<Fault>,
    /// Where something is wrong: whether provider, opening, close and due instant are what the row says all the same, so
    /// that its duration counts.
    pub is_timed: bool,
    /// Where it stands in its file, from 1; 0 where there is no such place.
    pub line: u32,
}

impl Default for Handoff<'_> {
    fn default() -> Self {
        Self {
            id: "",
            parent: None,
            customer: "",
            provider: "",
            opened: 0,
            started: None,
            closed: None,
            due: None,
            awaited: true,
            rating: None,
            customer_hold: false,
            rework: false,
            internal: false,
            fault: None,
            is_timed: false,
            line: 0,
        }
    }
}

pub(crate) mod flag {
    pub const AWAITED: u8 = 1;
    pub const ROOT: u8 = 2;
    pub const CUSTOMER_HOLD: u8 = 4;
    pub const REWORK: u8 = 8;
    pub const INTERNAL: u8 = 16;
    pub const TIMED: u8 = 32;
}

/// A further attribute of the hand-offs, one dictionary code a row; code 0 is "no value".
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The column's header.
    pub name: String,
    pub(crate) codes: Vec<u32>,
    pub(crate) values: Names,
}

impl Attribute {
    /// A column without rows. Code 0 is taken by the absent value.
    fn new(name: &str, rows: usize) -> Self {
        let mut values = Names::default();
        values.code("");
        Self { name: name.to_owned(), codes: vec![0; rows], values }
    }

    /// Forgets all rows and values.
    fn clear(&mut self) {
        self.codes.clear();
        self.values.clear();
        self.values.code("");
    }

    /// The value of row `row`, if it has one.
    pub fn value(&self, row: usize) -> Option<&str> {
        self.codes.get(row).and_then(|&code| if code == 0 { None } else { Some(self.values.name(code)) })
    }

    /// The code of `value`; the empty value stands for "no value".
    pub(crate) fn code(&self, value: &str) -> Option<u32> {
        self.values.find(value)
    }

    /// All values that occur, in the order of their first appearance.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().skip(1)
    }
}

/// Hand-offs as columns, in the order in which they were pushed.
#[derive(Clone, Debug, Default)]
pub struct Handoffs {
    pub(crate) ids: Texts,
    pub(crate) parents: Texts,
    pub(crate) names: Names,
    pub(crate) customers: Vec<u32>,
    pub(crate) providers: Vec<u32>,
    pub(crate) opened: Vec<Instant>,
    pub(crate) started: Vec<Instant>,
    pub(crate) closed: Vec<Instant>,
    pub(crate) due: Vec<Instant>,
    pub(crate) ratings: Vec<f32>,
    pub(crate) flags: Vec<u8>,
    pub(crate) lines: Vec<u32>,
    pub(crate) attributes: Vec<Attribute>,
    /// The few rows that have a fault, in row order.
    pub(crate) faults: Vec<(u32, Fault)>,
    /// The first row of each file, in order.
    pub(crate) files: Vec<(u32, String)>,
}

impl Handoffs {
    /// No hand-offs yet; `attributes` names the further columns, in the order in which [`push`](Self::push) gets them.
    pub fn new(attributes: &[&str]) -> Self {
        Self { attributes: attributes.iter().map(|name| Attribute::new(name, 0)).collect(), ..Self::default() }
    }

    /// Makes room for `rows` more hand-offs at once.
    pub fn reserve(&mut self, rows: usize) {
        self.ids.reserve(rows);
        self.parents.reserve(rows);
        for codes in [&mut self.customers, &mut self.providers, &mut self.lines] {
            codes.reserve(rows);
        }
        for instants in [&mut self.opened, &mut self.started, &mut self.closed, &mut self.due] {
            instants.reserve(rows);
        }
        self.ratings.reserve(rows);
        self.flags.reserve(rows);
        for column in &mut self.attributes {
            column.codes.reserve(rows);
        }
    }

    /// Rows that follow come from `file`.
    pub fn begin_file(&mut self, file: &str) {
        self.files.push((self.len() as u32, file.to_owned()));
    }

    /// Appends one hand-off. `attributes` gives a value, or `None`, for each attribute of [`new`](Self::new); missing
    /// ones at the end count as `None`.
    ///
    /// # Panics
    /// With 2³² hand-offs or more.
    pub fn push(&mut self, handoff: &Handoff, attributes: &[Option<&str>]) {
        let row = u32::try_from(self.len()).expect("a log holds fewer than 2^32 hand-offs");
        self.ids.push(handoff.id);
        self.parents.push(handoff.parent.unwrap_or(""));
        self.customers.push(self.names.code(handoff.customer));
        self.providers.push(self.names.code(handoff.provider));
        self.opened.push(handoff.opened);
        self.started.push(handoff.started.unwrap_or(NEVER));
        self.closed.push(handoff.closed.unwrap_or(NEVER));
        self.due.push(handoff.due.unwrap_or(NEVER));
        self.ratings.push(handoff.rating.unwrap_or(f32::NAN));
        self.lines.push(handoff.line);
        let mut flags = 0;
        for (set, bit) in [
            (handoff.awaited, flag::AWAITED),
            (handoff.parent.is_none(), flag::ROOT),
            (handoff.customer_hold, flag::CUSTOMER_HOLD),
            (handoff.rework, flag::REWORK),
            (handoff.internal, flag::INTERNAL),
            (handoff.is_timed, flag::TIMED),
        ] {
            if set {
                flags |= bit;
            }
        }
        self.flags.push(flags);
        for (index, column) in self.attributes.iter_mut().enumerate() {
            let value = attributes.get(index).copied().flatten().unwrap_or("");
            column.codes.push(column.values.code(value));
        }
        if let Some(fault) = handoff.fault {
            self.faults.push((row, fault));
        }
    }

    /// Moves the rows of `other` behind these; `other` is empty then and keeps its memory. Attributes are matched by
    /// name; one that only one side has is empty on the rows of the other.
    pub fn append(&mut self, other: &mut Self) {
        let before = self.len();
        self.ids.append(&other.ids);
        self.parents.append(&other.parents);
        let codes: Vec<u32> = other.names.iter().map(|name| self.names.code(name)).collect();
        self.customers.extend(other.customers.iter().map(|&code| codes[code as usize]));
        self.providers.extend(other.providers.iter().map(|&code| codes[code as usize]));
        self.opened.append(&mut other.opened);
        self.started.append(&mut other.started);
        self.closed.append(&mut other.closed);
        self.due.append(&mut other.due);
        self.ratings.append(&mut other.ratings);
        self.flags.append(&mut other.flags);
        self.lines.append(&mut other.lines);
        for theirs in &other.attributes {
            let index = self.attributes.iter().position(|ours| ours.name == theirs.name).unwrap_or_else(|| {
                self.attributes.push(Attribute::new(&theirs.name, before));
                self.attributes.len() - 1
            });
            let ours = &mut self.attributes[index];
            let codes: Vec<u32> = theirs.values.iter().map(|value| ours.values.code(value)).collect();
            ours.codes.extend(theirs.codes.iter().map(|&code| codes[code as usize]));
        }
        let rows = self.opened.len();
        for column in &mut self.attributes {
            column.codes.resize(rows, 0);
        }
        self.faults.extend(other.faults.drain(..).map(|(row, fault)| (row + before as u32, fault)));
        self.files.extend(other.files.drain(..).map(|(row, file)| (row + before as u32, file)));
        other.ids.clear();
        other.parents.clear();
        other.names.clear();
        other.customers.clear();
        other.providers.clear();
        other.attributes.iter_mut().for_each(Attribute::clear);
    }

    /// How many hand-offs there are.
    pub fn len(&self) -> usize {
        self.opened.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.opened.is_empty()
    }

    /// The hand-off of row `row`, as it was pushed.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn get(&self, row: usize) -> Handoff<'_> {
        let some = |instant: Instant| (instant != NEVER).then_some(instant);
        let flags = self.flags[row];
        Handoff {
            id: self.ids.get(row),
            parent: (flags & flag::ROOT == 0).then(|| self.parents.get(row)),
            customer: self.names.name(self.customers[row]),
            provider: self.names.name(self.providers[row]),
            opened: self.opened[row],
            started: some(self.started[row]),
            closed: some(self.closed[row]),
            due: some(self.due[row]),
            awaited: flags & flag::AWAITED != 0,
            rating: (!self.ratings[row].is_nan()).then_some(self.ratings[row]),
            customer_hold: flags & flag::CUSTOMER_HOLD != 0,
            rework: flags & flag::REWORK != 0,
            internal: flags & flag::INTERNAL != 0,
            is_timed: flags & flag::TIMED != 0,
            fault: self
                .faults
                .binary_search_by_key(&(row as u32), |&(row, _)| row)
                .ok()
                .map(|index| self.faults[index].1),
            line: self.lines[row],
        }
    }

    /// The further columns.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The file and the line from which row `row` was read.
    pub fn place(&self, row: usize) -> (&str, u32) {
        let index = self.files.partition_point(|&(first, _)| first as usize <= row);
        (
            index.checked_sub(1).map_or("", |index| self.files[index].1.as_str()),
            self.lines.get(row).copied().unwrap_or(0),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_comes_back() {
        let mut handoffs = Handoffs::new(&["city"]);
        handoffs.begin_file("a.csv");
        let root = Handoff {
            id: "O1",
            customer: "Ms Rose",
            provider: "Clerk",
            opened: 5,
            closed: Some(9),
            line: 2,
            ..Handoff::default()
        };
        let child = Handoff {
            id: "D1",
            parent: Some("O1"),
            provider: "Designer",
            rating: Some(3.0),
            fault: Some(Fault::BadTime),
            awaited: false,
            ..root
        };
        handoffs.push(&root, &[Some("Graz")]);
        handoffs.push(&child, &[]);
        assert_eq!(handoffs.get(0), root);
        assert_eq!(handoffs.get(1), child);
        assert_eq!(handoffs.attributes()[0].value(0), Some("Graz"));
        assert_eq!(handoffs.attributes()[0].value(1), None);
        assert_eq!(handoffs.place(1), ("a.csv", 2));
    }

    #[test]
    fn appending_keeps_both_sides_as_they_were() {
        let row = |id, provider| Handoff { id, provider, ..Handoff::default() };
        let mut left = Handoffs::new(&["city"]);
        left.begin_file("left");
        left.push(&row("1", "A"), &[Some("Graz")]);
        let mut right = Handoffs::new(&["kind", "city"]);
        right.begin_file("right");
        right.push(&row("2", "B"), &[Some("rush"), Some("Linz")]);
        right.push(&Handoff { fault: Some(Fault::BadValue), ..row("3", "A") }, &[None, Some("Graz")]);
        left.append(&mut right);
        assert!(right.is_empty());
        assert_eq!(left.len(), 3);
        assert_eq!(left.get(2).provider, "A");
        assert_eq!(left.get(2).fault, Some(Fault::BadValue));
        assert_eq!(left.place(0).0, "left");
        assert_eq!(left.place(1).0, "right");
        let value = |name: &str, row| left.attributes().iter().find(|column| column.name == name).unwrap().value(row);
        assert_eq!(
            (value("city", 0), value("city", 1), value("kind", 0), value("kind", 1)),
            (Some("Graz"), Some("Linz"), None, Some("rush"))
        );
    }
}
