//! The quality report: what was left out, repaired or merely noticed, by which rule, at which places.
//!
//! Nothing is changed silently: whoever drops or repairs something in an input says so here with
//! [`Quality::add`]. The number of places kept is limited, the counts are not.

use std::fmt;

use catena_analysis::{Chains, Fault, Remark};
use serde::Serialize;
use utoipa::ToSchema;

/// How many places are kept for each rule.
pub const PLACES: usize = 1000;

/// How long the quoted text of a place may be, in characters.
const TEXT: usize = 80;

/// What happened to what a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is not in the analysis.
    LeftOut,
    /// It was changed by a stated rule and is in the analysis.
    Repaired,
    /// It is in the analysis as it stands.
    Noted,
}

/// Declares the rules once: variant, code, action, sentence.
macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident, $code:literal, $action:ident, $sentence:literal;)*) => {
        /// What a reader can find in an input.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// All rules, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// The name in reports: `bad_time`, `not_utf8`, …
            pub fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)* }
            }

            /// What happens to what the rule finds.
            pub fn action(self) -> Action {
                match self { $(Self::$rule => Action::$action,)* }
            }

            /// What was found and what was done about it, in one sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$rule => $sentence,)* }
            }
        }
    };
}

rules! {
    /// The row has no id, so no chain can be told that it misses something.
    NoId, "no_id", LeftOut, "The row has no id (or no case): the row is left out.";
    /// A field that has to be there is empty.
    MissingValue, "missing_value", LeftOut, "A field that has to be there is empty or the row is too short: its chain is left out.";
    /// An instant that cannot be read.
    BadTime, "bad_time", LeftOut, "An instant cannot be read: its chain is left out.";
    /// Another field that cannot be read.
    BadValue, "bad_value", LeftOut, "A value cannot be read: its chain is left out.";
    /// Two hand-offs carry the same id.
    DuplicateId, "duplicate_id", LeftOut, "Two hand-offs carry the same id: their chains are left out.";
    /// The parent is not among the hand-offs.
    UnknownParent, "unknown_parent", LeftOut, "The parent is not in the input: the hand-off is left out.";
    /// A hand-off is its own ancestor.
    Cycle, "cycle", LeftOut, "The hand-off is its own ancestor: its chain is left out.";
    /// Closed before it opened.
    ClosesBeforeOpens, "closes_before_opens", LeftOut, "Closed before it opened: its chain is left out.";
    /// A chain in which something is still open.
    Open, "open", LeftOut, "The chain is not closed yet: it counts among the open ones only.";
    /// An event whose time is missing or cannot be read.
    EventWithoutTime, "event_without_time", LeftOut, "The event's time is missing or cannot be read: the chain of its case is left out.";
    /// An event after the end of its case.
    AfterTheEnd, "after_the_end", LeftOut, "The case goes on after its end: what happens from this event on is left out.";
    /// An event before the opening of its case.
    BeforeOpening, "before_opening", Repaired, "The case has events before its opening: they count only for who held it when it was opened.";
    /// An event without a team.
    NoTeam, "no_team", Noted, "The event names no team: the case stays with whoever holds it, at first with the one who gave the promise.";
    /// A state of the recipe that no event has.
    UnknownState, "unknown_state", Noted, "The recipe names a state that no event has; check how it is spelt.";
    /// A state of the log that the recipe does not list.
    UnlistedState, "unlisted_state", Noted, "The recipe sorts states, but not this one: it says nothing about waiting, working or being done.";
    /// A case in which no event names a team.
    NeverHeld, "never_held", LeftOut, "No event of the case names a team: its chain is left out.";
    /// A child opened before its parent.
    OpensBeforeParent, "opens_before_parent", Repaired, "Opened before the hand-off that it serves: not awaited.";
    /// A child opened when its parent was closed already.
    OpensAfterParent, "opens_after_parent", Repaired, "Opened when the hand-off that it serves was closed: not awaited.";
    /// A milestone step of which one end is missing.
    HalfStep, "half_step", LeftOut, "The step has a beginning or an end but not both: the step is left out.";
    /// A key without a row in the joined table.
    NoJoinedRow, "no_joined_row", Noted, "The joined table has no row for this key: its columns are empty here.";
    /// Several rows of a joined table carry the same key.
    SeveralJoinedRows, "several_joined_rows", Repaired, "The joined table has several rows for this key: the first one counts.";
    /// A local time that the clock skipped or showed twice.
    ClockChange, "clock_change", Repaired, "The local time does not exist or exists twice, on a day of clock change: a skipped time moves forward by the gap, of a repeated one the first counts.";
    /// More fields than the header has columns.
    TooManyFields, "too_many_fields", Noted, "The row has more fields than the header: the last ones are not read.";
    /// Bytes that are not UTF-8.
    NotUtf8, "not_utf8", Repaired, "Bytes that are not UTF-8 are read as \u{fffd}; say encoding = \"latin-1\" in a recipe if that is what they are.";
    /// A quotation mark in the middle of a field.
    LoneQuote, "lone_quote", Repaired, "A quotation mark inside a field that does not begin with one is read as it stands.";
    /// A date without a time in a column of instants.
    DateOnly, "date_only", Noted, "A date without a time is read as its first second (a due date as its last).";
    /// A case without a single event.
    NoEvents, "no_events", LeftOut, "No event concerns the case: it is left out.";
    /// An object that is declared twice.
    DuplicateObject, "duplicate_object", Repaired, "The object is declared more than once: it counts once, with what all its declarations say.";
    /// A reference to an object or event that is not in the log.
    UnknownReference, "unknown_reference", Noted, "Something refers to an object or event that is not in the log: the reference is not followed.";
}

impl From<Fault> for Rule {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::MissingValue => Self::MissingValue,
            Fault::BadTime => Self::BadTime,
            Fault::BadValue => Self::BadValue,
            Fault::DuplicateId => Self::DuplicateId,
            Fault::UnknownParent => Self::UnknownParent,
            Fault::Cycle => Self::Cycle,
            Fault::ClosesBeforeOpens => Self::ClosesBeforeOpens,
        }
    }
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    /// The file as it was given.
    pub file: String,
    /// The line, from 1; 0 where the format has no lines.
    pub line: u32,
    /// The column's header, if one column is to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there, shortened.
    pub text: String,
}

/// All that one rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// The rule, by its code.
    pub code: Rule,
    /// What was done.
    pub action: Action,
    /// How often.
    pub count: u64,
    /// Found and done, in one sentence.
    pub sentence: String,
    /// The first places, in the order in which they were met; at most [`PLACES`].
    pub places: Vec<Place>,
}

/// What came in, what of it can be used, and what had to be done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quality {
    /// Records read: rows of a table, events of a log.
    pub rows: u64,
    /// Hand-offs made of them.
    pub hand_offs: u64,
    /// What was found, in the order of [`Rule::ALL`].
    pub findings: Vec<Finding>,
}

impl Quality {
    /// `rule` found `text` at a place.
    pub fn add(&mut self, rule: Rule, file: &str, line: u32, column: Option<&str>, text: &str) {
        let finding = self.finding(rule);
        finding.count += 1;
        if finding.places.len() < PLACES {
            let text = match text.char_indices().nth(TEXT) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text.to_owned(),
            };
            finding.places.push(Place { file: file.to_owned(), line, column: column.map(str::to_owned), text });
        }
    }

    /// How often `rule` found something.
    pub fn count(&self, rule: Rule) -> u64 {
        self.findings.iter().find(|finding| finding.code == rule).map_or(0, |finding| finding.count)
    }

    /// Takes in what was found in the next part of the input.
    pub fn append(&mut self, other: Self) {
        self.rows += other.rows;
        self.hand_offs += other.hand_offs;
        for theirs in other.findings {
            let ours = self.finding(theirs.code);
            ours.count += theirs.count;
            ours.places.extend(theirs.places.into_iter().take(PLACES.saturating_sub(ours.places.len())));
        }
    }

    /// Takes in what was found when the hand-offs were grouped into chains.
    pub fn add_chains(&mut self, chains: &Chains) {
        let place = |row: u32| chains.place(row);
        for &(row, fault) in chains.faults() {
            // Readers have reported what they could not read, with the column.
            if !matches!(fault, Fault::MissingValue | Fault::BadTime | Fault::BadValue) {
                let (file, line) = place(row);
                self.add(fault.into(), file, line, None, chains.id(row));
            }
        }
        for remark in Remark::ALL {
            let rule = match remark {
                Remark::OpensBeforeParent => Rule::OpensBeforeParent,
                Remark::OpensAfterParent => Rule::OpensAfterParent,
            };
            let remarked = chains.remarked(remark);
            for &row in &remarked.rows {
                let (file, line) = place(row);
                self.add(rule, file, line, None, chains.id(row));
            }
            if remarked.count > 0 {
                self.finding(rule).count += remarked.count - remarked.rows.len() as u64;
            }
        }
        let open = chains.left_out().open;
        if open > 0 {
            self.finding(Rule::Open).count += open;
        }
    }

    /// The finding of `rule`, made where it is the first one.
    fn finding(&mut self, rule: Rule) -> &mut Finding {
        let index = match self.findings.binary_search_by_key(&rule, |finding| finding.code) {
            Ok(index) => index,
            Err(index) => {
                let finding = Finding {
                    code: rule,
                    action: rule.action(),
                    count: 0,
                    sentence: rule.sentence().to_owned(),
                    places: Vec::new(),
                };
                self.findings.insert(index, finding);
                index
            }
        };
        &mut self.findings[index]
    }
}

/// The report as text: a line for each rule, its first five places below.
impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} rows read, {} hand-offs", self.rows, self.hand_offs)?;
        for finding in &self.findings {
            let action = match finding.action {
                Action::LeftOut => "left out",
                Action::Repaired => "repaired",
                Action::Noted => "noted",
            };
            writeln!(f, "{:>8} × {action}, {}: {}", finding.count, finding.code.code(), finding.sentence)?;
            for place in finding.places.iter().take(5) {
                write!(f, "           {}", place.file)?;
                if place.line > 0 {
                    write!(f, ":{}", place.line)?;
                }
                if let Some(column) = &place.column {
                    write!(f, ", column {column}")?;
                }
                writeln!(f, ": {:?}", place.text)?;
            }
            if finding.count > 5 {
                writeln!(f, "           and {} more", finding.count - 5)?;
            }
        }
        Ok(())
    }
}
